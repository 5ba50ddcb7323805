import { randomBytes } from 'node:crypto'
import type { Decimal } from '#kernel'
import { launchProcess, type LaunchedProcess } from '#platform/processes'

/** What the registry of small firms holds of one. */
export interface SizeProof {
  /** Of the certificate. */
  readonly number: string
  readonly persons: number
  /** Sales of a year without VAT. */
  readonly sales: { readonly amount: Decimal; readonly currency: string }
  readonly validUntil: string
}
export type SizeAnswer =
  { readonly status: 'known'; readonly proof: SizeProof } | { readonly status: 'unknown' } | { readonly status: 'down' }

/** Never throws: a registry that is away is an answer. */
export interface SizeRegistry {
  ask(country: string, taxId: string, day: string): Promise<SizeAnswer>
  /** Asks it to look at the firm again, which prolongs the certificate (M13-8). */
  renew(country: string, taxId: string, day: string): Promise<SizeAnswer>
}

export interface SizeSettings {
  readonly baseUrl: string
  readonly secret: string
  /** Milliseconds to wait; 2,000. */
  readonly timeout?: number
}

function proofIn(value: unknown): SizeProof | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { number, persons, sales, validUntil } = value as Record<string, unknown>
  const { amount, currency } = (typeof sales === 'object' && sales !== null ? sales : {}) as Record<string, unknown>
  const right =
    typeof number === 'string' &&
    number.length <= 35 &&
    typeof persons === 'number' &&
    Number.isSafeInteger(persons) &&
    persons >= 0 &&
    typeof amount === 'string' &&
    /^\d{1,16}(\.\d{1,2})?$/.test(amount) &&
    typeof currency === 'string' &&
    /^[A-Z]{3}$/.test(currency) &&
    typeof validUntil === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(validUntil)
  return right ? { number, persons, sales: { amount, currency }, validUntil } : undefined
}

export function httpSizes({ baseUrl, secret, timeout = 2000 }: SizeSettings): SizeRegistry {
  const call = async (method: 'GET' | 'POST', country: string, taxId: string, day: string): Promise<SizeAnswer> => {
    try {
      const path = `/certificates/${country}/${encodeURIComponent(taxId)}?day=${day}`
      const response = await fetch(new URL(path, baseUrl), {
        method,
        headers: { authorization: `Bearer ${secret}`, accept: 'application/json' },
        signal: AbortSignal.timeout(timeout),
        redirect: 'error',
      })
      if (response.status === 404) return { status: 'unknown' }
      const proof = response.ok ? proofIn(await response.json()) : undefined
      return proof ? { status: 'known', proof } : { status: 'down' }
    } catch {
      return { status: 'down' }
    }
  }
  return {
    ask: (country, taxId, day) => call('GET', country, taxId, day),
    renew: (country, taxId, day) => call('POST', country, taxId, day),
  }
}

/** Where no registry is configured, nobody's size can be proved. */
export const noSizes: SizeRegistry = {
  ask: () => Promise.resolve({ status: 'down' }),
  renew: () => Promise.resolve({ status: 'down' }),
}

export interface SmallFirm {
  readonly country: string
  readonly taxId: string
  readonly size: string
}

/** Starts the simulated registry of small firms. */
export async function launchSizes({
  log,
  firms,
}: {
  readonly log?: (line: string) => void
  readonly firms: readonly SmallFirm[]
}): Promise<LaunchedProcess & { readonly secret: string }> {
  const secret = randomBytes(24).toString('hex')
  const env = { SECRET: secret, FIRMS: JSON.stringify(firms) }
  const launched = await launchProcess({ name: 'sme-registry', env, ...(log ? { log } : {}) })
  return { ...launched, secret }
}
