import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { Button, ButtonLink, ErrorSummary, Note, Skeleton, useFormats, type Fault } from '../ui/index.ts'
import { newKey, Refused, type Problem } from '../shell/api.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { useDraft } from '../shell/drafts.ts'
import { ownChange } from '../shell/live.ts'
import { send } from '../shell/outbox.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { refresh, useAnswer, useMe } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { SchemaForm, type Schema } from '../forms/schema-form.tsx'
import { messageOf } from '../forms/words.ts'

interface CommandSaid {
  readonly name: string
  readonly summary: string
  readonly signature?: string
  readonly input: Schema
}

/** One act, on a page of its own: what it asks, what it will do, and no way to do it twice. */
export function CommandScreen(): ReactNode {
  const ids = useIds()
  const [kind, id, command] = [ids('kind'), ids('id'), ids('command')]
  return <CommandPage kind={kind} id={id} command={command} back={`/tramites/${kind}/${id}`} />
}

export function CommandPage({
  kind,
  id,
  command,
  back,
}: {
  kind: string
  id: string
  command: string
  back: string
}): ReactNode {
  const answer = useAnswer<CaseAnswer>(`/v1/${kind}/${id}`)
  const said = useAnswer<CommandSaid>(`/v1/commands/${kind}/${command}`, { staleTime: 3_600_000 })
  if (!answer.data || !said.data) {
    const error = answer.error ?? said.error
    return error ? <Wrong error={error} /> : <Skeleton />
  }
  return <CommandForm answer={answer.data} said={said.data} back={back} />
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

function CommandForm({ answer, said, back }: { answer: CaseAnswer; said: CommandSaid; back: string }): ReactNode {
  const t = useTexts().cases
  const me = useMe()
  const formats = useFormats()
  const navigate = useNavigate()
  const owner = `${me.person}/${me.organisation.id}`
  const draftKey = `${me.person}.${me.organisation.id}/${answer.id}.${said.name}`
  const draft = useDraft<unknown>(draftKey, {})
  const [problem, setProblem] = useState<Problem>()
  const [round, setRound] = useState(0)
  const [busy, setBusy] = useState(false)
  const [waits, setWaits] = useState(false)
  const key = useRef(newKey())
  const words = t.commands[said.name] ?? said.summary
  const may = answer.actions.some((a) => a.name === said.name)

  const act = async (): Promise<void> => {
    setBusy(true)
    try {
      ownChange()
      const sent = await send<CaseAnswer>({
        title: `${words}: ${answer.title}`,
        path: answer.actions.find((a) => a.name === said.name)?.href ?? '',
        body: draft.value ?? {},
        version: answer.version,
        key: key.current,
        draft: draftKey,
        owner,
      })
      if ('waiting' in sent) setWaits(true)
      else {
        await draft.forget()
        await refresh()
        await navigate({ href: back })
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // Another attempt is another command: the one that was refused keeps its answer.
      key.current = newKey()
      setProblem(error.problem)
      setRound(round + 1)
    } finally {
      setBusy(false)
    }
  }
  if (waits)
    return (
      <div className="stack">
        <Title>{words}</Title>
        <Note live>{t.waiting}</Note>
        <ButtonLink to={back}>{t.see}</ButtonLink>
      </div>
    )
  const faults = faultsByPointer(problem, formats.language)
  const fields = Object.keys(said.input.properties ?? {}).length
  return (
    <div className="wrap question stack loose">
      <Back to={back}>{answer.title}</Back>
      <header className="stack tight">
        <p className="muted small">{answer.number}</p>
        <Title>{words}</Title>
      </header>
      {problem?.code === 'VERSION_CONFLICT' ? (
        <Note kind="warn" live>
          <p>{t.conflict}</p>
          <p>
            <ButtonLink kind="alt" small to={back}>
              {t.see}
            </ButtonLink>
          </p>
        </Note>
      ) : (
        <ErrorSummary
          round={round}
          items={(problem?.errors ?? []).map((e) => ({
            message: messageOf(e, formats.language),
            target: `c${e.pointer.replaceAll('/', '-')}`,
          }))}
        />
      )}
      {!may && <Note kind="warn">{t.nothingToDo}</Note>}
      <form
        className="stack loose"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) void act()
        }}
      >
        {fields === 0 ? (
          <p>{t.noFields}</p>
        ) : (
          <SchemaForm schema={said.input} value={draft.value} onChange={draft.set} faults={faults} />
        )}
        <Note>
          <p>
            <b>{t.effect}:</b> {words}. {t.irreversible}
          </p>
        </Note>
        <p className="row saveline">
          {may && (
            <Button submit busy={busy}>
              {words}
            </Button>
          )}
          <ButtonLink kind="bare" to={back}>
            {t.cancel}
          </ButtonLink>
        </p>
      </form>
    </div>
  )
}
