import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import type { FormDescription, FormField, PermitState, Value } from '#kernel'
import {
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  Note,
  showMoment,
  Skeleton,
  TextArea,
  Turno,
  useFormats,
  type Fault,
} from '../ui/index.ts'
import { faultsByPointer } from '../case/command-form.tsx'
import { Datum } from '../forms/datum.tsx'
import { messageOf } from '../forms/words.ts'
import { newKey, Refused, type Problem } from '../shell/api.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { useDraft } from '../shell/drafts.ts'
import { ownChange } from '../shell/live.ts'
import { send } from '../shell/outbox.ts'
import { Back, Title, Wrong } from '../shell/page.tsx'
import { refresh, useAnswer, useMe } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { dueWords } from './operation.ts'
import { PaperFields, type PaperHeld } from './paper-fields.tsx'

interface Answer {
  readonly text: string
  readonly elements: Readonly<Record<string, Value>>
  readonly lines: readonly Readonly<Record<string, Value>>[]
  readonly documents: readonly PaperHeld[]
}
const nothing: Answer = { text: '', elements: {}, lines: [], documents: [] }

/** Answering an observation beside the field it is about: only what was observed is open (UX 4.4). */
export function Answering({ id, command, back }: { id: string; command: 'answer' | 'cure'; back: string }): ReactNode {
  const { language } = useFormats()
  const { data, error } = useAnswer<CaseAnswer<PermitState>>(`/v1/permits/${id}`)
  const form = useAnswer<FormDescription>(
    data ? `/v1/procedures/${data.definition.split('@')[0] ?? ''}/form?lang=${language}` : null,
    { staleTime: 3_600_000 },
  )
  if (!data || !form.data) return error || form.error ? <Wrong error={error ?? form.error} /> : <Skeleton />
  return <AnswerForm answer={data} form={form.data} command={command} back={back} />
}

