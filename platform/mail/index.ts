import type { Pool } from 'pg'
import type { Clock } from '#platform/clock'
import { capturedMailer, capturedSms } from './captured.ts'
import type { Mailer } from './mailer.ts'
import { httpSms, type SmsGateway } from './sms.ts'
import { smtpMailer } from './smtp.ts'

export { findCaptured, findMessage, type CapturedMessage } from './captured.ts'
export { readBounce, type Bounce } from './dsn.ts'
export { isPhone, type ShortMessage, type SmsGateway } from './sms.ts'
export { isWebhook, postBytes, postSigned, secretOf, type WebhookSettings } from './webhook.ts'
export { isMailAddress, messageIdOf, type Letter, type Mailer, type Outcome } from './mailer.ts'

export interface MailOptions {
  readonly pool: Pool
  readonly clock: Clock
  /** Nothing: mail is captured. */
  readonly smtpUrl: string | null
  /** `Ventanilla <avisos@example.org>` */
  readonly from: string
}

/** The house's way to send mail: by SMTP where a server is configured, into the captured mailbox otherwise. */
export const createMailer = ({ pool, clock, smtpUrl, from }: MailOptions): Mailer =>
  smtpUrl ? smtpMailer({ url: smtpUrl, from }) : capturedMailer({ pool, clock, from })

/** The gateway of `SMS_URL`, or the captured mailbox. */
export const createSms = ({
  pool,
  clock,
  url,
  secret,
}: Pick<MailOptions, 'pool' | 'clock'> & { readonly url: string | null; readonly secret: string }): SmsGateway =>
  url ? httpSms({ url, secret }) : capturedSms({ pool, clock })
