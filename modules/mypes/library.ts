import { sha256, type Statement, type Work } from '#platform/cases'
import type { Product } from './state.ts'

/** The same product said the same way: description, material and use, without case, accents and marks. */
export function productKey({ description, material, use }: Pick<Product, 'description' | 'material' | 'use'>): string {
  const plain = [description, material, use].map((t) =>
    (t ?? '')
      .normalize('NFD')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
      .toLowerCase(),
  )
  return sha256(plain.join('|')).toString('hex')
}

const find: Statement = {
  name: 'mypes.find-products',
  text: `SELECT DISTINCT ON (product) product, code, act, agent_name AS "agentName", valid_until::text AS "validUntil"
         FROM mypes.product WHERE world = $1 AND owner_org = $2 AND country = $3 AND product = ANY($4) AND valid_until >= $5
         ORDER BY product, signed_at DESC`,
}
export const putProduct: Statement = {
  name: 'mypes.put-product',
  text: `INSERT INTO mypes.product (case_id, line, world, country, owner_org, product, code, act, agent_name, signed_at, valid_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (case_id, line) DO NOTHING`,
}

export interface KnownProduct {
  readonly product: string
  readonly code: string
  readonly act: string
  readonly agentName: string
  readonly validUntil: string
}

/** Products of a firm that an agent classified and whose act still holds (M13-10). */
export const findProducts = async (
  work: Work,
  { owner, country, keys, day }: { owner: string; country: string; keys: readonly string[]; day: string },
): Promise<readonly KnownProduct[]> =>
  (
    await work.tx.query<KnownProduct & Record<string, unknown>>(find, [
      work.world.sandbox ?? '',
      owner,
      country,
      keys,
      day,
    ])
  ).rows