function AnswerForm({
  answer,
  form,
  command,
  back,
}: {
  answer: CaseAnswer<PermitState>
  form: FormDescription
  command: 'answer' | 'cure'
  back: string
}): ReactNode {
  const texts = useTexts()
  const t = texts.dossier
  const me = useMe()
  const formats = useFormats()
  const navigate = useNavigate()
  const { state } = answer
  const draftKey = `${me.person}.${me.organisation.id}/permit-${answer.id}-${command}`
  const draft = useDraft<Answer>(draftKey, nothing)
  const [problem, setProblem] = useState<Problem>()
  const [round, setRound] = useState(0)
  const [busy, setBusy] = useState(false)
  const [queued, setQueued] = useState(false)
  const key = useRef(newKey())
  const value = draft.value
  const header = form.sections.filter((s) => s.repeats === undefined).flatMap((s) => s.items)
  const perLine = form.sections.filter((s) => s.repeats !== undefined).flatMap((s) => s.items)
  const who = state.agency.toUpperCase()
  const may = answer.actions.some((a) => a.name === command)
  const faults = faultsByPointer(problem, formats.language)
  const due = answer.turn.find((x) => x.org === me.organisation.id)?.due

  const fieldOf = (name: string): { field: FormField; line: boolean } | undefined => {
    const plain = name.replace(/^.*\//, '')
    const inHeader = header.find((f) => f.id === plain)
    if (inHeader) return { field: inHeader, line: false }
    const inLine = perLine.find((f) => f.id === plain)
    return inLine && { field: inLine, line: true }
  }
  const setLine = (i: number, id: string, v: unknown): void =>
    draft.set((now) => {
      const lines = state.lines.map((_, n) => now.lines[n] ?? {})
      return { ...now, lines: lines.map((l, n) => (n === i ? { ...l, [id]: v as Value } : l)) }
    })
  const act = async (): Promise<void> => {
    setRound(round + 1)
    if (value.text.trim() === '' && command === 'answer') return
    setBusy(true)
    try {
      ownChange()
      const changed = value.lines.some((l) => Object.keys(l).length)
      const sent = await send<CaseAnswer>({
        title: `${texts.cases.commands[command] ?? command}: ${state.title}`,
        path: `/v1/permits/${answer.id}/${command}`,
        body: {
          ...(value.text.trim() ? { text: value.text.trim() } : {}),
          ...(Object.keys(value.elements).length ? { elements: value.elements } : {}),
          ...(changed ? { lines: state.lines.map((was, i) => ({ ...was, ...value.lines[i] })) } : {}),
          ...(value.documents.length ? { documents: value.documents } : {}),
        },
        version: answer.version,
        key: key.current,
        draft: draftKey,
        owner: `${me.person}/${me.organisation.id}`,
      })
      if ('waiting' in sent) setQueued(true)
      else {
        await draft.forget()
        await refresh()
        await navigate({ href: back })
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      key.current = newKey()
      setProblem(error.problem)
    } finally {
      setBusy(false)
    }
  }
  if (queued)
    return (
      <div className="wrap question stack">
        <Title>{t.queued}</Title>
        <Note live>{texts.cases.waiting}</Note>
        <ButtonLink to={back}>{t.toDossier}</ButtonLink>
      </div>
    )
  const noText: readonly Fault[] =
    round > 0 && command === 'answer' && value.text.trim() === ''
      ? [{ message: texts.forms.required(t.yourAnswer) }]
      : []
  const summary = [
    ...noText.map((f) => ({ message: f.message, target: 'text' })),
    ...(problem?.errors ?? []).map((e) => ({
      message: messageOf(e, formats.language),
      target: `o${e.pointer.replaceAll(/[^A-Za-z0-9]+/g, '-')}`,
    })),
  ]
  const papers = [
    ...new Map(
      form.documents.map((d) => [d.id, { type: d.id, label: d.label, required: false, usedBy: [] as string[] }]),
    ).values(),
  ]
  return (
    <div className="wrap narrow stack loose">
      <Back to={back}>{state.title}</Back>
      <header className="stack tight">
        {due && <Turno holder="me">{`${texts.firm.mine} · ${dueWords(due, texts, formats)}`}</Turno>}
        <Title of={`${summary.length ? 'Error: ' : ''}${command === 'answer' ? t.observed(who) : t.cureTitle(who)}`}>
          {command === 'answer' ? t.observed(who) : t.cureTitle(who)}
        </Title>
        <p>{t.observedMore}</p>
      </header>
      <ErrorSummary items={summary} round={round} />
      {!may && <Note kind="warn">{texts.cases.nothingToDo}</Note>}
      <form
        className="stack loose"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) void act()
        }}
      >
        {state.observations.map((o, i) => {
          const found = fieldOf(o.about ?? o.asks ?? '')
          const pin = (
            <div className="quote">
              <p className="row">
                <span className="pin" aria-hidden="true">
                  {i + 1}
                </span>
                <b>{t.officerSays}</b>
              </p>
              <p>«{o.text}»</p>
            </div>
          )
          if (!found) return <div key={i}>{pin}</div>
          const { field, line } = found
          if (!line)
            return (
              <Datum
                key={i}
                id={`o-elements-${field.id.replaceAll(/[^A-Za-z0-9]+/g, '-')}`}
                field={field}
                pin={pin}
                value={value.elements[field.id] ?? state.elements[field.id]}
                faults={faults[`/elements/${field.id}`] ?? []}
                onChange={(v) =>
                  draft.set((now) => ({ ...now, elements: { ...now.elements, [field.id]: v as Value } }))
                }
              />
            )
          return state.lines.map((was, n) => (
            <Datum
              key={`${i}-${n}`}
              id={`o-lines-${n}-${field.id.replaceAll(/[^A-Za-z0-9]+/g, '-')}`}
              field={field}
              pin={n === 0 ? pin : undefined}
              value={value.lines[n]?.[field.id] ?? was[field.id]}
              faults={faults[`/lines/${n}/${field.id}`] ?? []}
              onChange={(v) => setLine(n, field.id, v)}
            />
          ))
        })}
        <Field id="text" label={t.yourAnswer} hint={t.yourAnswerHint} faults={noText}>
          <TextArea
            id="text"
            hint
            value={value.text}
            maxLength={4000}
            faults={noText}
            onChange={(text) => draft.set((now) => ({ ...now, text }))}
          />
        </Field>
        {papers.length > 0 && (
          <PaperFields
            papers={papers}
            held={value.documents}
            faults={false}
            onAdd={(paper) => draft.set((now) => ({ ...now, documents: [...now.documents, paper] }))}
            onRemove={(digest) =>
              draft.set((now) => ({ ...now, documents: now.documents.filter((d) => d.digest !== digest) }))
            }
          />
        )}
        <div className="saveline row between">
          {may && (
            <Button submit busy={busy}>
              {command === 'answer' ? t.sendAnswer : t.sendCure}
            </Button>
          )}
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
