import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuildStore, transact, verifyStore, type Breach } from '#platform/cases'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { approvedAcid, fileAcid, people, PHONE } from '../../test/helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

const verify = () => verifyStore(app.house.pool, app.house.engine.registry)
const rebuild = () => rebuildStore(app.house.pool, app.house.engine.registry)

/** Canonical JSON, written a second time and in another way: what an outsider would do who checks our chain. */
const outsider = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  )

interface HistoryItem {
  readonly seq: number
  readonly prevHash: string
  readonly hash: string
  readonly [field: string]: unknown
}

describe('the chain of a case', () => {
  it('can be checked by an outsider from what the API answers', async () => {
    const { permit } = await approvedAcid(app)
    const { body } = await app.call('GET', `/v1/permits/${permit}/history`, people.lucia)
    const items = body.items as HistoryItem[]
    expect(items.length).toBeGreaterThan(5)
    let prev = ''
    for (const [i, { seq, prevHash, hash, ...event }] of items.entries()) {
      expect([seq, prevHash]).toEqual([i + 1, prev])
      prev = createHash('sha256')
        .update(outsider({ ...event, caseId: permit, seq, prevHash }))
        .digest('hex')
      expect(hash).toBe(prev)
    }
    const [row] = await app.asOwner<{ head: Buffer }>('SELECT head FROM cases."case" WHERE id = $1', [permit])
    expect(row?.head.toString('hex')).toBe(prev)
  })

  it.each([
    'UPDATE cases.event SET type = type',
    'DELETE FROM cases.event',
    'TRUNCATE cases.event CASCADE',
    'UPDATE cases.command SET answer = answer',
    'DELETE FROM cases.command',
    'DELETE FROM cases."case"',
    'ALTER TABLE cases.event DISABLE ROW LEVEL SECURITY',
    'DROP TABLE cases.event',
  ])('cannot be changed by the application: %s', async (sql) => {
    const attempt = transact(app.house.pool, null, async (tx) => {
      tx.asPlatform()
      await tx.query({ name: '', text: sql }, [])
    })
    await expect(attempt).rejects.toMatchObject({ code: '42501' })
  })
})

describe('vuce verify', () => {
  it('finds nothing wrong with a store that was only used', async () => {
    await approvedAcid(app)
    const { breaches, cases, events } = await verify()
    expect(breaches).toEqual([])
    expect(cases).toBeGreaterThan(3)
    expect(events).toBeGreaterThan(cases)
  })

  const content = 'content does not match its hash'
  const event = (set: string) => `UPDATE cases.event SET ${set} WHERE case_id = $1 AND seq = 2`
  const snapshot = (set: string) => `UPDATE cases."case" SET ${set} WHERE id = $1`
  const tampering: readonly [string, string, number, string][] = [
    ['data of an event', event(`data = data::jsonb || '{"extra": 1}'`), 2, content],
    ['type of an event', event(`type = 'TramiteDenied'`), 2, content],
    ['moment of an event', event(`at = at + interval '1 second'`), 2, content],
    ['moment of recording', event(`recorded_at = recorded_at + interval '1 ms'`), 2, content],
    ['actor of an event', event(`actor = jsonb_set(actor, '{person}', '"somebody else"')`), 2, content],
    ['on whose behalf', event(`on_behalf_of = case_id`), 2, 'the column on_behalf_of differs from the actor'],
    ['command of an event', event(`command_id = case_id`), 2, content],
    ['order of the chain', event(`prev_hash = hash`), 2, 'does not follow the event before it'],
    ['an event deleted', 'DELETE FROM cases.event WHERE case_id = $1 AND seq = 2', 2, 'event 2 is missing'],
    [
      'the last event deleted',
      'DELETE FROM cases.event WHERE case_id = $1 AND seq = 3',
      3,
      'snapshot is at version 3, the chain ends at 2',
    ],
    [
      'state of the snapshot',
      snapshot(`state = jsonb_set(state, '{title}', '"forged"')`),
      0,
      'snapshot differs from its events at /title',
    ],
    ['status of the snapshot', snapshot(`status = 'APPROVED'`), 0, 'status column differs from the state'],
    ['number of the snapshot', snapshot(`number = 'AMP-2026-999999'`), 0, 'number column differs from the state'],
    ['readers of the snapshot', snapshot(`readers = readers || id`), 0, 'readers column differs from the state'],
    [
      'next moment of the snapshot',
      snapshot(`next_due = now() + interval '9 years'`),
      0,
      'next_due column differs from the state',
    ],
    ['head of the snapshot', snapshot(`head = sha256(head)`), 0, 'snapshot does not point at the last event'],
  ]

  it.each(tampering)('tells the case, the event and the reason: %s', async (_, sql, seq, reason) => {
    const { permit, order } = await fileAcid(app)
    await app.pay(order)
    const [row] = await app.asOwner<{ version: number }>('SELECT version FROM cases."case" WHERE id = $1', [permit])
    // Whatever the procedure does by itself, the third event is the last for this check.
    if ((row?.version ?? 0) !== 3) sql = sql.replace('seq = 3', `seq = ${row?.version}`)
    await app.asOwner(sql, [permit])
    const last = row?.version ?? 0
    const expected: Breach = {
      caseId: permit,
      number: sql.includes('AMP-') ? 'AMP-2026-999999' : null,
      type: 'permit',
      seq: seq === 3 ? last : seq,
      reason: seq === 3 ? `snapshot is at version ${last}, the chain ends at ${last - 1}` : reason,
    }
    expect((await verify()).breaches.filter((b) => b.caseId === permit)).toEqual([expected])
  })

  it('tells a personal datum that is not the one of the event', async () => {
    const { permit } = await fileAcid(app)
    await app.asOwner(`UPDATE cases.personal SET value = '"+51 000"' WHERE case_id = $1`, [permit])
    const [breach] = (await verify()).breaches.filter((b) => b.caseId === permit)
    expect(breach).toMatchObject({ type: 'permit', seq: 0 })
    expect(breach?.reason).toMatch(/^personal datum [0-9a-f]{12} does not match its digest$/)
  })
})

