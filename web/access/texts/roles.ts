import type { Language } from '#kernel'

/** What a role is called where a person chooses how to come in. A role without a word is shown by its code. */
const words: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  person: { es: 'a su propio nombre', en: 'in your own name', pt: 'em seu próprio nome' },
  titular: { es: 'titular', en: 'owner', pt: 'titular' },
  operator: { es: 'operación', en: 'operations', pt: 'operação' },
  agent: { es: 'agente de aduana', en: 'customs agent', pt: 'despachante aduaneiro' },
  evaluator: { es: 'evaluación', en: 'evaluation', pt: 'avaliação' },
  approver: { es: 'aprobación y firma', en: 'approval and signature', pt: 'aprovação e assinatura' },
  inspector: { es: 'inspección', en: 'inspection', pt: 'inspeção' },
  laboratory: { es: 'laboratorio', en: 'laboratory', pt: 'laboratório' },
  head: { es: 'jefatura', en: 'head of unit', pt: 'chefia' },
  authority: { es: 'registro de la autoridad', en: 'authority’s record', pt: 'registro da autoridade' },
  steward: { es: 'custodia de catálogos', en: 'catalogue steward', pt: 'guarda de catálogos' },
  coordinator: { es: 'coordinación', en: 'coordination', pt: 'coordenação' },
  treasury: { es: 'tesorería', en: 'treasury', pt: 'tesouraria' },
  customs: { es: 'aduana', en: 'customs', pt: 'aduana' },
  monitor: { es: 'centro de monitoreo', en: 'monitoring centre', pt: 'centro de monitoramento' },
  'shift-lead': { es: 'jefatura de turno', en: 'shift lead', pt: 'chefia de turno' },
  desk: { es: 'mesa de ayuda', en: 'help desk', pt: 'central de ajuda' },
  security: { es: 'seguridad', en: 'security', pt: 'segurança' },
  auditor: { es: 'auditoría y seguridad', en: 'audit and security', pt: 'auditoria e segurança' },
}

export const roleWords = (role: string, language: Language): string => words[role]?.[language] ?? role
