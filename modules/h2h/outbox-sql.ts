import type { Statement } from '#platform/cases'

export const lockFeed: Statement = {
  name: 'h2h.feed.lock',
  text: `SELECT xid, position FROM h2h.feed WHERE name = 'outbox' FOR UPDATE SKIP LOCKED`,
}
export const moveFeed: Statement = {
  name: 'h2h.feed.move',
  text: `UPDATE h2h.feed SET xid = $1, position = $2 WHERE name = 'outbox'`,
}
/** Where the feed stands now: whoever subscribes first is told what comes, not the past of the whole country. */
export const nowInFeed: Statement = {
  name: 'h2h.feed.now',
  text: `UPDATE h2h.feed SET xid = pg_snapshot_xmin(pg_current_snapshot())::text, position = '0'
         WHERE name = 'outbox' AND NOT EXISTS (SELECT 1 FROM h2h.subscription)`,
}
export const anySubscription: Statement = {
  name: 'h2h.subscription.any',
  text: 'SELECT 1 FROM h2h.subscription LIMIT 1',
}

/** The next events of the store whose cases have a subscriber among their parties: below the oldest transaction that still runs. */
export const nextEvents: Statement = {
  name: 'h2h.feed.page',
  text: `WITH page AS (
    SELECT xid, position, case_id, seq, type, at FROM cases.event
    WHERE (xid, position) > ($1::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, position LIMIT $3
  ) SELECT p.xid::text AS xid, p.position::text AS position, p.case_id AS "caseId", p.seq, p.type AS event, p.at, s.org_id AS org, s.url,
      c.type, c.number, c.status, c.version, c.sandbox_id AS sandbox, c.state->>'ucr' AS ucr, c.state->>'procedure' AS procedure,
      c.state->>'agency' AS agency, CASE WHEN c.type = 'order' THEN c.state->'total' END AS total, c.state->'period'->>'due' AS due
    FROM page p LEFT JOIN (cases.case_party cp JOIN h2h.subscription s ON s.org_id = cp.org_id) ON cp.case_id = p.case_id
      AND cp.capacity IN ('applicant', 'owner', 'payer', 'firm')
    LEFT JOIN cases."case" c ON c.id = p.case_id ORDER BY p.xid, p.position`,
}

/** The latest edition of each document. */
export const issuedOf: Statement = {
  name: 'h2h.issued-of',
  text: `SELECT DISTINCT ON (case_id) case_id AS "caseId", edition, number, code, digest, jws, issued_at AS "issuedAt", record::jsonb->>'validUntil' AS "validUntil"
         FROM documents.issued WHERE case_id = ANY($1) ORDER BY case_id, edition DESC`,
}

/** Numbered by firm, one after the other in the order given: only the holder of the feed writes here. */
export const putOut: Statement = {
  name: 'h2h.outbox.put',
  text: `INSERT INTO h2h.outbox (org_id, seq, id, case_id, event_seq, message, body, sandbox_id, at, status, queued_at, next_at)
         SELECT r.org, coalesce((SELECT max(o.seq) FROM h2h.outbox o WHERE o.org_id = r.org), 0) + row_number() OVER (PARTITION BY r.org ORDER BY r.n),
           r.id, r."caseId", r."eventSeq", r.message, r.body, r.sandbox, r.at, r.status, r."queuedAt", r."nextAt"
         FROM json_to_recordset($1::json) AS r(n integer, org uuid, id uuid, "caseId" uuid, "eventSeq" integer, message text, body text, sandbox uuid,
           at timestamptz, status text, "queuedAt" timestamptz, "nextAt" timestamptz)
         ON CONFLICT (org_id, case_id, event_seq, message) DO NOTHING`,
}

const SHOWN = `o.org_id AS org, o.seq::text AS seq, o.id, o.message, o.body, o.sandbox_id AS sandbox, o.at, o.status, o.attempts, o.queued_at AS "queuedAt"`
export const pulled: Statement = {
  name: 'h2h.outbox.pull',
  text: `SELECT ${SHOWN} FROM h2h.outbox o WHERE o.org_id = $1 AND o.seq > $2 AND o.sandbox_id IS NOT DISTINCT FROM $3 ORDER BY o.seq LIMIT $4`,
}
/** Takes what is due, for a while: of each firm the oldest first, and nothing that comes after one that still waits, so that it hears things in their order. */
export const claim: Statement = {
  name: 'h2h.outbox.claim',
  text: `WITH waiting AS MATERIALIZED (
    SELECT org_id, min(seq) AS seq FROM h2h.outbox
    WHERE (status = 'queued' AND next_at > $1) OR (status = 'sending' AND leased_until > $1) GROUP BY org_id
  ), picked AS (
    SELECT o.org_id, o.seq FROM h2h.outbox o WHERE ((o.status = 'queued' AND o.next_at <= $1) OR (o.status = 'sending' AND o.leased_until <= $1))
      AND NOT EXISTS (SELECT 1 FROM waiting w WHERE w.org_id = o.org_id AND w.seq < o.seq)
    ORDER BY o.next_at, o.seq LIMIT $3 FOR UPDATE OF o SKIP LOCKED
  ) UPDATE h2h.outbox o SET status = 'sending', leased_until = $2, attempts = o.attempts + 1
    FROM picked p JOIN h2h.subscription s ON s.org_id = p.org_id WHERE o.org_id = p.org_id AND o.seq = p.seq
    RETURNING ${SHOWN}, s.url, s.form, s.version`,
}
export const settled: Statement = {
  name: 'h2h.outbox.settled',
  text: `UPDATE h2h.outbox SET status = $3, next_at = $4, leased_until = NULL, error = $5 WHERE org_id = $1 AND seq = $2 AND status = 'sending'`,
}
/** Taken and not tried: as it was before. */
export const released: Statement = {
  name: 'h2h.outbox.released',
  text: `UPDATE h2h.outbox SET status = 'queued', leased_until = NULL, attempts = attempts - 1 WHERE org_id = $1 AND seq = ANY($2) AND status = 'sending'`,
}
/** On demand: what was given up, or everything from a number on. */
export const replayed: Statement = {
  name: 'h2h.outbox.replay',
  text: `UPDATE h2h.outbox SET status = 'queued', next_at = $3, queued_at = $3, attempts = 0, error = NULL
         WHERE org_id = $1 AND CASE WHEN $2::bigint IS NULL THEN status = 'dead' ELSE seq >= $2 AND status <> 'sending' END RETURNING seq`,
}
export const findSubscription: Statement = {
  name: 'h2h.subscription.find',
  text: 'SELECT form, version, url, since FROM h2h.subscription WHERE org_id = $1',
}
export const putSubscription: Statement = {
  name: 'h2h.subscription.put',
  text: `INSERT INTO h2h.subscription (org_id, form, version, url, since, changed_by) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org_id) DO UPDATE SET form = excluded.form, version = excluded.version, url = excluded.url, changed_by = excluded.changed_by
         RETURNING form, version, url, since`,
}
export const carriedLately: Statement = {
  name: 'h2h.outbox.tally',
  text: `SELECT status, count(*)::int AS n FROM h2h.outbox WHERE org_id = $1 GROUP BY status ORDER BY status`,
}