describe('personal data', () => {
  it('stays out of events and snapshots, is shown to those who may see the case, and can be erased', async () => {
    const phone = '+51 911 222 333'
    const { permit, application } = await fileAcid(app, { 'contact.emergencyPhone': phone })
    const [{ body: application_ }, { body }] = [
      await app.call('GET', `/v1/applications/${application}`, people.lucia),
      await app.call('GET', `/v1/permits/${permit}`, people.victor),
    ]
    expect(application_.id).toBe(application)
    expect((body.state as { elements: Record<string, unknown> }).elements['contact.emergencyPhone']).toBe(phone)
    const where = `position('911 222 333' in t::text) > 0`
    expect(await app.asOwner(`SELECT 1 FROM cases.event t WHERE ${where}`)).toEqual([])
    expect(await app.asOwner(`SELECT 1 FROM cases."case" t WHERE ${where}`)).toEqual([])

    const clean = (await verify()).breaches.filter((b) => b.caseId === permit)
    expect(clean).toEqual([])
    await transact(app.house.pool, null, async (tx) => {
      tx.asPlatform()
      const text = `UPDATE cases.personal SET value = NULL, salt = '', erased_at = now() WHERE value = to_jsonb($1::text)`
      await tx.query({ name: '', text }, [phone])
    })
    expect((await verify()).breaches.filter((b) => b.caseId === permit)).toEqual([])
    const after = await app.call('GET', `/v1/permits/${permit}`, people.victor)
    expect((after.body.state as { elements: Record<string, unknown> }).elements['contact.emergencyPhone']).toBeNull()
    expect(after.text).not.toContain('911 222 333')
  })

  it('cannot be guessed from the reference: the same number has another one in every case', async () => {
    const [a, b] = [await fileAcid(app), await fileAcid(app)]
    const refs = await app.asOwner<{ ref: string }>('SELECT ref FROM cases.personal WHERE case_id = ANY($1)', [
      [a.permit, b.permit],
    ])
    expect(new Set(refs.map((r) => r.ref)).size).toBe(2)
    const plain = createHash('sha256').update(JSON.stringify(PHONE)).digest('hex')
    expect(refs.map((r) => r.ref)).not.toContain(plain)
  })
})

describe('vuce rebuild', () => {
  it('makes a tampered snapshot again from its events, with its queue, parties and clocks, and proves it equal', async () => {
    const { permit, order } = await fileAcid(app)
    await app.pay(order)
    const select = `SELECT state, status, title, number, version, head, readers, next_due,
      (SELECT json_agg(t ORDER BY t.name) FROM cases.task t WHERE t.case_id = c.id) AS tasks,
      (SELECT json_agg(k ORDER BY k.name) FROM cases.clock k WHERE k.case_id = c.id) AS clocks,
      (SELECT json_agg(p ORDER BY p.org_id, p.capacity) FROM cases.case_party p WHERE p.case_id = c.id) AS parties FROM cases."case" c WHERE id = $1`
    const [before] = await app.asOwner(select, [permit])
    await app.asOwner(
      `UPDATE cases."case" SET state = jsonb_set(state, '{status}', '"APPROVED"'), status = 'APPROVED', readers = '{}', next_due = NULL WHERE id = $1`,
      [permit],
    )
    await app.asOwner('DELETE FROM cases.task WHERE case_id = $1', [permit])
    await app.asOwner('DELETE FROM cases.case_party WHERE case_id = $1', [permit])
    await app.asOwner("UPDATE cases.clock SET state = 'BREACHED', due = NULL WHERE case_id = $1", [permit])
    const done = await rebuild()
    expect(done.differed).toContain(permit)
    expect((await verify()).breaches.filter((b) => b.caseId === permit)).toEqual([])
    expect((await app.asOwner(select, [permit]))[0]).toEqual(before)
    expect((await rebuild()).differed).toEqual([])
  })

  it('leaves alone what it cannot believe: a chain whose end was cut off is not made whole', async () => {
    const { permit, order } = await fileAcid(app)
    await app.pay(order)
    await app.asOwner(
      'DELETE FROM cases.event WHERE case_id = $1 AND seq = (SELECT max(seq) FROM cases.event WHERE case_id = $1)',
      [permit],
    )
    const wrong = (await verify()).breaches.filter((b) => b.caseId === permit)
    expect(wrong).toHaveLength(1)
    expect((await rebuild()).broken.filter((b) => b.caseId === permit)).toEqual(wrong)
    expect((await verify()).breaches.filter((b) => b.caseId === permit)).toEqual(wrong)
  })
})
