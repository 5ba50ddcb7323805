import type { Language } from '#kernel'

const es = {
  title: '{firm} le invita',
  lead: 'Si acepta, actuará por esta empresa como: {roles}. Puede dejarla cuando quiera.',
  until: 'La invitación sirve hasta el {day}.',
  as: 'Está aquí como {name}.',
  accept: 'Aceptar',
  other: 'Entrar con otra cuenta',
  enter: 'Entrar para aceptar',
  create: 'Crear una cuenta',
  createMore: 'Después de crearla, vuelva a abrir el enlace del correo.',
  joined: 'Ya es parte de {firm}.',
  joinedLead: 'Desde ahora puede actuar por la empresa como: {roles}.',
  go: 'Ir a mi inicio',
}
export type InvitationTexts = typeof es

export const invitationPageTexts: Readonly<Record<Language, InvitationTexts>> = {
  es,
  en: {
    title: '{firm} invites you',
    lead: 'If you accept, you act for this firm as: {roles}. You can leave it whenever you like.',
    until: 'The invitation is good until {day}.',
    as: 'You are here as {name}.',
    accept: 'Accept',
    other: 'Sign in with another account',
    enter: 'Sign in to accept',
    create: 'Create an account',
    createMore: 'After creating it, open the link in the letter again.',
    joined: 'You are now part of {firm}.',
    joinedLead: 'From now on you may act for the firm as: {roles}.',
    go: 'Go to my home',
  },
  pt: {
    title: '{firm} convida você',
    lead: 'Se aceitar, atuará por esta empresa como: {roles}. Pode deixá-la quando quiser.',
    until: 'O convite vale até {day}.',
    as: 'Você está aqui como {name}.',
    accept: 'Aceitar',
    other: 'Entrar com outra conta',
    enter: 'Entrar para aceitar',
    create: 'Criar uma conta',
    createMore: 'Depois de criá-la, abra de novo o link da carta.',
    joined: 'Você já faz parte de {firm}.',
    joinedLead: 'A partir de agora pode atuar pela empresa como: {roles}.',
    go: 'Ir ao meu início',
  },
}
