export { launchRegistry, type RunningRegistry, type Taxpayer } from './launch.ts'

/** What a tax registry says of a number. `down`: it did not say anything in time, and is asked again later. */
export type RegistryAnswer =
  | { readonly status: 'active' | 'inactive'; readonly name: string; readonly address: string | null }
  | { readonly status: 'unknown' }
  | { readonly status: 'down' }

/** Who a tax number belongs to, as the State already knows it (M01-3). Never throws: a registry that is away is an answer. */
export interface TaxRegistry {
  ask(country: string, taxId: string): Promise<RegistryAnswer>
  /** Whether it answers now; absent where there is none to answer. Never throws. */
  isUp?(): Promise<boolean>
}

export interface RegistrySettings {
  readonly baseUrl: string
  readonly secret: string
  /** Milliseconds to wait; 2,000. */
  readonly timeout?: number
}

/** A registry that speaks the protocol of the simulator: one GET per number, a bearer secret, 404 for a number nobody has. */
export function httpRegistry({ baseUrl, secret, timeout = 2000 }: RegistrySettings): TaxRegistry {
  const headers = { authorization: `Bearer ${secret}`, accept: 'application/json' }
  return {
    isUp: async () => {
      try {
        const signal = AbortSignal.timeout(timeout)
        return (await fetch(new URL('/health', baseUrl), { headers, signal, redirect: 'error' })).status < 500
      } catch {
        return false
      }
    },
    ask: async (country, taxId) => {
      try {
        const response = await fetch(new URL(`/taxpayers/${country}/${encodeURIComponent(taxId)}`, baseUrl), {
          headers,
          signal: AbortSignal.timeout(timeout),
          redirect: 'error',
        })
        if (response.status === 404) return { status: 'unknown' }
        if (!response.ok) return { status: 'down' }
        const { status, name, address } = (await response.json()) as Record<string, unknown>
        if ((status !== 'active' && status !== 'inactive') || typeof name !== 'string' || name.length > 300)
          return { status: 'down' }
        return { status, name, address: typeof address === 'string' ? address.slice(0, 300) : null }
      } catch {
        return { status: 'down' }
      }
    },
  }
}

/** Where no registry is configured: nobody answers, and firms wait to be checked. */
export const noRegistry: TaxRegistry = { ask: () => Promise.resolve({ status: 'down' }) }
