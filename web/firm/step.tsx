import { useNavigate } from '@tanstack/react-router'
import { useQueries } from '@tanstack/react-query'
import { useRef, useState, type ReactNode } from 'react'
import type { FormDescription } from '#kernel'
import type { OperationSaid } from '#modules/dossier'
import {
  Button,
  ErrorSummary,
  Facts,
  Note,
  showMoment,
  Skeleton,
  Steps,
  useFormats,
  type Fact,
  type Fault,
} from '../ui/index.ts'
import { faultsOf, type FormSchema } from '../forms/check.ts'
import { Datum as DatumInput } from '../forms/datum.tsx'
import {
  askedOf,
  checksOf,
  declarationOf,
  idOf,
  isUntouched,
  noEdits,
  papersOf,
  pointerOf,
  valueOf,
  withEdits,
  withValue,
  type Datum,
  type Edits,
  type Procedure,
} from '../forms/filling.ts'
import { messageOf, showValue } from '../forms/words.ts'
import { api, newKey, Refused, type Problem } from '../shell/api.ts'
import { useDraft } from '../shell/drafts.ts'
import { ownChange } from '../shell/live.ts'
import { send } from '../shell/outbox.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { queryClient, refresh, useAnswer, useMe } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import type { DossierAnswer } from './dossier.tsx'
import { titleOf } from './operation.ts'
import { ImpactNote, useImpact } from './impact-note.tsx'
import { PaperFields } from './paper-fields.tsx'
import type { RequirementAnswer } from './requirements.tsx'
import { sourceWords } from './shipment-facts.tsx'

const STEPS = ['shipment', 'goods', 'own', 'papers'] as const
type StepName = (typeof STEPS)[number]

const stepOf = ({ line, own }: Datum): StepName => (own !== null ? 'own' : line !== null ? 'goods' : 'shipment')

/** Everything a step needs to know: the dossier, what the rules ask, and each procedure's form. */
function useFilling(id: string): { readonly ready: Filling | undefined; readonly error: unknown } {
  const { language } = useFormats()
  const dossier = useAnswer<DossierAnswer>(`/v1/dossiers/${id}`)
  const operation = useAnswer<OperationSaid>(`/v1/operations/${id}`)
  const needs = useAnswer<RequirementAnswer>(`/v1/dossiers/${id}/requirements?lang=${language}`)
  const labels = useAnswer<Readonly<Record<string, string>>>(`/v1/dictionary/labels?lang=${language}`, {
    staleTime: 3_600_000,
  })
  const sheets = needs.data?.procedures ?? []
  const forms = useQueries({
    queries: sheets.flatMap(({ procedure }) =>
      [
        `/v1/procedures/${procedure}/form?lang=${language}`,
        `/v1/procedures/${procedure}/schema.json?lang=${language}`,
      ].map((path) => ({
        queryKey: [path],
        queryFn: () => api<unknown>(path),
        staleTime: 3_600_000,
      })),
    ),
  })
  const error = dossier.error ?? operation.error ?? needs.error ?? labels.error ?? forms.find((f) => f.error)?.error
  if (!dossier.data || !operation.data || !needs.data || !labels.data || forms.some((f) => f.data === undefined))
    return { ready: undefined, error }
  const procedures = sheets.map(({ procedure, lines }, i): Procedure => ({
    id: procedure,
    lines,
    description: forms[2 * i]?.data as FormDescription,
  }))
  const schemas = new Map(sheets.map(({ procedure }, i) => [procedure, forms[2 * i + 1]?.data as FormSchema]))
  return {
    ready: {
      dossier: dossier.data,
      operation: operation.data,
      procedures,
      schemas,
      known: new Set(Object.keys(labels.data)),
    },
    error,
  }
}

interface Filling {
  readonly dossier: DossierAnswer
  readonly operation: OperationSaid
  readonly procedures: readonly Procedure[]
  readonly schemas: ReadonlyMap<string, FormSchema>
  readonly known: ReadonlySet<string>
}

