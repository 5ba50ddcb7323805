import { Type, type Static } from 'typebox'
import { strict, UuidSchema } from '#kernel'

/** Days a draft survives after it was last saved (conventions G-1). */
export const KEPT_DAYS = 90
/** Characters of a draft's content, as JSON. */
export const LARGEST = 200_000
/** Drafts of one person for one organisation. */
export const MOST = 200
export const KEY = /^[A-Za-z0-9][A-Za-z0-9._:@-]{0,119}$/

export const DraftSchema = Type.Object(
  {
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'What a list of drafts shows' })),
    about: Type.Optional(
      Type.Unsafe<string>({ ...UuidSchema, description: 'The case that it answers or changes, if there is one' }),
    ),
    content: Type.Record(Type.String(), Type.Unknown(), {
      description: `What was typed so far, in any shape, at most ${LARGEST} characters as JSON`,
    }),
  },
  strict,
)
export type Draft = Static<typeof DraftSchema>

export interface DraftRow {
  readonly key: string
  readonly version: number
  readonly title: string | null
  readonly about: string | null
  readonly content: string
  readonly savedAt: string
  readonly expiresAt: string
}
