import { isInForce, type PermitState } from '#kernel'
import { systemActor, type CaseModule, type OpenCase, type Reaction, type Work } from '#platform/cases'
import type { DossierState, PermitOutcome } from './state.ts'

type Reactions = NonNullable<CaseModule['reactions']>

interface FiledEvent {
  readonly number: string
  readonly dossier: string
  readonly permits: readonly {
    readonly permit: string
    readonly procedure: string
    readonly lines: readonly number[]
  }[]
  readonly reuse: { readonly presented: number }
}

const withoutVersion = (key: string): string => (key.includes('@') ? key.slice(0, key.indexOf('@')) : key)

/** An application goes into its dossier, with its permits and the lines each of them is about. */
async function link({ work, file, event }: Reaction): Promise<void> {
  const e = event.data as FiledEvent
  const dossier = await work.find('dossier', e.dossier)
  if (!dossier) return
  const permits = e.permits.map((p) => ({
    permit: p.permit,
    procedure: withoutVersion(p.procedure),
    lines: [...p.lines],
  }))
  const input = { application: file.id, number: e.number, presented: e.reuse.presented, permits }
  await work.run(dossier, 'link', input, systemActor)
  // What is decided by rules alone was decided before the dossier knew of it.
  for (const { permit } of permits) await tell(work, await work.get('permit', permit), false)
}

const ended: readonly string[] = ['LAPSED', 'ABANDONED', 'WITHDRAWN', 'EXPIRED']
const refused: readonly string[] = ['DENIED', 'UPHELD', 'REVOKED']

const outcomeOf = (s: PermitState): PermitOutcome =>
  isInForce(s) ? 'issued' : ended.includes(s.status) ? 'ended' : refused.includes(s.status) ? 'refused' : 'pending'

/** What became of a permit goes into its dossier, when the dossier does not know it yet. */
async function tell(work: Work, permit: OpenCase, rectified: boolean): Promise<void> {
  const s = permit.state as PermitState
  const dossier = await work.find('dossier', s.dossier)
  const known = (dossier?.state as DossierState | undefined)?.permits.find((p) => p.permit === permit.id)
  if (!dossier || !known) return
  const outcome = outcomeOf(s)
  const number = s.resolution?.number ?? null
  if (!rectified && known.outcome === outcome && known.number === number) return
  await work.run(dossier, 'recordPermit', { permit: permit.id, outcome, number, rectified }, systemActor)
}

const record = ({ work, file, event }: Reaction): Promise<void> => tell(work, file, event.type === 'DrRectified')

/** Customs that draws on a permit has accepted the goods: an import whose papers are all there has come in (M02). */
async function exit({ work, file, event }: Reaction): Promise<void> {
  const dossier = await work.find('dossier', (file.state as PermitState).dossier)
  const s = dossier?.state as DossierState | undefined
  if (!dossier || s?.status !== 'READY_TO_SHIP' || s.regime !== 'import' || s.hold) return
  const { reference } = event.data as { reference: string | null }
  const input = { at: event.at, ...(reference ? { declaration: reference.slice(0, 35) } : {}) }
  await work.run(dossier, 'recordExit', input, systemActor)
}

/** What applications and permits cause in the dossier they came from. */
export const dossierLinks: { readonly application: Reactions; readonly permit: Reactions } = {
  application: { ApplicationFiled: link },
  permit: {
    DrDrawn: exit,
    ...Object.fromEntries(
      [
        'DrIssued',
        'DrRectified',
        'DrExpired',
        'DrRevoked',
        'TramiteDenied',
        'SilenceApplied',
        'AppealFiled',
        'AppealResolved',
        'TramiteWithdrawn',
        'Lapsed',
        'LapseReversed',
        'Abandoned',
      ].map((type) => [type, record]),
    ),
  },
}