export function Step(): ReactNode {
  const ids = useIds()
  const id = ids('carpeta')
  const { ready, error } = useFilling(id)
  if (!ready) return error ? <Wrong error={error} /> : <Skeleton />
  return <StepForm key={ids('n')} filling={ready} n={Number(ids('n')) || 1} />
}

function StepForm({ filling, n }: { filling: Filling; n: number }): ReactNode {
  const { dossier, operation, procedures, schemas, known } = filling
  const texts = useTexts()
  const t = texts.dossier
  const formats = useFormats()
  const me = useMe()
  const navigate = useNavigate()
  const draftKey = `${me.person}.${me.organisation.id}/dossier-${dossier.id}`
  const draft = useDraft<Edits>(draftKey, noEdits)
  const edits = draft.value
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  // What was known and is being changed: documents that used it are told before it is sent (M02-2).
  const touched = useImpact(
    dossier.id,
    open.size === 0
      ? []
      : [
          ...Object.keys(edits.elements),
          ...edits.lines.flatMap((l, i) => Object.keys(l).map((e) => `lines/${i}/${e}`)),
        ],
  )
  const [accepted, setAccepted] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const [round, setRound] = useState(0)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const key = useRef(newKey())
  // The window's legal day, not this device's: clocks of phones go wrong.
  const today = procedures[0]?.description.day ?? new Date().toISOString().slice(0, 10)
  // What was missing when the page opened stays a field while it is being typed.
  const missingAtFirst = useRef<ReadonlySet<string> | undefined>(undefined)

  const held = withEdits(dossier.state, edits)
  const asked = askedOf(procedures, held, known, today)
  const papers = papersOf(procedures, held, today)
  const steps = STEPS.filter((s) => (s === 'papers' ? papers.length > 0 : asked.some((d) => stepOf(d) === s)))
  const at = Math.min(Math.max(n, 1), Math.max(steps.length, 1))
  const step = steps[at - 1] ?? 'shipment'
  const here = asked.filter((d) => stepOf(d) === step)
  const inDossier = (d: Datum): boolean => valueOf(d, dossier.state) !== undefined
  missingAtFirst.current ??= new Set(here.filter((d) => !inDossier(d)).map(idOf))
  const isField = (d: Datum): boolean => !inDossier(d) || open.has(idOf(d))
  const fields = here.filter(
    (d) => isField(d) && (d.field.required || open.has(idOf(d)) || valueOf(d, held) !== undefined),
  )
  const optional = here.filter((d) => isField(d) && !fields.includes(d))
  const facts = here.filter((d) => !isField(d))

  const schemaOf = (d: Datum): FormSchema | undefined => {
    const of = d.own ?? procedures.find((p) => p.description.title === d.usedBy[0])?.id
    return of === undefined ? undefined : schemas.get(of)
  }
  const faultsHere = (d: Datum): readonly Fault[] => {
    const server = (problem?.errors ?? [])
      .filter((e) => e.pointer.endsWith(pointerOf(d)))
      .map((e): Fault => ({ message: messageOf(e, formats.language), code: e.code }))
    const schema = schemaOf(d)
    const own = schema
      ? faultsOf(d.field, valueOf(d, held), {
          schema,
          line: d.line !== null,
          texts,
          formats,
          put: (value) => change(d, fixed(d, value)),
        })
      : []
    return [...own, ...server.filter((s) => !own.some((o) => o.message === s.message))]
  }
  const fixed = (d: Datum, value: unknown): unknown => {
    const was = valueOf(d, held)
    if (typeof was !== 'object') return value
    return { ...was, ...(d.field.type === 'money' ? { amount: value } : { value }) }
  }
  const change = (d: Datum, value: unknown): void => {
    draft.set((now) => withValue(now, d, value))
    setProblem(undefined)
  }
  /** Told beside a field once it was left or the page was sent: not while somebody is still writing it. */
  const told = (d: Datum): readonly Fault[] => (round > 0 || left.has(idOf(d)) ? faultsHere(d) : [])
  const failing =
    round > 0 ? fields.flatMap((d) => faultsHere(d).map((f) => ({ message: f.message, target: idOf(d) }))) : []
  const checks = at === steps.length && round > 0 ? checksOf(procedures, held, today) : []
  const papersMissing =
    step === 'papers' && round > 0
      ? papers
          .filter((p) => p.required && !held.documents.some((d) => d.type === p.type))
          .map((p) => ({ message: texts.forms.required(p.label), target: `paper-${p.type}` }))
      : []
  const elsewhere = (problem?.errors ?? [])
    .filter((e) => !fields.some((d) => e.pointer.endsWith(pointerOf(d))))
    .map((e) => ({ message: messageOf(e, formats.language) }))
  const summary = [
    ...elsewhere,
    ...failing,
    ...papersMissing,
    ...checks.map((c) => ({ message: c.text, ...(target(c.reads) ? { target: target(c.reads) } : {}) })),
  ] as { message: string; target?: string }[]
  function target(reads: readonly string[]): string | undefined {
    const found = asked.find((d) => reads.includes(d.field.id))
    return (
      found &&
      (fields.includes(found) ? idOf(found) : `/operaciones/${dossier.id}/paso/${steps.indexOf(stepOf(found)) + 1}`)
    )
  }

  const goOn = async (): Promise<void> => {
    const wrong = fields.some((d) => faultsHere(d).length > 0)
    const lacking =
      step === 'papers' && papers.some((p) => p.required && !held.documents.some((d) => d.type === p.type))
    const failed = at === steps.length && checksOf(procedures, held, today).length > 0
    setRound(round + 1)
    if (wrong || lacking || failed) return
    const next = at < steps.length ? `/operaciones/${dossier.id}/paso/${at + 1}` : `/operaciones/${dossier.id}/enviar`
    if (isUntouched(edits)) return void navigate({ href: next })
    setBusy(true)
    try {
      ownChange()
      const sent = await send<DossierAnswer>({
        title: `${texts.cases.commands['declare'] ?? ''}: ${dossier.title}`,
        path: `/v1/dossiers/${dossier.id}/declare`,
        body: {
          ...declarationOf(dossier.state, edits),
          ...(touched.length && accepted ? { acknowledge: touched.map((i) => i.permit) } : {}),
        },
        version: navigator.onLine ? dossier.version : '*',
        key: key.current,
        owner: `${me.person}/${me.organisation.id}`,
        draft: draftKey,
      })
      if ('done' in sent) {
        queryClient.setQueryData([`/v1/dossiers/${dossier.id}`], sent.done)
        await draft.forget()
        await refresh(`/v1/dossiers/${dossier.id}/requirements`)
      }
      await navigate({ href: next })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      key.current = newKey()
      setProblem(error.problem)
      setRound((r) => r + 1)
      if (error.problem.code === 'VERSION_CONFLICT') await refresh(`/v1/dossiers/${dossier.id}`)
    } finally {
      setBusy(false)
    }
  }

  const byLine = [...new Set(fields.map((d) => d.line))]
  const input = (d: Datum): ReactNode => (
    <div key={idOf(d)} onBlur={() => setLeft((now) => (now.has(idOf(d)) ? now : new Set([...now, idOf(d)])))}>
      <DatumInput
        field={d.field}
        id={idOf(d)}
        value={valueOf(d, held)}
        onChange={(v) => change(d, v)}
        faults={told(d)}
      />
    </div>
  )
  const own = step === 'own' ? [...new Set(here.map((d) => d.usedBy[0]))].join(', ') : ''
  return (
    <div className="wrap narrow stack loose">
      <Back to={`/operaciones/${dossier.id}`}>{t.back(titleOf(operation, texts, formats))}</Back>
      <header>
        <Steps at={at} of={steps.length} words={t.stepOf(at, steps.length)} />
        <p className="muted small">
          {[own || (procedures.length === 1 ? procedures[0]?.description.title : ''), t.stepOf(at, steps.length)]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <Title of={`${summary.length ? 'Error: ' : ''}${t.steps[step]}`}>{t.steps[step]}</Title>
      </header>
      <ErrorSummary items={summary} round={round} />
      {draft.elsewhere && (
        <Note kind="warn" live>
          <p className="row">
            {texts.forms.elsewhere}
            <Button kind="alt" small onPress={draft.takeOther}>
              {texts.forms.takeOther}
            </Button>
          </p>
        </Note>
      )}
      {facts.length > 0 && (
        <Known facts={facts} held={held} dossier={dossier} edit={(d) => setOpen(new Set([...open, idOf(d)]))} />
      )}
      <form
        className="stack loose"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) void goOn()
        }}
      >
        {step === 'papers' ? (
          <PaperFields
            papers={papers}
            held={held.documents}
            faults={round > 0}
            onAdd={(paper) => draft.set((now) => ({ ...now, documents: [...now.documents, paper] }))}
            onRemove={(digest) =>
              draft.set((now) => ({ ...now, documents: now.documents.filter((d) => d.digest !== digest) }))
            }
          />
        ) : fields.length === 0 ? (
          <p>{texts.forms.nothingMissing}</p>
        ) : (
          <section className="stack loose" aria-labelledby="missing">
            <h2 id="missing">{texts.forms.missing}</h2>
            {byLine.map((line) => (
              <div key={line ?? 'header'} className="stack loose">
                {line !== null && held.lines.length > 1 && <h3>{texts.forms.line(line + 1)}</h3>}
                {fields.filter((d) => d.line === line).map(input)}
              </div>
            ))}
          </section>
        )}
        {optional.length > 0 && (
          <details className="why">
            <summary>{texts.ui.more}</summary>
            <div className="stack loose">{optional.map(input)}</div>
          </details>
        )}
        <ImpactNote items={touched} accepted={accepted} onAccept={setAccepted} />
        <div className="saveline row between">
          <Button submit busy={busy}>
            {texts.forms.next}
          </Button>
          <span className="small muted" role="status">
            {draft.savedAt
              ? texts.forms.saved(showMoment(draft.savedAt, formats).split(', ').at(-1) ?? '')
              : texts.forms.notSaved}
          </span>
        </div>
      </form>
    </div>
  )
}

