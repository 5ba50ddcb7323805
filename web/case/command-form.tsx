import { useRef, useState, type ReactNode } from 'react'
import { Button, ButtonLink, ErrorSummary, Note, useFormats, type Fault } from '../ui/index.ts'
import { newKey, Refused, type Problem } from '../shell/api.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { useDraft, type Drafting } from '../shell/drafts.ts'
import { ownChange } from '../shell/live.ts'
import { send, type Attached } from '../shell/outbox.ts'
import { refresh, useMe } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { SchemaForm, type Schema } from '../forms/schema-form.tsx'
import { messageOf } from '../forms/words.ts'

/** A command as the API describes it. */
export interface CommandSaid {
  readonly name: string
  readonly summary: string
  readonly signature?: string
  readonly input: Schema
}

/** Faults of a refusal beside the fields they are about; those of no field come first in the summary alone. */
export function faultsByPointer(
  problem: Problem | undefined,
  language: string,
): Readonly<Record<string, readonly Fault[]>> {
  const found: Record<string, Fault[]> = {}
  for (const error of problem?.errors ?? [])
    found[error.pointer] = [...(found[error.pointer] ?? []), { message: messageOf(error, language), code: error.code }]
  return found
}

export interface Acting {
  readonly problem: Problem | undefined
  readonly round: number
  readonly busy: boolean
  readonly waits: boolean
  readonly act: (body: unknown, attached?: readonly Attached[]) => Promise<void>
}

/** Giving a command: once however often it is pressed, later when there is no network, and never over somebody else's change. */
export function useCommand(
  { id, title, version }: Pick<CaseAnswer, 'id' | 'title' | 'version'>,
  { href, words, draft }: { href: string; words: string; draft?: { key: string; forget: () => Promise<void> } },
  onDone: () => void | Promise<void>,
): Acting {
  const me = useMe()
  const [problem, setProblem] = useState<Problem>()
  const [round, setRound] = useState(0)
  const [busy, setBusy] = useState(false)
  const [waits, setWaits] = useState(false)
  const key = useRef(newKey())
  return {
    problem,
    round,
    busy,
    waits,
    act: async (body, attached = []) => {
      setBusy(true)
      try {
        ownChange()
        const sent = await send<CaseAnswer>({
          title: `${words}: ${title}`,
          path: href,
          body,
          version,
          key: key.current,
          owner: `${me.person}/${me.organisation.id}`,
          ...(draft ? { draft: draft.key } : {}),
          ...(attached.length ? { attached } : {}),
        })
        if ('waiting' in sent) setWaits(true)
        else {
          await draft?.forget()
          setProblem(undefined)
          await refresh()
          await onDone()
        }
        key.current = newKey()
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        // Another attempt is another command: the one that was refused keeps its answer.
        key.current = newKey()
        setProblem(error.problem)
        setRound((r) => r + 1)
        if (error.problem.code === 'VERSION_CONFLICT') await refresh(`/v1/`)
        void id
      } finally {
        setBusy(false)
      }
    },
  }
}

export const draftKeyOf = (me: { person: string; organisation: { id: string } }, id: string, command: string): string =>
  `${me.person}.${me.organisation.id}/${id}.${command}`

/** Asks what the command asks, says what it will do, and does it. Its form is made from the command's own schema. */
export function CommandForm({
  answer,
  said,
  back,
  onDone,
  shared,
  before,
  after,
  id = 'c',
}: {
  answer: CaseAnswer
  said: CommandSaid
  back: string
  onDone: () => void | Promise<void>
  /** The draft, where the screen around the form writes into it as well. */
  shared?: Drafting<unknown>
  before?: ReactNode
  after?: (put: (part: object) => void) => ReactNode
  id?: string
}): ReactNode {
  const t = useTexts().cases
  const me = useMe()
  const formats = useFormats()
  const draftKey = draftKeyOf(me, answer.id, said.name)
  const own = useDraft<unknown>(shared ? `local:none/${said.name}` : draftKey, {})
  const draft = shared ?? own
  const words = t.commands[said.name] ?? said.summary
  const action = answer.actions.find((a) => a.name === said.name)
  const { problem, round, busy, waits, act } = useCommand(
    answer,
    { href: action?.href ?? '', words, draft: { key: draftKey, forget: draft.forget } },
    onDone,
  )
  if (waits)
    return (
      <div className="stack">
        <Note live>{t.waiting}</Note>
        <ButtonLink kind="alt" small to={back}>
          {t.see}
        </ButtonLink>
      </div>
    )
  const faults = faultsByPointer(problem, formats.language)
  const fields = Object.keys(said.input.properties ?? {}).length
  const put = (part: object): void => draft.set((now: unknown) => ({ ...(now as object), ...part }))
  return (
    <form
      className="stack loose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void act(draft.value ?? {})
      }}
    >
      {problem?.code === 'VERSION_CONFLICT' ? (
        <Note kind="warn" live>
          <p>{t.conflict}</p>
        </Note>
      ) : (
        <ErrorSummary
          round={round}
          items={(problem?.errors ?? []).map((e) => ({
            message: messageOf(e, formats.language),
            target: `${id}${e.pointer.replaceAll('/', '-')}`,
          }))}
        />
      )}
      {!action && <Note kind="warn">{t.nothingToDo}</Note>}
      {before}
      {fields === 0 ? (
        <p>{t.noFields}</p>
      ) : (
        <SchemaForm id={id} schema={said.input} value={draft.value} onChange={draft.set} faults={faults} />
      )}
      {after?.(put)}
      <Note>
        <p>
          <b>{t.effect}:</b> {words}. {t.irreversible}
        </p>
      </Note>
      <p className="row saveline">
        {action && (
          <Button submit busy={busy}>
            {words}
          </Button>
        )}
        <ButtonLink kind="bare" to={back}>
          {t.cancel}
        </ButtonLink>
      </p>
    </form>
  )
}
