import { QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { api, Refused, Unreachable } from './api.ts'
import type { Me } from './answers.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      gcTime: 30 * 60_000,
      networkMode: 'always',
      refetchOnWindowFocus: true,
      retry: (count, error) => !(error instanceof Refused) && count < 2,
      retryDelay: (count) => 800 * 2 ** count,
    },
    mutations: { networkMode: 'always' },
  },
})

/** A thing of the API by its address, which is also its key: `/v1/dossiers/…`. */
export const useAnswer = <T>(
  path: string | null,
  options: { readonly refetchInterval?: number | false; readonly staleTime?: number } = {},
): UseQueryResult<T> =>
  useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => api<T>(path ?? '', { signal }),
    enabled: path !== null,
    ...options,
  })

/** Asks again for everything whose address begins so. */
export const refresh = (prefix = '/v1/'): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey: [path] }) => typeof path === 'string' && path.startsWith(prefix),
  })

const MeContext = createContext<Me | undefined>(undefined)
export const MeProvider = MeContext.Provider
/** Who is signed in, and for whom. Only under a page that needs a session. */
export function useMe(): Me {
  const found = useContext(MeContext)
  if (!found) throw new Error('nobody is signed in here')
  return found
}

export const isAway = (error: unknown): boolean => error instanceof Unreachable
