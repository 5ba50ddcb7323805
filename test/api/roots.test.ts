import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyRoots, type EventProof, type Root } from '#modules/roots'
import { verifyStore } from '#platform/cases'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { settled } from '../helpers/settled.ts'
import { fileAcid, people, type Filed } from '../helpers/shipments.ts'

let app: TestApp
let filed: Filed
beforeAll(async () => {
  app = await openTestApp()
  filed = await fileAcid(app)
})
afterAll(() => app?.close())

const verify = async () => {
  const { pool, signer, pki } = app.house
  return verifyRoots(pool, signer, (await pki()).stamper.check)
}
const get = async <T>(path: string, token: string | null = null): Promise<T> =>
  (await app.call('GET', path, token)).body as unknown as T

/** As a stranger would write it from the standard: nothing of ours but the answer itself. */
function climbs({ leaf, index, path, root }: EventProof): string {
  const hash = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()
  let at = index
  let last = root.size - 1
  let node = hash(Buffer.of(0), Buffer.from(leaf))
  for (const step of path) {
    const sibling = Buffer.from(step, 'hex')
    if (at % 2 === 1 || at === last) {
      node = hash(Buffer.of(1), sibling, node)
      while (at % 2 === 0 && at !== 0) {
        at /= 2
        last = Math.floor(last / 2)
      }
    } else node = hash(Buffer.of(1), node, sibling)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return node.toString('hex')
}

describe('the signed root of the day', () => {
  it('covers all events, is signed, stamped and public, and is made once a day', async () => {
    await settled(app)
    const root = await app.house.roots.makeDaily()
    const [{ n }] = (await app.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM cases.event')) as [{ n: number }]
    expect(root).toMatchObject({ number: 1, size: n })
    expect(await app.house.roots.makeDaily()).toBeUndefined()
    const { items } = await get<{ items: Root[] }>('/v1/roots')
    expect(items).toEqual([JSON.parse(JSON.stringify(root)) as Root])
    expect(await app.house.signer.verify(items[0]?.jws ?? '')).toMatchObject({
      valid: true,
      org: 'platform',
      payload: { kind: 'root', number: 1, size: n, hash: root?.hash, previous: null },
    })
    expect(await verify()).toEqual({ roots: 1, logged: n, stamped: 1, breaches: [] })
  })

  it('proves a case to whoever may see it, by SHA-256 alone', async () => {
    const proof = await get<EventProof>(`/v1/cases/${filed.permit}/proof`, people.lucia)
    expect(climbs(proof)).toBe(proof.root.hash)
    expect(proof.leaf).toBe(`${filed.permit}:${proof.seq}:${proof.eventHash}`)
    const history = await get<{ items: { seq: number; hash: string }[] }>(
      `/v1/permits/${filed.permit}/history`,
      people.lucia,
    )
    expect(history.items.find((e) => e.seq === proof.seq)?.hash).toBe(proof.eventHash)
    expect((await app.call('GET', `/v1/cases/${filed.permit}/proof`, people.elvira)).status).toBe(404)
    expect((await app.call('GET', `/v1/cases/${filed.permit}/proof`)).status).toBe(401)
    expect((await app.call('GET', '/v1/cases/nonsense/proof', people.lucia)).status).toBe(404)
  })

  it('proves that nothing before it was changed', async () => {
    app.clock.hours(24)
    for (let i = 0; i < 3; i++) await fileAcid(app)
    await settled(app)
    const second = await app.house.roots.makeDaily()
    expect(second?.number).toBe(2)
    const proof = await get<{ from: Root; to: Root; path: string[] }>('/v1/roots/2/consistency?from=1')
    expect([proof.from.number, proof.to.number, proof.path.length > 0]).toEqual([1, 2, true])
    const refusals = await Promise.all(
      [
        '/v1/roots/9',
        '/v1/roots/0',
        '/v1/roots/x',
        '/v1/roots/1/consistency?from=2',
        '/v1/roots/2/consistency?from=7',
      ].map(async (path) => (await app.call('GET', path)).status),
    )
    expect(refusals).toEqual([404, 404, 404, 422, 404])
    expect((await verify()).breaches).toEqual([])
  })
})

describe('what the chains alone cannot show', () => {
  /** Does something only the owner of the database can, looks what is noticed, and undoes it. */
  async function tampered(
    change: readonly string[],
    mend: readonly string[],
  ): Promise<{ chains: number; roots: string[] }> {
    for (const sql of change) await app.asOwner(sql)
    try {
      const { pool, engine } = app.house
      const chains = (await verifyStore(pool, engine.registry)).breaches.length
      return { chains, roots: (await verify()).breaches.map((b) => `${b.number}: ${b.reason}`) }
    } finally {
      for (const sql of mend) await app.asOwner(sql)
    }
  }

  it('a case that is gone', async () => {
    const { permit } = await fileAcid(app)
    await settled(app)
    await app.house.roots.make()
    const tables = ['case_party', 'task', 'clock', 'personal', 'event']
    const keep = tables.map((t) => `CREATE TABLE keep_${t} AS SELECT * FROM cases.${t} WHERE case_id = '${permit}'`)
    const remove = tables.map((t) => `DELETE FROM cases.${t} WHERE case_id = '${permit}'`)
    const found = await tampered(
      [
        ...keep,
        `CREATE TABLE keep_case AS SELECT * FROM cases."case" WHERE id = '${permit}'`,
        ...remove,
        `DELETE FROM cases."case" WHERE id = '${permit}'`,
      ],
      [
        'INSERT INTO cases."case" SELECT * FROM keep_case',
        ...tables.map(
          (t) => `INSERT INTO cases.${t} ${t === 'event' ? 'OVERRIDING SYSTEM VALUE ' : ''}SELECT * FROM keep_${t}`,
        ),
      ],
    )
    expect(found.chains).toBe(0)
    expect(found.roots).toContain(`0: event 1 of case ${permit} is gone`)
    expect(found.roots).toContain('3: the events under it are no longer those that were signed')
    expect((await verify()).breaches).toEqual([])
  })

  it('a root that was swapped for another, or is gone', async () => {
    const forged = await tampered(
      [`UPDATE roots.root SET hash = repeat('a', 64) WHERE number = 2`],
      [
        `UPDATE roots.root r SET hash = s.payload->>'hash' FROM (SELECT number, convert_from(decode(
          translate(split_part(jws, '.', 2), '-_', '+/') || repeat('=', (4 - length(split_part(jws, '.', 2)) % 4) % 4), 'base64'), 'UTF8')::json AS payload
          FROM roots.root) s WHERE s.number = r.number AND r.number = 2`,
      ],
    )
    expect(forged.roots).toContain('2: the events under it are no longer those that were signed')
    expect(forged.roots).toContain('2: it says something else than what was signed')
    const gone = await tampered(
      [
        'CREATE TABLE keep_root AS SELECT * FROM roots.root WHERE number = 2',
        'DELETE FROM roots.root WHERE number = 2',
      ],
      ['INSERT INTO roots.root SELECT * FROM keep_root'],
    )
    expect(gone.roots).toEqual(['3: the root before it is not the one it names'])
    expect((await verify()).breaches).toEqual([])
  })
})
