import diceIcon from '@phosphor-icons/core/regular/dice-five.svg'
import { useRef, useState, type ReactNode } from 'react'
import {
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  Icon,
  Note,
  Skeleton,
  TextArea,
  Turno,
  useFormats,
} from '../ui/index.ts'
import { api, newKey, Refused, type Problem } from '../shell/api.ts'
import { ownChange } from '../shell/live.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { refresh, useAnswer } from '../shell/queries.ts'
import { messageOf } from '../forms/words.ts'
import { useDesk } from '../texts/desk/desk.tsx'
import { excludedOf, type Batch, type BatchResult } from './batches.ts'

/** Alike proposals decided together (UX 4.7): a sample drawn at random is opened in full, the reason is written once, one act over the list. */
export function BatchScreen(): ReactNode {
  const id = useIds()('lote')
  const { data, error, refetch } = useAnswer<Batch>(`/v1/batches/${id}`)
  if (!data) return error ? <Wrong error={error} /> : <Skeleton />
  return <Review batch={data} again={() => void refetch()} />
}

function Review({ batch, again }: { batch: Batch; again: () => void }): ReactNode {
  const desk = useDesk()
  const d = desk.batch
  const formats = useFormats()
  const [pulled, setPulled] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState(desk.case.reasons[0] ?? '')
  const [problem, setProblem] = useState<Problem>()
  const [round, setRound] = useState(0)
  const [busy, setBusy] = useState(false)
  const [results, setResults] = useState<readonly BatchResult[] | null>(batch.result)
  const key = useRef(newKey())
  const left = batch.sample.filter((p) => !batch.opened.includes(p) && !pulled.has(p))
  const excluded = excludedOf(batch.id)
  const count = batch.items.length - pulled.size

  const open = (permit: string): void => {
    void api(`/v1/batches/${batch.id}/opened/${permit}`, { method: 'POST', body: {}, key: newKey() }).then(again)
  }
  const sign = async (): Promise<void> => {
    setBusy(true)
    try {
      ownChange()
      const done = await api<{ results: readonly BatchResult[] }>(`/v1/batches/${batch.id}/approve`, {
        method: 'POST',
        body: { digest: batch.digest, reason: reason.trim(), ...(pulled.size ? { pull: [...pulled] } : {}) },
        key: key.current,
      })
      setResults(done.results)
      await refresh()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setProblem(error.problem)
      setRound(round + 1)
      key.current = newKey()
    } finally {
      setBusy(false)
    }
  }
  if (results) {
    const approved = results.filter((r) => r.outcome === 'approved')
    return (
      <div className="stack loose">
        <Back to="/decisiones">{desk.decisions.title}</Back>
        <Title>{d.done(approved.length, results.length - approved.length)}</Title>
        <ul className="rows">
          {results.map((r) => (
            <li key={r.permit}>
              <div>
                <a className="title" href={`/casos/permits/${r.permit}`}>
                  {r.title}
                </a>{' '}
                <span className="mono small">{r.number}</span>
                {r.reason && <div className="small muted">{d.why[r.reason] ?? r.reason}</div>}
              </div>
              <Turno holder={r.outcome === 'approved' ? 'done' : 'wait'}>{d.result[r.outcome]}</Turno>
            </li>
          ))}
        </ul>
      </div>
    )
  }
  return (
    <div className="stack loose">
      <Back to="/decisiones">{desk.decisions.title}</Back>
      <header>
        <Title>{d.title(batch.items.length)}</Title>
        <p className="muted">
          {batch.items[0]?.title}. {d.lead}
        </p>
      </header>
      <ErrorSummary
        round={round}
        items={(problem?.errors ?? []).map((e) => ({ message: messageOf(e, formats.language), target: 'reason' }))}
      />
      {excluded.length > 0 && (
        <Note>
          <p>
            <b>{d.different(excluded.length)}.</b> {d.differentMore}
          </p>
          <ul>
            {excluded.map((e) => (
              <li key={e.permit} className="small">
                <a href={`/casos/permits/${e.permit}`}>{e.permit.slice(-6)}</a>: {d.why[e.reason] ?? e.reason}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <div className="two wide-side">
        <ul className="rows">
          {batch.items.map((item) => {
            const drawn = batch.sample.includes(item.permit)
            const seen = batch.opened.includes(item.permit)
            const out = pulled.has(item.permit)
            return (
              <li key={item.permit} className={out ? 'pulled' : ''}>
                <div>
                  <a
                    className="title"
                    href={`/casos/permits/${item.permit}`}
                    target="_blank"
                    rel="noreferrer"
                    onClick={() => drawn && open(item.permit)}
                  >
                    {item.title} <span className="mono small">{item.number ?? item.permit.slice(-6)}</span>
                  </a>
                  {drawn && (
                    <div className="row small">
                      <Icon of={diceIcon} />
                      {seen ? <Turno holder="done">{d.opened}</Turno> : <Turno holder="me">{d.sample}</Turno>}
                    </div>
                  )}
                </div>
                <Button
                  kind="bare"
                  small
                  label={`${out ? d.putBack : d.pull}: ${item.number ?? item.permit.slice(-6)}`}
                  onPress={() => {
                    const next = new Set(pulled)
                    if (out) next.delete(item.permit)
                    else next.add(item.permit)
                    setPulled(next)
                  }}
                >
                  {out ? d.putBack : d.pull}
                </Button>
              </li>
            )
          })}
        </ul>
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (!busy) void sign()
          }}
        >
          <Field id="reason" label={d.reason}>
            <TextArea id="reason" value={reason} maxLength={4000} onChange={setReason} />
          </Field>
          <ul className="chips">
            {desk.case.reasons.map((words) => (
              <li key={words}>
                <Button kind="alt" small onPress={() => setReason(words)}>
                  {words}
                </Button>
              </li>
            ))}
          </ul>
          <div role="status">{left.length > 0 && <Note kind="warn">{d.openAll(left.length)}</Note>}</div>
          <Note>{d.signing}</Note>
          <p className="small muted">
            {d.digest} <span className="mono">{batch.digest.slice(0, 24)}…</span>
          </p>
          <p className="row saveline">
            <Button submit busy={busy}>
              {d.sign(count)}
            </Button>
            <ButtonLink kind="bare" to="/decisiones">
              {desk.case.undo}
            </ButtonLink>
          </p>
        </form>
      </div>
    </div>
  )
}
