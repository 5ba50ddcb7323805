import fileIcon from '@phosphor-icons/core/regular/file-text.svg'
import stampIcon from '@phosphor-icons/core/regular/stamp.svg'
import type { DossierState, OperationSaid } from '#modules/dossier'
import type { ReactNode } from 'react'
import {
  ButtonLink,
  Icon,
  Note,
  Pairs,
  Road,
  ShortRoad,
  showDay,
  showMoment,
  showMoney,
  showShare,
  Skeleton,
  Timeline,
  Turno,
  useFormats,
} from '../ui/index.ts'
import type { CaseAnswer, DossierTimeline } from '../shell/answers.ts'
import { CaseActions } from '../case/case-parts.tsx'
import { messageOf } from '../forms/words.ts'
import { humane } from '../forms/humane.ts'
import type { ProblemError } from '../shell/api.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useTexts } from '../texts/texts.tsx'
import { dueWords, isUnsent, othersTurns, roadOf, titleOf, todosOf, todoTitle } from './operation.ts'
import { useFields } from './fields.ts'
import { Repeat } from './repeat.tsx'
import { Requirements, type RequirementAnswer } from './requirements.tsx'
import { ShipmentFacts } from './shipment-facts.tsx'

export interface DossierAnswer extends CaseAnswer<DossierState> {
  readonly checks?: readonly ProblemError[]
  readonly reuse?: { readonly presented: number; readonly typed: number; readonly ratio: string }
}

/** The operation on one page: whose turn, the road, the data with their sources, documents, payments, who can see it. */
export function Dossier(): ReactNode {
  const id = useIds()('carpeta')
  const overview = useAnswer<OperationSaid>(`/v1/operations/${id}`)
  const dossier = useAnswer<DossierAnswer>(`/v1/dossiers/${id}`)
  const t = useTexts()
  const formats = useFormats()
  const needs = useAnswer<RequirementAnswer>(
    overview.data ? `/v1/dossiers/${id}/requirements?lang=${formats.language}` : null,
  )
  if (!overview.data)
    return overview.error ? <Wrong error={overview.error} retry={() => void overview.refetch()} /> : <Skeleton />
  const o = overview.data
  const title = titleOf(o, t, formats)
  const needed = needs.data?.procedures.map((p) => p.procedure) ?? []
  const stages = roadOf(o, { ...t, road: t.dossier.road }, formats)
  return (
    <div className="stack loose">
      <Back to="/operaciones">{t.shell.nav.operations}</Back>
      <header className="stack tight">
        <p className="muted small mono">{o.ucr}</p>
        <Title>{title}</Title>
        <p className="muted">
          {t.firm.regimes[o.regime] ?? o.regime}
          {o.value && ` · ${showMoney(o.value, formats)}`} · {t.firm.status[o.status] ?? o.status}
        </p>
      </header>
      <div>
        <ShortRoad stages={stages} />
        <div className="dossier-grid">
          <Mine operation={o} />
          <Others operation={o} />
        </div>
      </div>
      {isUnsent(o) && <Requirements id={id} />}
      <Road stages={stages} label={t.dossier.mapOf(title)} />
      <div className="two">
        <div className="stack far">
          <Papers operation={o} held={dossier.data?.state} needed={needed} />
          {dossier.data && <ShipmentFacts dossier={dossier.data} needed={needed} />}
          <History id={id} />
        </div>
        <aside className="stack loose">
          <Agreement dossier={dossier.data} operation={o} />
          <Payments operation={o} />
          <People dossier={dossier.data} />
          {dossier.data && !isUnsent(o) && <Again dossier={dossier.data} />}
        </aside>
      </div>
      {dossier.data && (
        <details className="why">
          <summary>{t.dossier.actions}</summary>
          <CaseActions
            answer={dossier.data}
            base={`/tramites/dossiers/${id}`}
            leave={['declare', 'setElements', 'plan', 'addLine', 'removeLine']}
          />
        </details>
      )}
    </div>
  )
}

function Again({ dossier }: { dossier: DossierAnswer }): ReactNode {
  const said = useFields([...dossier.state.permits.map((p) => p.procedure), ...Object.keys(dossier.state.answers)])
  return <Repeat dossier={dossier} said={said} />
}

function Mine({ operation }: { operation: OperationSaid }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const todos = todosOf([operation], formats)
  if (todos.length === 0)
    return (
      <section className="card stack tight" aria-labelledby="mine">
        <h2 id="mine">{t.firm.yourTurn(0)}</h2>
        <p className="muted">{t.firm.nothingMore}</p>
      </section>
    )
  return (
    <div className="stack">
      {todos.map((todo) => (
        <section
          key={todo.kind + (todo.of?.id ?? '')}
          className="mine stack"
          aria-labelledby={`mine-${todo.kind}${todo.of?.id ?? ''}`}
        >
          <Turno holder="me">{todo.due ? `${t.firm.mine} · ${dueWords(todo.due, t, formats)}` : t.firm.mine}</Turno>
          <h2 id={`mine-${todo.kind}${todo.of?.id ?? ''}`}>{todoTitle(todo, t, formats)}</h2>
          <p>{t.firm.todoMore[todo.kind]}</p>
          <p className="row">
            <ButtonLink to={todo.to}>
              {t.firm.todoVerb[todo.kind]}
              {todo.amount && ` ${todo.amount}`}
            </ButtonLink>
            {todo.kind === 'answer' && todo.of && (
              <ButtonLink kind="bare" to={`/operaciones/${operation.id}/${todo.of.id}/askExtension`}>
                {t.dossier.moreTime}
              </ButtonLink>
            )}
          </p>
        </section>
      ))}
    </div>
  )
}

