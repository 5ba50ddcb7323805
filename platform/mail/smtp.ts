import { createTransport } from 'nodemailer'
import { isMailAddress, messageIdOf, type Mailer, type Outcome } from './mailer.ts'

interface SmtpError {
  readonly code?: string
  readonly responseCode?: number
  readonly command?: string
  readonly message: string
}

const short = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 300)

/**
 * What an error of the transport means. A 5xx to the recipient or the content is for ever; everything else is for now. Where no answer
 * came (refused, reset, timed out) or the server turns everybody away (421, bad login), the server is down for all letters.
 */
export function outcomeOf(error: SmtpError): Outcome {
  const { code, responseCode = 0, command = '', message } = error
  const reason = short(message)
  const ofLetter = command === 'RCPT TO' || command === 'DATA' || code === 'EENVELOPE' || code === 'EMESSAGE'
  if (ofLetter && responseCode >= 500) return { status: 'refused', reason }
  const down = !responseCode || responseCode === 421 || code === 'EAUTH' || code === 'ECONNECTION' || !ofLetter
  return { status: 'later', down, reason }
}

/** Mail through the SMTP server of `SMTP_URL` (`smtp://user:password@host:587`, `smtps://…`). */
export function smtpMailer({ url, from }: { readonly url: string; readonly from: string }): Mailer {
  const options = { url, pool: true, maxConnections: 4, maxMessages: 500 } as const
  const transport = createTransport({
    ...options,
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: 15_000,
  })
  return {
    kind: 'smtp',
    send: async ({ id, to, subject, text, html }) => {
      if (!isMailAddress(to)) return { status: 'refused', reason: 'not an address' }
      const messageId = messageIdOf(id, from)
      try {
        await transport.sendMail({
          from,
          // As an object, so that nothing in it is read as a list of addresses.
          to: { name: '', address: to },
          subject,
          text,
          ...(html === undefined ? {} : { html }),
          messageId,
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        })
        return { status: 'sent', messageId }
      } catch (error) {
        return outcomeOf(error as SmtpError)
      }
    },
    check: () =>
      transport.verify().then(
        () => true,
        () => false,
      ),
    close: () => transport.close(),
  }
}
