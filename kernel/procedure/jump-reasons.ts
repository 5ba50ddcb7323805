import type { Language } from '../problem.ts'

/** The only reasons for taking a case before its turn (M08-11). Whoever takes one so is named in the history of the case. */
export const jumpReasons = {
  perishable: {
    es: 'La mercancía se malogra si espera.',
    en: 'The goods spoil if they wait.',
    pt: 'A mercadoria estraga se esperar.',
  },
  'public-health': {
    es: 'Lo pide una emergencia sanitaria.',
    en: 'A public-health emergency asks for it.',
    pt: 'Uma emergência sanitária o exige.',
  },
  'transport-waiting': {
    es: 'El medio de transporte está por salir o espera.',
    en: 'The means of transport is about to leave, or waits.',
    pt: 'O meio de transporte está para sair ou espera.',
  },
  'related-case': {
    es: 'Es de la misma operación que otro caso que ya tiene.',
    en: 'It belongs to the same operation as another case at hand.',
    pt: 'É da mesma operação que outro processo em mãos.',
  },
  'own-field': {
    es: 'Los anteriores son de una especialidad que no es la suya.',
    en: 'The ones before it are of another field than the officer’s.',
    pt: 'Os anteriores são de outra especialidade.',
  },
  'court-order': {
    es: 'Lo ordena un juez u otra autoridad.',
    en: 'A court or another authority orders it.',
    pt: 'Um juiz ou outra autoridade o ordena.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>

export type JumpReason = keyof typeof jumpReasons
export const jumpReasonCodes = Object.keys(jumpReasons) as readonly JumpReason[]