/** What need not be typed again, with where it comes from. Five at a glance, the rest one tap away. */
function Known({
  facts,
  held,
  dossier,
  edit,
}: {
  facts: readonly Datum[]
  held: Parameters<typeof valueOf>[1]
  dossier: DossierAnswer
  edit: (d: Datum) => void
}): ReactNode {
  const texts = useTexts()
  const formats = useFormats()
  const { state } = dossier
  const fact = (d: Datum): Fact => {
    const lines = d.line === null ? undefined : state.lineSources[d.line]
    const source =
      d.own !== null ? null : d.line === null ? state.sources[d.field.id] : (lines?.own[d.field.id] ?? lines?.all)
    const tag = sourceWords(source, texts, formats)
    const label = d.line !== null && state.lines.length > 1 ? `${d.field.label} (${d.line + 1})` : d.field.label
    return {
      id: idOf(d),
      label,
      value: showValue(valueOf(d, held), d.field, formats, texts),
      ...(tag ? { source: tag } : {}),
      ...(tag?.kind === 'seal' ? {} : { change: () => edit(d) }),
    }
  }
  const [first, rest] = [facts.slice(0, 5), facts.slice(5)]
  return (
    <section aria-labelledby="known">
      <div className="head">
        <h2 id="known">{texts.forms.known(facts.length)}</h2>
        <span className="small muted">{texts.forms.knownMore}</span>
      </div>
      <Facts items={first.map(fact)} />
      {rest.length > 0 && (
        <details className="why">
          <summary>{texts.forms.seeOthers(rest.length)}</summary>
          <Facts items={rest.map(fact)} />
        </details>
      )}
    </section>
  )
}
