import { Type } from 'typebox'
import { refusal, strict } from '#kernel'
import type { Directory } from '#platform/access'
import { newId, Refusals, transact, type Engine } from '#platform/cases'
import { createBuckets, getIdentity, sandboxOf, sendJson, shapeFaults, type Door } from '#platform/http'
import { readCertificateRequest } from '#platform/pki'
import { BOUNDS } from '#platform/xmldsig'
import type { Certificates } from '#modules/certificates'
import type { Incoming, Outgoing } from './channel.ts'
import { noteCertificate } from './connection-module.ts'
import type { Gate } from './gate.ts'
import { messages, messageSchema, VERSIONS } from './messages.ts'
import type { Reader } from './reader.ts'
import { findOriginal } from './store.ts'
import { soapRoutes, type Hold } from './soap.ts'

export interface H2hDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly certificates: Certificates
  readonly channel: (incoming: Incoming) => Promise<Outgoing>
  readonly reader: Pick<Reader, 'xsdOf'>
  readonly gate: Gate
  readonly publicUrl: () => string
  /** Messages a second of one firm; ten seconds' worth may come at once. 0: no limit (M30-4). */
  readonly perSecond: number
}

const XML = ['application/xml', 'text/xml']
const JOSE = 'application/jose'

export const CertificateRequestSchema = Type.Object(
  {
    csr: Type.String({
      minLength: 100,
      maxLength: 8000,
      description: 'PKCS#10 in PEM, P-256, signed with its own key',
    }),
    name: Type.Optional(Type.String({ minLength: 3, maxLength: 60, description: 'Which system it is for' })),
  },
  strict,
)

/** The host-to-host channel over HTTPS (M30), and what an integrator needs to speak it. */
export function h2hRoutes(
  app: Door,
  { engine, directory, certificates, channel, reader, gate, publicUrl, perSecond }: H2hDeps,
): void {
  const buckets = new Map<number, (name: string) => number | undefined>()
  /** By what was agreed with the firm, or else the usual (M30-4), in each node. @throws Refusals when there is no room. */
  const hold: Hold = async (org, reply) => {
    const most = (await gate.of(org)).perSecond ?? perSecond
    if (most <= 0) return
    let bucket = buckets.get(most)
    if (!bucket) buckets.set(most, (bucket = createBuckets(most)))
    const seconds = bucket(org)
    if (!seconds) return
    void reply.header('retry-after', String(seconds))
    throw new Refusals([refusal('RATE_LIMITED', '', { seconds })])
  }

  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser([...XML, JOSE], { parseAs: 'buffer', bodyLimit: BOUNDS.bytes + 1 }, (_, body, done) =>
      done(null, body),
    )
    raw.post('/h2h/v1/messages', async (request, reply) => {
      const identity = await getIdentity(request, directory)
      await hold(identity.actor.org, reply)
      const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
      const form = type === JOSE ? 'json' : 'xml'
      const bytes = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      const sandbox = sandboxOf(request, identity)
      const { status, text, repeated } = await channel({ bytes, form, identity, sandbox, traceId: request.id })
      if (repeated) void reply.header('idempotent-replayed', 'true')
      return reply
        .code(status)
        .type(form === 'xml' ? 'application/xml; charset=utf-8' : JOSE)
        .header('cache-control', 'no-store')
        .send(text)
    })
  })

  soapRoutes(app, { directory, channel, hold, publicUrl })

  app.get('/h2h/v1/sent/:message', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const { message: id } = request.params as { message: string }
    const found = await transact(engine.pool, who.actor.org, (tx) => findOriginal(tx, who.actor.org, id))
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'message', id })])
    return reply
      .type(found.form === 'xml' ? 'application/xml; charset=utf-8' : JOSE)
      .header('cache-control', 'private, no-store')
      .send(found.bytes)
  })

  app.get('/h2h/v1/schemas/:version/:file', async (request, reply) => {
    const { version, file } = request.params as { version: string; file: string }
    const [, name = '', kind] = /^([a-z]+)\.(xsd|json)$/.exec(file) ?? []
    const found = VERSIONS.find((v) => String(v) === version)
    const message = messages.get(name)
    if (!found || !message) throw new Refusals([refusal('NOT_FOUND', '', { type: 'schema', id: file })])
    void reply.header('cache-control', 'public, max-age=3600')
    if (kind === 'json') return sendJson(reply, 200, JSON.stringify(messageSchema(message, found)))
    return reply.type('application/xml; charset=utf-8').send(reader.xsdOf(name, found))
  })

  app.get('/v1/certificates', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const items = (await certificates.list()).filter((c) => c.org === who.actor.org)
    return sendJson(reply, 200, JSON.stringify({ items, next: null }))
  })
  app.post('/v1/certificates', async (request, reply) => {
    const who = await getIdentity(request, directory)
    if (!who.grants.has('client.manage') || who.client)
      throw new Refusals([refusal('FORBIDDEN', '', { command: 'certificate', permission: 'client.manage' })])
    const faults = shapeFaults(CertificateRequestSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { csr, name } = request.body as { csr: string; name?: string }
    const asked = await readCertificateRequest(csr)
    if ('reason' in asked) throw new Refusals([refusal('CSR_INVALID', '/csr', { reason: asked.reason })])
    const { der, ...made } = await certificates.enrol(who.actor.org, asked.publicKey, name ?? null)
    const chain = await certificates.authorityChain()
    await engine.asPlatform(null, newId(), (work) => noteCertificate(work, who.actor.org, made.serial, made.notAfter))
    const x5c = [der, ...chain].map((c) => c.toString('base64'))
    return sendJson(reply, 201, JSON.stringify({ ...made, x5c, at: engine.clock.now() }))
  })
}
