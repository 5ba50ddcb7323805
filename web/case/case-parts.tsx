import type { ReactNode } from 'react'
import { ButtonLink, showMoment, Turno, useFormats } from '../ui/index.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { Title } from '../shell/page.tsx'
import { useMe } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { humane } from '../forms/humane.ts'

export function CaseHead({ answer }: { answer: CaseAnswer }): ReactNode {
  const t = useTexts()
  return (
    <header className="stack tight">
      <p className="muted small mono">{answer.number ?? answer.id}</p>
      <Title>{answer.title}</Title>
      <p className="row">
        <Turns turns={answer.turn} />
        <span className="muted">{t.firm.status[answer.status] ?? humane(answer.status.toLowerCase())}</span>
      </p>
    </header>
  )
}

/** Who has the ball, each with until when. */
export function Turns({ turns }: { turns: CaseAnswer['turn'] }): ReactNode {
  const t = useTexts()
  const me = useMe()
  const formats = useFormats()
  return turns
    .filter(({ name }) => !name.startsWith('await-'))
    .map(({ name, org, due }) => (
      <Turno key={name + org} holder={org === me.organisation.id ? 'me' : 'them'}>
        {org === me.organisation.id ? t.firm.mine : (t.cases.commands[name] ?? humane(name))}
        {due && ` · ${t.firm.until(showMoment(due, formats))}`}
      </Turno>
    ))
}

/** Buttons from the case's own actions: none is shown that would be refused for the role or the moment. */
export function CaseActions({
  answer,
  base,
  leave = [],
}: {
  answer: Pick<CaseAnswer, 'actions'>
  base: string
  leave?: readonly string[]
}): ReactNode {
  const t = useTexts().cases
  const actions = answer.actions.filter((a) => !leave.includes(a.name))
  return (
    <section aria-labelledby="actions" className="stack tight no-print">
      <h2 id="actions">{t.whatYouCanDo}</h2>
      {actions.length === 0 ? (
        <p className="muted">{t.nothingToDo}</p>
      ) : (
        <p className="row">
          {actions.map(({ name, summary }) => (
            <ButtonLink key={name} kind="alt" small to={`${base}/${name}`}>
              {t.commands[name] ?? summary}
            </ButtonLink>
          ))}
        </p>
      )}
    </section>
  )
}
