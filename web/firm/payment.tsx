import { useState, type ReactNode } from 'react'
import type { Money } from '#kernel'
import { Button, ButtonLink, Note, offsetOf, showMoment, showMoney, Skeleton, useFormats, Why } from '../ui/index.ts'
import { api, Refused } from '../shell/api.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'

interface OrderState {
  readonly status: string
  readonly number: string
  readonly due: string
  readonly total: Money
  readonly paidAt: string | null
  readonly application: string
  readonly lines: readonly {
    readonly title: string
    readonly agency: string
    readonly amount: Money
    readonly law: string
    readonly permit: string
  }[]
}

/** The basket: one order, a line per agency, one button with the amount in it. */
export function Payment(): ReactNode {
  const id = useIds()('orden')
  const t = useTexts().dossier
  const formats = useFormats()
  const [waiting, setWaiting] = useState(() => new URLSearchParams(location.search).has('vuelta'))
  const { data, error, refetch } = useAnswer<CaseAnswer<OrderState>>(`/v1/orders/${id}`, {
    refetchInterval: waiting ? 2000 : false,
  })
  const [away, setAway] = useState(false)
  const [busy, setBusy] = useState(false)
  const application = useAnswer<CaseAnswer<{ dossier: string }>>(
    data ? `/v1/applications/${data.state.application}` : null,
  )
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  const { state } = data
  const dossier = application.data?.state.dossier
  const amount = showMoney(state.total, formats)
  const pay = async (): Promise<void> => {
    setBusy(true)
    setAway(false)
    try {
      const started = await api<{ readonly payUrl: string | null }>(`/v1/orders/${id}/checkout`, {
        method: 'POST',
        body: {},
      })
      if (started.payUrl) location.assign(started.payUrl)
      else setWaiting(true)
    } catch (problem) {
      setAway(true)
      if (problem instanceof Refused && problem.problem.status !== 503) await refetch()
    } finally {
      setBusy(false)
    }
  }
  const open = state.status === 'ISSUED'
  return (
    <div className="wrap stack loose">
      <Back to={dossier ? `/operaciones/${dossier}` : '/operaciones'}>{t.toDossier}</Back>
      <header className="stack tight">
        <p className="muted small mono">{state.number}</p>
        <Title>{open ? t.payTitle(state.lines.length) : state.paidAt ? t.paid : t.lapsed}</Title>
        {open && <p className="big muted">{t.payMore}</p>}
      </header>
      {state.paidAt ? (
        <Note kind="ok" live>
          {t.paidAt(`${showMoment(state.paidAt, formats)} (${offsetOf(state.paidAt, formats)})`)}
        </Note>
      ) : !open ? (
        <Note kind="warn">{t.lapsedMore}</Note>
      ) : (
        waiting && (
          <Note kind="warn" live>
            <p className="strong">{t.waitingBank}</p>
            <p>{t.waitingBankMore}</p>
          </Note>
        )
      )}
      <div className="two">
        <div>
          <table className="bill">
            <thead>
              <tr>
                <th scope="col">{t.permit}</th>
                <th scope="col" className="num">
                  {t.amount}
                </th>
              </tr>
            </thead>
            <tbody>
              {state.lines.map((line) => (
                <tr key={line.permit}>
                  <th scope="row">
                    <b>{line.title}</b>
                    <span className="muted">{line.agency.toUpperCase()}</span>
                  </th>
                  <td className="num">{showMoney(line.amount, formats)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t.total}</th>
                <td className="num">{amount}</td>
              </tr>
            </tfoot>
          </table>
          <Why ask={t.law}>
            <ul>
              {state.lines.map((line) => (
                <li key={line.permit}>
                  {line.title}: {line.law}
                </li>
              ))}
            </ul>
          </Why>
        </div>
        {open ? (
          <section className="card stack" aria-label={t.pay(amount)}>
            {away && (
              <Note kind="bad" live>
                {t.bankDown}
              </Note>
            )}
            <Button busy={busy} onPress={() => void pay()}>
              {t.pay(amount)}
            </Button>
            <p className="small">{t.payUntil(showMoment(state.due, formats))}</p>
            <p className="small muted">{t.simulated}</p>
          </section>
        ) : (
          dossier && (
            <p>
              <ButtonLink to={`/operaciones/${dossier}`}>{t.toDossier}</ButtonLink>
            </p>
          )
        )}
      </div>
    </div>
  )
}
