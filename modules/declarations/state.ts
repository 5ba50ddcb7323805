import type { Instant, Quantity } from '#kernel'
import type { CustomsError, DeclaredContent } from '#modules/customs'

export type DeclarationStatus =
  | 'NEW'
  | 'PREPARED'
  | 'SENT'
  | 'ACCEPTED'
  | 'REJECTED'
  | 'CHANNEL_ASSIGNED'
  | 'DOC_REVIEW'
  | 'PHYSICAL_INSPECTION'
  | 'RELEASED'
  | 'HELD'
  | 'EXIT_CONFIRMED'
  | 'ENTRY_CONFIRMED'
  | 'REGULARISED'
  | 'CLOSED'
  | 'CANCELLED'

export type About = 'declaration' | 'amendment' | 'cancellation' | 'regularisation'

/** What customs owes an answer to. `silent`: it has not given one in time, and somebody was told. */
export interface Awaited {
  readonly about: About
  readonly since: Instant
  readonly by: Instant
  readonly silent: boolean
}

export interface DeclarationState {
  readonly status: DeclarationStatus
  readonly number: string
  readonly owner: string
  /** Organisation of the customs service. */
  readonly customs: string
  readonly dossier: string
  /** Quantities of lines, where only a part of the dossier is declared. */
  readonly part: readonly { readonly line: number; readonly quantity: Quantity }[] | null
  readonly content: DeclaredContent | null
  /** What is being asked for: content after an amendment or a regularisation, until customs answers. */
  readonly asked: { readonly content: DeclaredContent; readonly reason: string } | null
  /** Digest of what was signed, and who signed it (M11-3). */
  readonly signed: { readonly digest: string; readonly by: string; readonly at: Instant } | null
  readonly mrn: string | null
  readonly acceptedAt: Instant | null
  readonly channel: 'green' | 'yellow' | 'red' | null
  readonly errors: readonly CustomsError[]
  readonly awaiting: Awaited | null
  readonly released: Instant | null
  readonly gone: Instant | null
  readonly held: string | null
  readonly regulariseBy: Instant | null
  readonly overdue: boolean
  readonly amendments: number
}

export const initialDeclaration: DeclarationState = {
  status: 'NEW',
  number: '',
  owner: '',
  customs: '',
  dossier: '',
  part: null,
  content: null,
  asked: null,
  signed: null,
  mrn: null,
  acceptedAt: null,
  channel: null,
  errors: [],
  awaiting: null,
  released: null,
  gone: null,
  held: null,
  regulariseBy: null,
  overdue: false,
  amendments: 0,
}

/** Customs has it, and the goods have neither left nor come in. */
export const underCustoms = [
  'ACCEPTED',
  'CHANNEL_ASSIGNED',
  'DOC_REVIEW',
  'PHYSICAL_INSPECTION',
  'RELEASED',
  'HELD',
] as const
