import type { Language } from '#kernel'
import { postSigned, type Mailer, type Outcome, type SmsGateway, type WebhookSettings } from '#platform/mail'
import { letterOf, shortOf } from './letter.ts'
import type { NoticeText } from './texts.ts'

export type Channel = 'email' | 'sms' | 'webhook'

/** One copy to be sent: its id, where to, and the words. */
export interface Copy {
  readonly id: string
  readonly channel: Channel
  readonly address: string
  readonly contactId: string
  readonly language: Language
  readonly said: NoticeText
  /** What a program reads: ids and moments, no names. */
  readonly facts: Readonly<Record<string, unknown>>
}

export interface ChannelDeps extends WebhookSettings {
  readonly mailer: Mailer
  readonly sms: SmsGateway
}

/** Sends one copy by its channel. Never throws. */
export async function sendCopy(copy: Copy, deps: ChannelDeps): Promise<Outcome> {
  const { id, address, language, said } = copy
  switch (copy.channel) {
    case 'email':
      return deps.mailer.send({ id, to: address, ...letterOf(said, language) })
    case 'sms':
      return deps.sms.send({ id, to: address, text: shortOf(said, language) })
    case 'webhook':
      return postSigned(id, address, copy.contactId, { type: 'notice', ...copy.facts, words: said }, deps)
  }
}
