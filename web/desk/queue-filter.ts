import { toInstant } from '#kernel'
import type { Me } from '../shell/answers.ts'

/** What of the queue is shown: the whole of it is in the address, so a view is a link. */
export interface QueueFilter {
  readonly q: string
  readonly view: 'desk' | 'all' | 'mine' | 'free' | 'paused' | 'soon' | 'urgent' | 'opinions'
  readonly role: string
}

const VIEWS: readonly QueueFilter['view'][] = ['desk', 'free', 'mine', 'soon', 'urgent', 'opinions', 'paused', 'all']
export const views = VIEWS

export function filterOf(search: string): QueueFilter {
  const query = new URLSearchParams(search)
  const view = VIEWS.find((v) => v === query.get('vista')) ?? 'desk'
  return { q: query.get('q') ?? '', view, role: query.get('mesa') ?? '' }
}

/** The address of a view, without what is usual. */
export function addressOf({ q, view, role }: QueueFilter): string {
  const query = new URLSearchParams()
  if (view !== 'desk') query.set('vista', view)
  if (q) query.set('q', q)
  if (role) query.set('mesa', role)
  return query.size ? `/cola?${query.toString()}` : '/cola'
}

/** The question to the API: turns of this person's own roles, unless the whole agency was asked for. */
export function questionOf({ q, view, role }: QueueFilter, roles: readonly string[], cursor: string | null): string {
  const query = new URLSearchParams({ limit: '200', paused: view === 'paused' ? 'yes' : 'no' })
  if (q.trim().length > 1) query.set('q', q.trim())
  if (role) query.set('role', role)
  else if (view !== 'all' && roles.length) query.set('role', roles.join(','))
  if (view === 'mine') query.set('holder', 'me')
  if (view === 'free') query.set('holder', 'none')
  if (view === 'soon') query.set('order', 'due')
  if (view === 'urgent') query.set('lane', 'urgent')
  if (view === 'opinions') query.set('turn', 'opinion')
  if (cursor) query.set('cursor', cursor)
  return `/v1/inbox?${query.toString()}`
}

/** End of tomorrow where the desk is, as an instant: what is due by then is soon. */
export const soonUntil = (now: number): string => toInstant(Math.ceil((now + 86_400_000) / 86_400_000) * 86_400_000)

/** Roles of this person that a queue knows. */
export const deskRoles = (me: Me): readonly string[] =>
  me.roles.filter((r) => ['evaluator', 'approver', 'inspector', 'laboratory', 'head', 'customs'].includes(r))
