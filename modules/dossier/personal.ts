import type { Statement } from '#platform/cases'

/** Copies personal data from one case to another, for the references named. */
export const copyPersonal: Statement = {
  name: 'personal.copy',
  text: `INSERT INTO cases.personal (case_id, ref, salt, value) SELECT $2, ref, salt, value FROM cases.personal WHERE case_id = $1 AND ref = ANY($3)
         ON CONFLICT DO NOTHING`,
}

/** Every reference to personal data inside a value. */
export function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { ref } = value as { ref?: unknown }
  return typeof ref === 'string' && ref.length === 64 ? [ref] : Object.values(value).flatMap(refsIn)
}
