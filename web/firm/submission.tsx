import { useRef, useState, type ReactNode } from 'react'
import type { OperationSaid } from '#modules/dossier'
import { Button, ButtonLink, ErrorSummary, Note, Pairs, showMoney, Skeleton, useFormats } from '../ui/index.ts'
import { messageOf, showValue } from '../forms/words.ts'
import { newKey, Refused, type Problem } from '../shell/api.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { ownChange } from '../shell/live.ts'
import { send } from '../shell/outbox.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { refresh, useAnswer, useMe } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import type { DossierAnswer } from './dossier.tsx'
import { useFields } from './fields.ts'
import { titleOf } from './operation.ts'
import { periodWords } from '../forms/periods.ts'
import type { RequirementAnswer } from './requirements.tsx'

interface Receipt {
  readonly number: string | null
}

/** One application to all agencies: a page of its own that says what is sent, what it means, and ends in a receipt. */
export function Submission(): ReactNode {
  const id = useIds()('carpeta')
  const t = useTexts()
  const formats = useFormats()
  const me = useMe()
  const dossier = useAnswer<DossierAnswer>(`/v1/dossiers/${id}`)
  const operation = useAnswer<OperationSaid>(`/v1/operations/${id}`)
  const needs = useAnswer<RequirementAnswer>(`/v1/dossiers/${id}/requirements?lang=${formats.language}`)
  const said = useFields(needs.data?.procedures.map((p) => p.procedure) ?? [])
  const [problem, setProblem] = useState<Problem>()
  const [round, setRound] = useState(0)
  const [busy, setBusy] = useState(false)
  const [receipt, setReceipt] = useState<Receipt>()
  const [queued, setQueued] = useState(false)
  const key = useRef(newKey())
  if (!dossier.data || !operation.data || !needs.data) {
    const error = dossier.error ?? operation.error ?? needs.error
    return error ? <Wrong error={error} /> : <Skeleton />
  }
  const o = operation.data
  const title = titleOf(o, t, formats)
  const file = async (): Promise<void> => {
    setBusy(true)
    try {
      ownChange()
      const sent = await send<CaseAnswer<{ number: string }>>({
        title: `${t.dossier.send}: ${title}`,
        path: '/v1/applications',
        body: { dossier: id },
        key: key.current,
        owner: `${me.person}/${me.organisation.id}`,
      })
      if ('waiting' in sent) setQueued(true)
      else {
        setReceipt({ number: sent.done.number })
        await refresh()
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      key.current = newKey()
      setProblem(error.problem)
      setRound(round + 1)
    } finally {
      setBusy(false)
    }
  }
  if (queued)
    return (
      <div className="wrap question stack">
        <Title>{t.dossier.queued}</Title>
        <Note live>{t.dossier.queuedMore}</Note>
        <p className="row">
          <ButtonLink to="/cuenta#por-enviar">{t.shell.outbox}</ButtonLink>
        </p>
      </div>
    )
  if (receipt) {
    const order = o.cases.find((c) => c.type === 'order' && c.turns.some((turn) => turn.mine))
    return (
      <div className="wrap question stack">
        <Title>{t.dossier.receipt}</Title>
        <Note kind="ok" live>
          <p className="strong">{t.dossier.receiptMore(receipt.number ?? '')}</p>
        </Note>
        <h2>{t.dossier.then}</h2>
        <p className="row">
          {order && (
            <ButtonLink to={`/pagar/${order.id}`}>
              {order.total ? t.dossier.pay(showMoney(order.total, formats)) : t.dossier.goPay}
            </ButtonLink>
          )}
          <ButtonLink kind="alt" to={`/operaciones/${id}`}>
            {t.dossier.toDossier}
          </ButtonLink>
        </p>
      </div>
    )
  }
  const { state } = dossier.data
  const line = (e: string, value: unknown): readonly [string, string] => [
    said.field(e).label,
    showValue(value, said.field(e), formats, t),
  ]
  return (
    <div className="wrap narrow stack loose">
      <Back to={`/operaciones/${id}`}>{t.dossier.back(title)}</Back>
      <header className="stack tight">
        <p className="muted small mono">{o.ucr}</p>
        <Title>{t.dossier.review}</Title>
        <p className="big">{t.dossier.reviewMore}</p>
      </header>
      <ErrorSummary
        round={round}
        items={(problem?.errors ?? []).map((e) => ({
          message: messageOf(e, formats.language),
          target: `/operaciones/${id}/paso/${e.pointer.includes('/lines/') ? 2 : 1}`,
        }))}
      />
      <ul className="rows">
        {needs.data.procedures.map((p) => (
          <li key={p.procedure}>
            <div>
              <b>{p.title}</b>
              <div className="small muted">
                {p.agency?.name}
                {p.within && ` · ${t.dossier.within(periodWords(p.within, formats.language))}`}
              </div>
            </div>
            <b>{p.fee ? showMoney(p.fee, formats) : t.dossier.costLater}</b>
          </li>
        ))}
      </ul>
      <section className="card">
        <Pairs items={Object.entries(state.elements).map(([e, v]) => line(e, v))} />
        {state.lines.map((l, i) => (
          <div key={i}>
            {state.lines.length > 1 && <h3>{t.forms.line(i + 1)}</h3>}
            <Pairs items={Object.entries(l).map(([e, v]) => line(e, v))} />
          </div>
        ))}
      </section>
      <Note>{t.dossier.signing}</Note>
      <p className="row saveline">
        <Button busy={busy} onPress={() => void file()}>
          {t.dossier.send}
        </Button>
        <ButtonLink kind="bare" to={`/operaciones/${id}/paso/1`}>
          {t.dossier.changeData}
        </ButtonLink>
      </p>
    </div>
  )
}
