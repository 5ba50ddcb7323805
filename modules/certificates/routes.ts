import { refusal } from '#kernel'
import { Refusals } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { sendJson, type Door } from '#platform/http'
import { answerOcsp, answerRequest, type Authority } from '#platform/pki'
import type { Certificates } from './service.ts'

export interface CertificateDeps {
  readonly authority: () => Promise<Authority>
  readonly certificates: Certificates
  readonly clock: Clock
}

/** Far above any request for a few certificates or one time stamp. */
const LONGEST = 16 * 1024

/** What relying parties fetch without an account: certificates, revocation list, OCSP, time stamps (RFC 5280, 6960, 3161). */
export function certificateRoutes(app: Door, { authority, certificates, clock }: CertificateDeps): void {
  app.get('/.well-known/jwks.json', async (_, reply) => sendJson(reply, 200, JSON.stringify(await certificates.jwks())))
  for (const which of ['root', 'issuing'] as const)
    app.get(`/pki/${which}.cer`, async (_, reply) =>
      reply.type('application/pkix-cert').send((await authority())[which].der),
    )
  app.get('/pki/issuing.crl', async (_, reply) =>
    reply.type('application/pkix-crl').send(await certificates.revocationList()),
  )

  const ocsp = async (request: Buffer): Promise<Buffer> =>
    answerOcsp(request, await authority(), certificates.statusOf, new Date(clock.now()))
  const OCSP_REPLY = 'application/ocsp-response'
  app.get('/pki/ocsp/*', async (request, reply) => {
    const text = (request.params as { '*': string })['*']
    if (text.length > LONGEST) throw new Refusals([refusal('NOT_FOUND', '', { type: 'certificate', id: '' })])
    return reply.type(OCSP_REPLY).send(await ocsp(Buffer.from(text, 'base64')))
  })

  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser(
      ['application/ocsp-request', 'application/timestamp-query'],
      { parseAs: 'buffer', bodyLimit: LONGEST },
      (_, body, done) => done(null, body),
    )
    raw.post('/pki/ocsp', async (request, reply) =>
      reply.type(OCSP_REPLY).send(await ocsp((request.body as Buffer | undefined) ?? Buffer.alloc(0))),
    )
    raw.post('/pki/time-stamp', async (request, reply) => {
      const asked = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      const answer = await answerRequest(asked, (await authority()).timeStamps, new Date(clock.now()))
      return reply.type('application/timestamp-reply').send(answer)
    })
  })
}