function Others({ operation }: { operation: OperationSaid }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const turns = othersTurns(operation)
  return (
    <section className="card" aria-labelledby="others">
      <h2 id="others">{t.dossier.others}</h2>
      {turns.length === 0 ? (
        <p className="muted">{t.dossier.noOthers}</p>
      ) : (
        <ul className="rows with-icon">
          {turns.map(({ stop, turn }) => (
            <li key={stop.id + turn.name}>
              <Icon of={stampIcon} />
              <div>
                <b>{turn.orgName}</b>
                <div className="small muted">{stop.title}</div>
              </div>
              <Turno holder="them">
                {turn.due ? dueWords(turn.due, t, formats, false) : (t.firm.status[stop.status] ?? stop.status)}
              </Turno>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Papers({
  operation,
  held,
  needed,
}: {
  operation: OperationSaid
  held: DossierState | undefined
  needed: readonly string[]
}): ReactNode {
  const t = useTexts()
  const said = useFields(needed)
  const formats = useFormats()
  const permits = operation.cases.filter((c) => c.type === 'permit')
  const uploaded = held?.documents ?? []
  return (
    <section aria-labelledby="papers">
      <h2 id="papers">{t.dossier.documents}</h2>
      {permits.length + uploaded.length === 0 ? (
        <p className="muted">{t.dossier.noDocuments}</p>
      ) : (
        <ul className="rows with-icon">
          {permits.map((p) => (
            <li key={p.id}>
              <Icon of={fileIcon} />
              <div>
                <a className="title" href={`/operaciones/${operation.id}/${p.id}`}>
                  {p.title}
                </a>
                <div className="small muted">
                  {[
                    p.agency?.name,
                    p.issued?.number,
                    p.issued?.validUntil && t.dossier.validUntil(showDay(p.issued.validUntil, formats)),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              </div>
              <Turno
                holder={
                  p.issued
                    ? 'done'
                    : p.turns.some((turn) => turn.mine)
                      ? 'me'
                      : ['DENIED', 'UPHELD', 'REVOKED', 'LAPSED', 'ABANDONED'].includes(p.status)
                        ? 'bad'
                        : 'them'
                }
              >
                {t.firm.status[p.status] ?? p.status}
              </Turno>
            </li>
          ))}
          {uploaded.map((d) => (
            <li key={d.digest}>
              <Icon of={fileIcon} />
              <div>
                <a href={`/v1/dossiers/${operation.id}/files/${d.digest}`} download={d.name}>
                  {d.name}
                </a>
                <div className="small muted">{said.paper(d.type)}</div>
              </div>
              <Turno holder="wait">{t.dossier.uploaded}</Turno>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Agreement({
  dossier,
  operation,
}: {
  dossier: DossierAnswer | undefined
  operation: OperationSaid
}): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const faults = dossier?.checks ?? []
  const { presented, typed } = operation.reuse
  return (
    <section className="side-block stack tight" aria-labelledby="agree">
      <h3 id="agree">{faults.length ? t.dossier.checksFail : t.dossier.checks}</h3>
      {faults.map((f) => (
        <Note key={f.pointer + f.code} kind="warn">
          {messageOf(f, formats.language)}
        </Note>
      ))}
      {presented > 0 && <Pairs items={[[t.firm.notTyped, showShare(Math.max(0, 1 - typed / presented))]]} />}
    </section>
  )
}

function Payments({ operation }: { operation: OperationSaid }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const orders = operation.cases.filter((c) => c.type === 'order')
  if (orders.length === 0) return null
  return (
    <section className="side-block stack tight" aria-labelledby="payments">
      <h3 id="payments">{t.dossier.payments}</h3>
      <ul className="rows">
        {orders.map((order) => (
          <li key={order.id}>
            <div>
              <a href={`/pagar/${order.id}`}>{order.total ? showMoney(order.total, formats) : order.number}</a>
              <div className="small muted mono">{order.number}</div>
            </div>
            <Turno
              holder={
                order.turns.some((x) => x.mine)
                  ? 'me'
                  : order.status === 'PAID' || order.status === 'SETTLED'
                    ? 'done'
                    : 'wait'
              }
            >
              {t.firm.status[order.status] ?? order.status}
            </Turno>
          </li>
        ))}
      </ul>
    </section>
  )
}

function People({ dossier }: { dossier: DossierAnswer | undefined }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const shares = dossier?.state.shares ?? []
  return (
    <section className="side-block stack tight" aria-labelledby="people">
      <h3 id="people">{t.dossier.people}</h3>
      {shares.length === 0 ? (
        <p className="small">{t.dossier.onlyYou}</p>
      ) : (
        <ul className="rows">
          {shares.map((share) => (
            <li key={share.org}>
              <span className="mono small">{share.org.slice(0, 8)}</span>
              <span className="small muted">
                {share.scopes.map(humane).join(', ')}
                {share.until && ` · ${t.firm.until(showMoment(share.until, formats))}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function History({ id }: { id: string }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const acts = useActs()
  const { data } = useAnswer<DossierTimeline>(`/v1/dossiers/${id}/timeline?limit=200`)
  if (!data) return null
  return (
    <details className="why">
      <summary>{t.dossier.history}</summary>
      <Timeline
        items={data.items.map((item) => ({
          at: item.at,
          when: showMoment(item.at, formats),
          what: acts.event(item.event),
          more: item.case.title,
        }))}
      />
    </details>
  )
}
