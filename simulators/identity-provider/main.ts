/**
 * «Identidad Nacional Simulada»: another OpenID Connect provider (oidc-provider), as a country has one. A process of its own over real HTTP;
 * it lets anybody in as whoever they say. Environment: SECRET (bearer of POST /faults, and the window's client secret), REDIRECT_URI of the
 * window, CLIENT_ID, PORT (0 or absent: any), HOST, ISSUER (its public address; its own when absent). Prints
 * `{"listening": "http://127.0.0.1:PORT"}` and ends when its standard input does.
 *
 *   POST /faults {"mode": "up" | "down" | "unverified" | "other-key"}
 *
 * `unverified` says of no address that it was verified, `other-key` publishes keys that did not sign.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateKeyPairSync } from 'node:crypto'

console.warn = () => undefined
const { default: Provider } = await import('oidc-provider')

const { SECRET, REDIRECT_URI, CLIENT_ID = 'ventanilla', PORT = '0', HOST = '127.0.0.1', ISSUER } = process.env
if (!SECRET || SECRET.length < 16 || !REDIRECT_URI) {
  process.stderr.write('SECRET (16 characters or more) and REDIRECT_URI are needed\n')
  process.exit(2)
}
/** What this provider calls a second factor. */
const STRONG = 'urn:simulated:high'

interface Person {
  readonly name: string
  readonly email: string
}
const people = new Map<string, Person>()
let mode = 'up'

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) {
    parts.push(part as Buffer)
    if (parts.length > 64) break
  }
  return Buffer.concat(parts).toString()
}
const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

const page = (
  uid: string,
  client: string,
  strong: boolean,
): string => `<!doctype html><html lang="es"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Identidad Nacional · SIMULADOR</title></head><body>
<main><p><strong>SIMULADOR.</strong> Entra quien usted diga, para ${escape(client)}.</p><h1>Identidad Nacional Simulada</h1>
<form method="post" action="/interaction/${escape(uid)}">
<p><label>Documento <input name="sub" required maxlength="40"></label></p>
<p><label>Nombre <input name="name" required maxlength="80"></label></p>
<p><label>Correo <input name="email" type="email" required maxlength="120"></label></p>
<p><label><input type="checkbox" name="strong" value="yes"${strong ? ' checked' : ''}> con segundo factor</label></p>
<p><button>Entrar</button></p></form></main></body></html>`

const signing = (): object => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid: 'simulated',
  alg: 'ES256',
  use: 'sig',
})

function makeProvider(issuer: string) {
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: SECRET ?? '',
        redirect_uris: [REDIRECT_URI ?? ''],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [signing()] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    cookies: { keys: [SECRET ?? ''] },
    acrValues: [STRONG],
    claims: { openid: ['sub', 'acr', 'amr'], profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: true,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => {
      const person = people.get(sub)
      if (!person) return undefined
      return { accountId: sub, claims: () => ({ sub, ...person, email_verified: mode !== 'unverified' }) }
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc
      if (!client || !session?.accountId) return undefined
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
}
let provider: ReturnType<typeof makeProvider> | undefined

const send = (response: ServerResponse, status: number, type: string, text: string): void => {
  response.writeHead(status, { 'content-type': type }).end(text)
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = '/', method } = request
  if (url === '/faults' && method === 'POST') {
    if (request.headers.authorization !== `Bearer ${SECRET}`) return send(response, 401, 'text/plain', 'who asks?')
    mode = (JSON.parse((await bodyOf(request)) || '{}') as { mode?: string }).mode ?? 'up'
    return send(response, 200, 'application/json', JSON.stringify({ simulator: true, mode }))
  }
  if (mode === 'down') return void request.socket.destroy()
  if (!provider) return send(response, 503, 'text/plain', 'not ready')
  if (url === '/jwks' && mode === 'other-key') {
    const { d: _, ...key } = signing() as Record<string, unknown>
    return send(response, 200, 'application/json', JSON.stringify({ keys: [key] }))
  }
  const [, uid] = /^\/interaction\/([\w-]+)$/.exec(url) ?? []
  if (!uid) return void provider.callback()(request, response)
  const details = await provider.interactionDetails(request, response)
  const strong = String(details.params['acr_values'] ?? '') !== ''
  if (method !== 'POST')
    return send(response, 200, 'text/html; charset=utf-8', page(uid, String(details.params['client_id']), strong))
  const form = new URLSearchParams(await bodyOf(request))
  const sub = form.get('sub') ?? ''
  people.set(sub, { name: form.get('name') ?? '', email: form.get('email') ?? '' })
  const high = form.get('strong') === 'yes'
  const login = { accountId: sub, remember: false, ...(high ? { acr: STRONG, amr: ['mfa'] } : { amr: ['pwd'] }) }
  await provider.interactionFinished(request, response, { login })
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    if (!response.headersSent) send(response, 400, 'text/plain', error instanceof Error ? error.message : 'refused')
  })
})
server.listen(Number(PORT), HOST, () => {
  const address = `http://${HOST}:${(server.address() as AddressInfo).port}`
  provider = makeProvider(ISSUER ?? address)
  process.stdout.write(`${JSON.stringify({ listening: address })}\n`)
})
process.stdin.resume().on('end', () => process.exit(0))
