import { createHmac } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { signCallback } from '#platform/payments'
import type { Outcome } from './mailer.ts'

export interface WebhookSettings {
  /** Key from which every webhook's secret is made: nothing secret is stored beside addresses. */
  readonly webhookKey: string
  /** Programs on this very machine may be told: only where the sandbox is on. */
  readonly localWebhooks: boolean
}

export const secretOf = (webhookKey: string, contactId: string): string =>
  createHmac('sha256', webhookKey).update(`webhook/${contactId}`).digest('hex')

const inner = new BlockList()
for (const [net, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
])
  inner.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['::ffff:0:0', 96],
] as const)
  inner.addSubnet(net, bits, 'ipv6')

/** An address a webhook may have: https, a public name, no credentials. What it leads to is looked at again before each call. */
export function isWebhook(text: string, local: boolean): boolean {
  try {
    const url = new URL(text)
    if (url.username || url.password || text.length > 500) return false
    return url.protocol === 'https:' || (local && url.protocol === 'http:')
  } catch {
    return false
  }
}

/** Whether a name leads inside our own network: a firm may not make the window knock there. */
async function leadsInside(hostname: string): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, '')
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true })
  return found.some(({ address }) => inner.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))
}

/** Posts bytes to a firm's program, wherever that may lead without leading inside. Redirects are not followed. */
export async function postBytes(
  address: string,
  body: Buffer | string,
  headers: Readonly<Record<string, string>>,
  localWebhooks: boolean,
): Promise<Outcome> {
  if (!isWebhook(address, localWebhooks)) return { status: 'refused', reason: 'not an address' }
  try {
    if (!localWebhooks && (await leadsInside(new URL(address).hostname)))
      return { status: 'refused', reason: 'an inner address' }
    const answer = await fetch(address, {
      method: 'POST',
      headers: { ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    })
    await answer.body?.cancel()
    if (answer.ok) return { status: 'sent', messageId: headers['idempotency-key'] ?? '' }
    if (answer.status === 410) return { status: 'refused', reason: 'gone' }
    return { status: 'later', down: false, reason: `answered ${answer.status}` }
  } catch (error) {
    return { status: 'later', down: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Posts JSON to a firm's program, signed with the secret of that address. Redirects are not followed. */
export async function postSigned(
  id: string,
  address: string,
  contactId: string,
  payload: object,
  { webhookKey, localWebhooks }: WebhookSettings,
): Promise<Outcome> {
  const body = Buffer.from(JSON.stringify({ id, ...payload }))
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': id,
    signature: signCallback(secretOf(webhookKey, contactId), Math.floor(Date.now() / 1000), body),
  }
  return postBytes(address, body, headers, localWebhooks)
}
