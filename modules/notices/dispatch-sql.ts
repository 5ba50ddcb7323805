import type { Statement } from '#platform/cases'

/**
 * Makes the copies of notices that wait for theirs: a row for each confirmed address of the organisation that is meant, and the notice is
 * marked in the same statement. Two dispatchers share the work without waiting for each other.
 */
export const fanOut: Statement = {
  name: 'notice.fan-out',
  text: `WITH picked AS (
    SELECT id, org_id, roles FROM notices.notice WHERE dispatched_at IS NULL AND sandbox_id IS NULL ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
  ), made AS (
    INSERT INTO notices.delivery (id, notice_id, contact_id, org_id, channel, address, status, next_at)
    SELECT gen_random_uuid(), p.id, c.id, p.org_id, c.channel, c.address, 'queued', $1
    FROM picked p JOIN notices.contact c ON c.org_id = p.org_id AND c.verified_at IS NOT NULL AND c.bounced_at IS NULL AND NOT c.alternate
      AND (p.roles IS NULL OR c.person_id IS NULL OR c.roles && p.roles)
    ON CONFLICT (notice_id, contact_id) DO NOTHING RETURNING 1
  ), done AS (
    UPDATE notices.notice n SET dispatched_at = $1 FROM picked p WHERE n.id = p.id RETURNING 1
  ) SELECT (SELECT count(*) FROM done)::int AS notices, (SELECT count(*) FROM made)::int AS copies`,
}

/** Takes copies that are due, for a while: if this process dies with them in hand, another one takes them then, under the same ids. */
export const claim: Statement = {
  name: 'delivery.claim',
  text: `WITH picked AS (
    SELECT id FROM notices.delivery
    WHERE ((status = 'queued' AND next_at <= $1) OR (status = 'sending' AND leased_until <= $1)) AND channel <> ALL($4)
    ORDER BY next_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
  ) UPDATE notices.delivery d SET status = 'sending', leased_until = $2, attempts = d.attempts + 1
    FROM picked, notices.notice n, notices.contact c
    WHERE d.id = picked.id AND n.id = d.notice_id AND c.id = d.contact_id
    RETURNING d.id, d.channel, d.address, d.attempts, d.contact_id AS "contactId", c.language, c.quiet, n.id AS "noticeId", n.org_id AS "orgId",
      n.case_id AS "caseId", n.kind, n.params, n.zone, n.due, n.serves, n.served_at AS "servedAt", n.created_at AS "createdAt"`,
}

export const sent: Statement = {
  name: 'delivery.sent',
  text: `UPDATE notices.delivery SET status = 'sent', sent_at = $2, leased_until = NULL, reason = NULL WHERE id = $1 AND status = 'sending'`,
}

/** Back into the queue; `$4`: this was no attempt, as when the whole server was away. */
export const later: Statement = {
  name: 'delivery.later',
  text: `UPDATE notices.delivery SET status = 'queued', next_at = $2, leased_until = NULL, reason = $3,
           attempts = CASE WHEN $4 THEN attempts - 1 ELSE attempts END WHERE id = $1 AND status = 'sending'`,
}

/** Given up or refused for ever: the address is not used again, the owner's alternate gets this copy, and the help desk is told once. */
export const bounce: Statement = {
  name: 'delivery.bounce',
  text: `WITH dead AS (
    UPDATE notices.delivery SET status = $3, leased_until = NULL, reason = $4 WHERE id = $1 AND status IN ('sending', 'sent')
    RETURNING notice_id, contact_id, org_id, channel, address
  ), contact AS (
    UPDATE notices.contact c SET bounced_at = $2 FROM dead WHERE c.id = dead.contact_id AND c.bounced_at IS NULL
    RETURNING c.id, c.person_id, c.org_id
  ), other AS (
    INSERT INTO notices.delivery (id, notice_id, contact_id, org_id, channel, address, status, next_at)
    SELECT gen_random_uuid(), dead.notice_id, a.id, a.org_id, a.channel, a.address, 'queued', $2
    FROM dead JOIN notices.contact gone ON gone.id = dead.contact_id
    JOIN notices.contact a ON a.org_id = dead.org_id AND a.person_id IS NOT DISTINCT FROM gone.person_id AND a.id <> gone.id
      AND a.verified_at IS NOT NULL AND a.bounced_at IS NULL
    ON CONFLICT (notice_id, contact_id) DO NOTHING RETURNING 1
  ), task AS (
    INSERT INTO notices.desk_task (id, kind, org_id, about, created_at)
    SELECT $5, 'bounce', dead.org_id, jsonb_build_object('channel', dead.channel, 'contact', dead.contact_id, 'reason', $4::text), $2
    FROM dead JOIN contact ON contact.id = dead.contact_id RETURNING 1
  ) SELECT (SELECT count(*) FROM dead)::int AS bounced, (SELECT count(*) FROM other)::int AS others`,
}

export const nextDue: Statement = {
  name: 'delivery.next',
  text: `SELECT EXISTS (SELECT FROM notices.delivery WHERE status IN ('queued', 'sending'))
           OR EXISTS (SELECT FROM notices.notice WHERE dispatched_at IS NULL AND sandbox_id IS NULL) AS waits`,
}
