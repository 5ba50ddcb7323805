import type { ReactNode } from 'react'
import { ButtonLink, Pairs, showMoment, Skeleton, Timeline, Turno, useFormats, Why } from '../ui/index.ts'
import type { CaseAnswer, HistoryEvent, Page } from '../shell/answers.ts'
import { Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { humane } from '../forms/schema-form.tsx'
import { showValue } from '../forms/words.ts'

/** Any case of any type: what may be done, whose turn it is, its data and its history, all from what the case itself answers. */
export function CaseScreen(): ReactNode {
  const ids = useIds()
  const [kind, id] = [ids('kind'), ids('id')]
  const { data, error, refetch } = useAnswer<CaseAnswer>(`/v1/${kind}/${id}`)
  const t = useTexts()
  const formats = useFormats()
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  return (
    <div className="stack far">
      <header className="stack tight">
        <p className="muted small mono">{data.number ?? data.id}</p>
        <Title>{data.title}</Title>
        <p className="row">
          <Turns turns={data.turn} />
          <span className="muted">{t.firm.status[data.status] ?? humane(data.status)}</span>
        </p>
      </header>
      <CaseActions answer={data} base={`/tramites/${kind}/${id}`} />
      <section aria-labelledby="data" className="stack tight">
        <h2 id="data">{t.cases.data}</h2>
        <Pairs
          items={flat(data.state).map(([name, value]) => [name, showValue(value, undefined, formats, t)] as const)}
        />
      </section>
      <CaseHistory path={data.links.history} />
    </div>
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

/** Every event with its hour, who, and the print that ties it to the one before. */
export function CaseHistory({ path }: { path: string }): ReactNode {
  const t = useTexts().cases
  const formats = useFormats()
  const { data } = useAnswer<Page<HistoryEvent>>(`${path}?limit=200`)
  if (!data) return null
  return (
    <section aria-labelledby="history" className="stack tight">
      <h2 id="history">{t.history}</h2>
      <Timeline
        items={data.items.map((e) => ({
          at: e.at,
          when: showMoment(e.at, formats),
          what: (
            <>
              <b>{humane(e.type)}</b> <span className="muted small">{t.by(e.actor.roles.join(', '))}</span>
            </>
          ),
          more: <span className="mono">{e.hash.slice(0, 16)}</span>,
        }))}
      />
      <Why ask={t.hash}>{t.historyMore}</Why>
    </section>
  )
}

/** A state as pairs of a name and a value, two levels deep; lists say how many they hold. */
function flat(state: unknown, prefix = ''): readonly (readonly [string, unknown])[] {
  if (typeof state !== 'object' || state === null) return []
  return Object.entries(state).flatMap(([name, value]): (readonly [string, unknown])[] => {
    const label = prefix ? `${prefix}: ${humane(name)}` : humane(name)
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return []
    if (Array.isArray(value)) {
      if (value.every((v) => typeof v !== 'object')) return [[label, value.join(', ')]]
      return value.flatMap((item, i) => [...flat(item, `${label} ${i + 1}`)]).slice(0, 40)
    }
    if (typeof value === 'object') {
      const keys = Object.keys(value)
      const whole =
        keys.includes('currency') ||
        (keys.includes('value') && keys.includes('unit')) ||
        (keys.includes('name') && keys.length <= 4)
      if (whole) return [[label, value]]
      return prefix.split(':').length > 2 ? [[label, String(keys.length)]] : [...flat(value, label)]
    }
    return [[label, value]]
  })
}
