import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Store } from './store.ts'

interface Row {
  readonly payload: AdapterPayload
  readonly consumed: Date | string | null
}

const told = (row: Row | undefined): AdapterPayload | undefined =>
  row && { ...row.payload, ...(row.consumed ? { consumed: Math.floor(new Date(row.consumed).getTime() / 1000) } : {}) }

/** Where the identity provider keeps its records: one table, gone when they expire. Time is the machine's, as in the tokens. */
export function createAdapter(store: Store, findClient: (id: string) => Promise<AdapterPayload | undefined>) {
  return (model: string): Adapter => ({
    upsert: async (id, payload, expiresIn) => {
      const until = expiresIn ? new Date(Date.now() + expiresIn * 1000).toISOString() : null
      await store.together(async (tx) => {
        const sweep = { name: 'login.entry.sweep', text: 'DELETE FROM login.entry WHERE expires_at < $1' }
        if (model === 'Interaction') tx.settles(tx.query(sweep, [new Date().toISOString()]))
        const put = {
          name: 'login.entry.put',
          text: `INSERT INTO login.entry (model, id, payload, grant_id, uid, account, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
                   account = excluded.account, expires_at = excluded.expires_at`,
        }
        const { grantId, uid, accountId } = payload
        await tx.query(put, [
          model,
          id,
          JSON.stringify(payload),
          grantId ?? null,
          uid ?? null,
          accountId ?? null,
          until,
        ])
      })
    },
    find: async (id) => {
      if (model === 'Client') return findClient(id)
      return told(
        await store.one<Row & Record<string, unknown>>(
          'entry.find',
          'SELECT payload, consumed_at AS consumed FROM login.entry WHERE model = $1 AND id = $2 AND (expires_at IS NULL OR expires_at > $3)',
          [model, id, new Date().toISOString()],
        ),
      )
    },
    findByUid: async (uid) =>
      told(
        await store.one<Row & Record<string, unknown>>(
          'entry.by-uid',
          'SELECT payload, consumed_at AS consumed FROM login.entry WHERE model = $1 AND uid = $2 AND (expires_at IS NULL OR expires_at > $3)',
          [model, uid, new Date().toISOString()],
        ),
      ),
    // The device flow is off: nothing has a user code.
    findByUserCode: async () => undefined,
    consume: async (id) => {
      await store.all('entry.consume', 'UPDATE login.entry SET consumed_at = $3 WHERE model = $1 AND id = $2', [
        model,
        id,
        new Date().toISOString(),
      ])
    },
    destroy: async (id) => {
      await store.all('entry.destroy', 'DELETE FROM login.entry WHERE model = $1 AND id = $2', [model, id])
    },
    revokeByGrantId: async (grantId) => {
      await store.all('entry.revoke', 'DELETE FROM login.entry WHERE grant_id = $1', [grantId])
    },
  })
}

/** Ends what the provider keeps open for a person: all of it, or the one session a login belongs to. */
export async function endAtProvider(store: Store, person: string, providerSession?: string): Promise<void> {
  if (providerSession)
    await store.all(
      'entry.end-session',
      `DELETE FROM login.entry WHERE model = 'Session' AND account = $1
         AND EXISTS (SELECT FROM jsonb_each(payload->'authorizations') a WHERE a.value->>'sid' = $2)`,
      [person, providerSession],
    )
  else await store.all('entry.end-all', 'DELETE FROM login.entry WHERE account = $1', [person])
}
