import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { Button, ButtonLink, ErrorSummary, Note, Skeleton, useFormats } from '../ui/index.ts'
import { SchemaForm, type Schema } from '../forms/schema-form.tsx'
import { messageOf } from '../forms/words.ts'
import { api, newKey, Refused, type Problem } from '../shell/api.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { useDraft } from '../shell/drafts.ts'
import { ownChange } from '../shell/live.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { refresh, useAnswer, useMe } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'
import { faultsByPointer } from './command-form.tsx'

interface TypeSaid {
  readonly opens: { readonly name: string; readonly summary: string; readonly input: Schema } | null
}

/** Opening a case of any type: its form is what the type says that opening takes. */
export function NewCase(): ReactNode {
  const kind = useIds()('kind')
  const { data, error } = useAnswer<TypeSaid>(`/v1/commands/${kind}`, { staleTime: 3_600_000 })
  if (!data) return error ? <Wrong error={error} /> : <Skeleton />
  return data.opens ? <OpenForm kind={kind} opens={data.opens} /> : <Wrong error={new Error(kind)} />
}

function OpenForm({ kind, opens }: { kind: string; opens: NonNullable<TypeSaid['opens']> }): ReactNode {
  const d = useDesk()
  const t = useTexts().cases
  const me = useMe()
  const formats = useFormats()
  const navigate = useNavigate()
  const given = Object.fromEntries(new URLSearchParams(location.search))
  const draft = useDraft<unknown>(`${me.person}.${me.organisation.id}/new.${kind}`, given)
  const [problem, setProblem] = useState<Problem>()
  const [round, setRound] = useState(0)
  const [busy, setBusy] = useState(false)
  const key = useRef(newKey())
  const words = t.commands[opens.name] ?? opens.summary
  const open = async (): Promise<void> => {
    setBusy(true)
    try {
      ownChange()
      const made = await api<CaseAnswer>(`/v1/${kind}`, { method: 'POST', body: draft.value ?? {}, key: key.current })
      await draft.forget()
      await refresh()
      await navigate({ href: `/casos/${kind}/${made.id}` })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      key.current = newKey()
      setProblem(error.problem)
      setRound(round + 1)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="wrap question stack loose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void open()
      }}
    >
      <Back to={`/lista/${kind}`}>{d.list.title}</Back>
      <Title>{words}</Title>
      <ErrorSummary
        round={round}
        items={(problem?.errors ?? []).map((e) => ({
          message: messageOf(e, formats.language),
          target: `n${e.pointer.replaceAll('/', '-')}`,
        }))}
      />
      <SchemaForm
        id="n"
        schema={opens.input}
        value={draft.value}
        onChange={draft.set}
        faults={faultsByPointer(problem, formats.language)}
      />
      <Note>{t.irreversible}</Note>
      <p className="row saveline">
        <Button submit busy={busy}>
          {words}
        </Button>
        <ButtonLink kind="bare" to={`/lista/${kind}`}>
          {t.cancel}
        </ButtonLink>
      </p>
    </form>
  )
}
