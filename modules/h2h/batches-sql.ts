import type { Statement } from '#platform/cases'

export const putBatch: Statement = {
  name: 'h2h.batch.put',
  text: 'INSERT INTO h2h.batch (id, org_id, account_id, grants, sandbox_id, form, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
}
export const putItems: Statement = {
  name: 'h2h.batch.put-items',
  text: `INSERT INTO h2h.batch_item (batch_id, n, org_id, content) SELECT $1, $2 + i.at - 1, $3, i.content FROM unnest($4::bytea[]) WITH ORDINALITY AS i(content, at)`,
}
export const wholeBatch: Statement = { name: 'h2h.batch.whole', text: 'UPDATE h2h.batch SET total = $2 WHERE id = $1' }
/** Of whole files only: what was cut off on its way in is not begun. */
export const claimItems: Statement = {
  name: 'h2h.batch.claim',
  text: `WITH picked AS (
    SELECT i.batch_id, i.n FROM h2h.batch_item i JOIN h2h.batch b ON b.id = i.batch_id
    WHERE i.status IS NULL AND b.total IS NOT NULL AND b.finished_at IS NULL AND (i.leased_until IS NULL OR i.leased_until <= $1)
    ORDER BY b.received_at, i.batch_id, i.n LIMIT $3 FOR UPDATE OF i SKIP LOCKED
  ) UPDATE h2h.batch_item i SET leased_until = $2 FROM picked p JOIN h2h.batch b ON b.id = p.batch_id WHERE i.batch_id = p.batch_id AND i.n = p.n
    RETURNING i.batch_id AS batch, i.n, i.content, b.account_id AS account, b.grants, b.sandbox_id AS sandbox, b.form`,
}
export const settleItems: Statement = {
  name: 'h2h.batch.settle',
  text: `UPDATE h2h.batch_item i SET status = r.status, answer = r.answer, content = NULL, leased_until = NULL
         FROM json_to_recordset($1::json) AS r(batch uuid, n integer, status smallint, answer text)
         WHERE i.batch_id = r.batch AND i.n = r.n`,
}
export const finishBatches: Statement = {
  name: 'h2h.batch.finish',
  text: `UPDATE h2h.batch b SET finished_at = $2 WHERE b.id = ANY($1) AND b.finished_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM h2h.batch_item i WHERE i.batch_id = b.id AND i.status IS NULL)`,
}
export const findBatch: Statement = {
  name: 'h2h.batch.find',
  text: `SELECT b.id, b.form, b.received_at AS "receivedAt", b.total, b.finished_at AS "finishedAt",
           count(i.status)::int AS done, count(i.status) FILTER (WHERE i.status < 300)::int AS accepted, count(i.status) FILTER (WHERE i.status >= 300)::int AS rejected
         FROM h2h.batch b LEFT JOIN h2h.batch_item i ON i.batch_id = b.id WHERE b.id = $1 AND b.org_id = $2 GROUP BY b.id`,
}
export const itemsOf: Statement = {
  name: 'h2h.batch.items',
  text: `SELECT n, status, answer FROM h2h.batch_item WHERE batch_id = $1 AND org_id = $2 AND n > $3 AND status IS NOT NULL
           AND (NOT $4::boolean OR status >= 300) ORDER BY n LIMIT $5`,
}
