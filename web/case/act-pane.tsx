import { useMemo, type ReactNode } from 'react'
import type { PermitState } from '#kernel'
import { Button, Note, showMoment, Skeleton, useFormats } from '../ui/index.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import type { Drafting } from '../shell/drafts.ts'
import { Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useDesk } from '../texts/desk/desk.tsx'
import { useTexts } from '../texts/texts.tsx'
import { CommandForm, type CommandSaid } from './command-form.tsx'

/** The command that takes a list of observations, where there is one now: what marking a datum writes into. */
export function pinCommandOf({ actions }: Pick<CaseAnswer, 'actions'>): { name: string; list: string } | undefined {
  const lists: Readonly<Record<string, string>> = { observe: 'observations', requestCure: 'defects' }
  const found = actions.find((a) => a.name in lists)
  return found && { name: found.name, list: lists[found.name] ?? '' }
}

/** Acts about who works on the case come after acts on the case itself. */
const ABOUT_THE_DESK = new Set(['take', 'release', 'reassign', 'extendPeriod'])
const inOrder = (actions: CaseAnswer['actions']): CaseAnswer['actions'] =>
  [...actions].sort((a, b) => Number(ABOUT_THE_DESK.has(a.name)) - Number(ABOUT_THE_DESK.has(b.name)))

/** Whatever may be done with this case by this person now, each with its form in the same place. */
export function ActPane({
  kind,
  answer,
  act,
  onChoose,
  onDone,
  shared,
  people,
}: {
  kind: string
  answer: CaseAnswer
  act: string | undefined
  onChoose: (name: string | undefined) => void
  onDone: (name: string) => void
  shared?: { readonly name: string; readonly draft: Drafting<unknown> }
  people: ReadonlyMap<string, string>
}): ReactNode {
  const d = useDesk().case
  const t = useTexts()
  const me = useMe()
  const formats = useFormats()
  const chosen = answer.actions.find((a) => a.name === act)
  const permit = answer.type === 'permit' ? (answer.state as unknown as PermitState) : undefined
  const proposal = permit?.status === 'PROPOSED' ? permit.proposal : null
  const own = permit?.evaluators.includes(me.person) ?? false
  return (
    <section className="pane actpane" aria-labelledby="act">
      <h2 id="act" tabIndex={-1}>
        {d.act}
      </h2>
      {proposal && (
        <Note kind={proposal.outcome === 'deny' ? 'warn' : 'info'}>
          <p>
            <b>
              {d.proposed(t.cases.commands[proposal.outcome] ?? proposal.outcome, showMoment(proposal.at, formats))}
            </b>{' '}
            {people.get(proposal.by) ?? ''}
          </p>
          {proposal.grounds && <p>«{proposal.grounds}»</p>}
          {(proposal.lines ?? []).map((l) => (
            <p key={l.line} className="small">
              {d.partial}: {l.line + 1}. {l.reason}
            </p>
          ))}
          {own && <p className="small">{d.youProposed}</p>}
        </Note>
      )}
      {answer.actions.length === 0 ? (
        <p className="muted">{t.cases.nothingToDo}</p>
      ) : (
        <ul className="acts">
          {inOrder(answer.actions).map(({ name, summary }) => (
            <li key={name}>
              <button
                type="button"
                className={name === act ? 'btn sm' : ABOUT_THE_DESK.has(name) ? 'btn bare sm' : 'btn alt sm'}
                aria-expanded={name === act}
                aria-controls="act-form"
                onClick={() => onChoose(name === act ? undefined : name)}
              >
                {t.cases.commands[name] ?? summary}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div id="act-form">
        {chosen ? (
          <Act
            key={chosen.name}
            kind={kind}
            answer={answer}
            name={chosen.name}
            onDone={() => onDone(chosen.name)}
            {...(shared?.name === chosen.name ? { shared: shared.draft } : {})}
          />
        ) : (
          answer.actions.length > 0 && <p className="small muted">{d.actMore}</p>
        )}
      </div>
    </section>
  )
}

function Act({
  kind,
  answer,
  name,
  onDone,
  shared,
}: {
  kind: string
  answer: CaseAnswer
  name: string
  onDone: () => void
  shared?: Drafting<unknown>
}): ReactNode {
  const desk = useDesk()
  const d = desk.case
  const said = useAnswer<CommandSaid>(`/v1/commands/${kind}/${name}`, { staleTime: 3_600_000 })
  const properties = said.data?.input.properties
  const reason = useMemo(
    () => (['approve', 'propose'].includes(name) ? ['reason', 'grounds'].find((p) => properties?.[p]) : undefined),
    [name, properties],
  )
  if (!said.data) return said.error ? <Wrong error={said.error} /> : <Skeleton shape={['line', 'block']} />
  return (
    <div className="actform">
      <CommandForm
        id="a"
        answer={answer}
        said={said.data}
        back={`/casos/${kind}/${answer.id}`}
        onDone={onDone}
        {...(shared ? { shared } : {})}
        before={
          name === 'observe' || name === 'requestCure' ? (
            <p className="small muted">
              {d.oneRound} {d.addAnother}
            </p>
          ) : name === 'propose' ? (
            <p className="small muted">{d.secondPerson}</p>
          ) : name === 'take' ? (
            <p className="small muted">{desk.jump.more}</p>
          ) : null
        }
        after={
          reason === undefined
            ? undefined
            : (put) => (
                <fieldset className="stack tight">
                  <legend className="small muted">{d.standardReasons}</legend>
                  <ul className="chips">
                    {d.reasons.map((words) => (
                      <li key={words}>
                        <Button kind="alt" small onPress={() => put({ [reason]: words })}>
                          {words}
                        </Button>
                      </li>
                    ))}
                  </ul>
                </fieldset>
              )
        }
      />
    </div>
  )
}
