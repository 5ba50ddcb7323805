import type { Statement } from '#platform/cases'

/** `QUEUED` is the transaction that writes it; from the commit on it lies in the mailbox (M07). */
export type NoticeStatus = 'DELIVERED_TO_MAILBOX' | 'READ' | 'DEEMED_SERVED'

export interface NoticeRow {
  readonly id: string
  readonly orgId: string
  readonly caseId: string
  readonly kind: string
  readonly params: Readonly<Record<string, unknown>>
  readonly roles: readonly string[] | null
  readonly country: string | null
  readonly zone: string
  readonly createdAt: string
  readonly readAt: string | null
  readonly openedBy: string | null
  readonly serves: 'cure' | 'answer' | 'appeal' | null
  readonly due: string | null
  readonly deemedAt: string | null
  readonly servedAt: string | null
  readonly servedHow: 'opened' | 'deemed' | 'acted' | null
  readonly textVersion: number
  readonly sandboxId: string | null
}

export const NOTICE_COLUMNS = `id, org_id AS "orgId", case_id AS "caseId", kind, params, roles, country, zone, created_at AS "createdAt",
  read_at AS "readAt", opened_by AS "openedBy", serves, due, deemed_at AS "deemedAt", served_at AS "servedAt", served_how AS "servedHow",
  text_version AS "textVersion", sandbox_id AS "sandboxId"`

/** When and how a notice came to be served, as far as it has by now. Time alone serves it: nothing need be written for that. */
export function serviceOf(n: NoticeRow, now: string): { readonly at: string; readonly how: string } | null {
  if (n.servedAt && n.servedHow) return { at: n.servedAt, how: n.servedHow }
  const opened = n.readAt && (!n.deemedAt || n.readAt <= n.deemedAt)
  if (opened && n.readAt) return { at: n.readAt, how: 'opened' }
  return n.deemedAt && n.deemedAt <= now ? { at: n.deemedAt, how: 'deemed' } : null
}

export function statusOf(n: NoticeRow, now: string): NoticeStatus {
  const service = serviceOf(n, now)
  return service?.how === 'deemed' ? 'DEEMED_SERVED' : n.readAt || service ? 'READ' : 'DELIVERED_TO_MAILBOX'
}

export const isUnservedNotice = (n: NoticeRow, now: string): boolean => n.serves !== null && serviceOf(n, now) === null

/** The mailbox of an organisation in one world, the newest first: what is meant for some roles (`$5`), what was not opened (`$6`), or all. */
export const mailbox: Statement = {
  name: 'notice.mailbox',
  text: `SELECT ${NOTICE_COLUMNS} FROM notices.notice
         WHERE org_id = $1 AND sandbox_id IS NOT DISTINCT FROM $2 AND ($3::uuid IS NULL OR id < $3) AND ($5::text[] IS NULL OR roles IS NULL OR roles && $5)
           AND (NOT $6::boolean OR read_at IS NULL) ORDER BY id DESC LIMIT $4`,
}
export const findNotice: Statement = {
  name: 'notice.find',
  text: `SELECT ${NOTICE_COLUMNS} FROM notices.notice WHERE id = $1 AND org_id = $2 AND sandbox_id IS NOT DISTINCT FROM $3`,
}
export const lockNotice: Statement = {
  name: 'notice.lock',
  text: `${findNotice.text} FOR UPDATE`,
}
export const openNotice: Statement = {
  name: 'notice.open',
  text: 'UPDATE notices.notice SET read_at = $2, opened_by = $3 WHERE id = $1 AND read_at IS NULL',
}
