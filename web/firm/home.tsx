import plusIcon from '@phosphor-icons/core/regular/plus.svg'
import { addDecimal } from '#kernel'
import type { OperationSaid } from '#modules/dossier'
import type { ReactNode } from 'react'
import {
  ButtonLink,
  Empty,
  Pairs,
  segmentsOf,
  showDay,
  showMoment,
  showMoney,
  showShare,
  Skeleton,
  Thread,
  Turno,
  useFormats,
} from '../ui/index.ts'
import type { Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import {
  dueWords,
  isEnded,
  isGranted,
  othersTurns,
  permitsOf,
  roadOf,
  ticketOf,
  titleOf,
  todosOf,
  todoTitle,
  type Todo,
} from './operation.ts'

/** «Buen día, Valentina. Le toca una cosa.»: whose turn it is, what exactly, and how long it takes. */
export function Home(): ReactNode {
  const { data, error, refetch } = useAnswer<Page<OperationSaid>>('/v1/operations?limit=50')
  const t = useTexts()
  const me = useMe()
  const formats = useFormats()
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  const operations = data.items
  const todos = todosOf(operations, formats)
  const [next, ...after] = todos
  const hour = Number(new Date().toLocaleTimeString('en-GB', { timeZone: formats.zone, hour: '2-digit' }).slice(0, 2))
  const greeting = t.firm.greeting[hour < 12 ? 'morning' : hour < 19 ? 'afternoon' : 'night']
  const sentence = `${greeting}, ${me.name.split(' ')[0]}. ${t.firm.yourTurn(todos.length)}`
  const moving = operations.filter((o) => !isEnded(o)).slice(0, 6)
  return (
    <div className="stack loose">
      <header className="stack tight">
        <p className="muted">{showMoment(new Date().toISOString(), formats)}</p>
        <Title of={t.shell.nav.home}>{sentence}</Title>
      </header>
      {next ? <Next todo={next} /> : operations.length > 0 && <Quiet operations={operations} />}
      {after.length > 0 && (
        <section aria-labelledby="after" className="stack tight">
          <h2 id="after">{t.firm.after(after.length)}</h2>
          <ul className="rows">
            {after.map((todo) => (
              <li key={`${todo.kind}${todo.of?.id ?? todo.operation.id}`}>
                <a className="title" href={todo.to}>
                  {todoTitle(todo, t, formats)}
                </a>
                <Turno holder="me">{todo.due ? dueWords(todo.due, t, formats) : t.firm.mine}</Turno>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="two">
        <section aria-labelledby="moving">
          <div className="head">
            <h2 id="moving">{t.firm.onTheWay}</h2>
            {operations.length > 0 && <a href="/operaciones">{t.firm.seeAll}</a>}
          </div>
          {operations.length === 0 ? (
            <Empty action={<ButtonLink to="/que-necesito">{t.firm.findOut}</ButtonLink>}>
              {t.firm.emptyOperations}
            </Empty>
          ) : (
            <>
              <OperationRows operations={moving} />
              <p className="row spaced">
                <ButtonLink kind="alt" to="/que-necesito" icon={plusIcon}>
                  {t.firm.fresh}
                </ButtonLink>
              </p>
            </>
          )}
        </section>
        {operations.length > 0 && <Aside operations={operations} />}
      </div>
    </div>
  )
}

function Next({ todo }: { todo: Todo }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  return (
    <section className="mine nextup" aria-labelledby="next">
      <div>
        <Turno holder="me">{todo.due ? `${t.firm.mine} · ${dueWords(todo.due, t, formats)}` : t.firm.mine}</Turno>
        <h2 id="next">{todoTitle(todo, t, formats)}</h2>
        <p className="big">{t.firm.todoMore[todo.kind]}</p>
        <p className="muted">{t.firm.minutes(todo.minutes)}</p>
      </div>
      <div className="go stack tight">
        <ButtonLink to={todo.to}>
          {t.firm.todoVerb[todo.kind]}
          {todo.amount && ` ${todo.amount}`}
        </ButtonLink>
        <p className="small muted mono">{todo.operation.ucr}</p>
      </div>
    </section>
  )
}

/** Nothing to do is a success, and says who is at work. */
function Quiet({ operations }: { operations: readonly OperationSaid[] }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const [other] = operations.flatMap(othersTurns).sort((a, b) => (a.turn.due ?? '9').localeCompare(b.turn.due ?? '9'))
  return (
    <section className="card stack tight">
      {other?.turn.due && (
        <p className="big">{t.firm.nothingNext(other.turn.orgName, showMoment(other.turn.due, formats))}</p>
      )}
      <p className="muted">{t.firm.nothingMore}</p>
    </section>
  )
}

export function OperationRows({ operations }: { operations: readonly OperationSaid[] }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  return (
    <ul className="oplist">
      {operations.map((o) => {
        const ticket = ticketOf(o, t, formats)
        return (
          <li key={o.id}>
            <div>
              <a className="title" href={`/operaciones/${o.id}`}>
                {titleOf(o, t, formats)}
              </a>
              <div className="small muted">
                {o.value ? `${showMoney(o.value, formats)} · ` : ''}
                {t.firm.regimes[o.regime] ?? o.regime} · <span className="mono">{o.ucr.slice(-10)}</span>
              </div>
            </div>
            <div className="stack tight">
              <Thread segments={segmentsOf(roadOf(o, { ...t, road: t.dossier.road }, formats))} />
              <p className="small muted">{t.firm.status[o.status] ?? o.status}</p>
            </div>
            <Turno holder={ticket.holder}>{ticket.words}</Turno>
          </li>
        )
      })}
    </ul>
  )
}

function Aside({ operations }: { operations: readonly OperationSaid[] }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const permits = operations.flatMap(permitsOf)
  const values = operations.flatMap((o) => o.value ?? [])
  const [first] = values
  const same = first && values.every((v) => v.currency === first.currency)
  const presented = operations.reduce((n, o) => n + o.reuse.presented, 0)
  const typed = operations.reduce((n, o) => n + Math.min(o.reuse.typed, o.reuse.presented), 0)
  const soon = Date.now() + 60 * 86_400_000
  const expiring = permits.filter(
    (p) => p.issued?.validUntil && Date.parse(p.issued.validUntil) < soon && p.status !== 'EXPIRED',
  )
  return (
    <aside className="stack loose">
      <section className="side-block stack tight" aria-labelledby="year">
        <h3 id="year">{t.firm.thisYear}</h3>
        <Pairs
          items={[
            [t.firm.count, String(operations.length)],
            [t.firm.issued, String(permits.filter(isGranted).length)],
            ...(same
              ? [
                  [
                    t.firm.valueOf,
                    showMoney(
                      { amount: values.map((v) => v.amount).reduce(addDecimal), currency: first.currency },
                      formats,
                    ),
                  ] as const,
                ]
              : []),
            ...(presented ? [[t.firm.notTyped, showShare(1 - typed / presented)] as const] : []),
          ]}
        />
      </section>
      {expiring.length > 0 && (
        <section className="side-block stack tight" aria-labelledby="mind">
          <h3 id="mind">{t.firm.keepInMind}</h3>
          <ul className="stack tight">
            {expiring.map((p) => (
              <li key={p.id}>{t.firm.expires(p.title, showDay(p.issued?.validUntil ?? '', formats))}</li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  )
}
