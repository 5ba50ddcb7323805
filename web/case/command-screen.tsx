import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Skeleton } from '../ui/index.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { NamesProvider } from '../forms/names.ts'
import { CommandForm, type CommandSaid } from './command-form.tsx'
import { useCaseNames } from './use-case.ts'

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
  return <ActPage answer={answer.data} said={said.data} back={back} />
}

function ActPage({ answer, said, back }: { answer: CaseAnswer; said: CommandSaid; back: string }): ReactNode {
  const t = useTexts().cases
  const navigate = useNavigate()
  const { names } = useCaseNames(answer)
  const words = t.commands[said.name] ?? said.summary
  return (
    <div className="wrap question stack loose">
      <Back to={back}>{answer.title}</Back>
      <header className="stack tight">
        <p className="muted small">{answer.number}</p>
        <Title>{words}</Title>
      </header>
      <NamesProvider value={names}>
        <CommandForm answer={answer} said={said} back={back} onDone={() => navigate({ href: back })} />
      </NamesProvider>
    </div>
  )
}
