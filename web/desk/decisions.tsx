import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { Button, Empty, Note, showMoment, Skeleton, useFormats } from '../ui/index.ts'
import { Refused } from '../shell/api.ts'
import type { Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { messageOf } from '../forms/words.ts'
import { useDesk } from '../texts/desk/desk.tsx'
import { useTexts } from '../texts/texts.tsx'
import { makeBatch } from './batches.ts'
import { addressOfRow, dueOf, goodsOf, Situation, type QueueRow } from './queue-row.tsx'

/** What is proposed and waits for a signature, by procedure: alike ones can be reviewed together, the others are opened. */
export function Decisions(): ReactNode {
  const desk = useDesk()
  const d = desk.decisions
  const t = useTexts()
  const formats = useFormats()
  const navigate = useNavigate()
  const { data, error, refetch } = useAnswer<Page<QueueRow>>('/v1/inbox?turn=decide&limit=200&paused=no')
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState('')
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  const groups = new Map<string, QueueRow[]>()
  for (const row of data.items) {
    const key = row.procedure ?? row.title
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const review = async (procedure: string, rows: readonly QueueRow[]): Promise<void> => {
    setBusy(procedure)
    setProblem(undefined)
    try {
      await navigate({ href: `/decisiones/lote/${await makeBatch(rows.map((r) => r.id))}` })
    } catch (e) {
      setProblem(e)
    } finally {
      setBusy('')
    }
  }
  return (
    <div className="stack loose">
      <header>
        <Title>{d.title}</Title>
        <p className="muted">{d.lead}</p>
      </header>
      {problem instanceof Refused ? (
        <Note kind="warn" live>
          {problem.problem.errors.map((e) => (
            <p key={e.code}>{messageOf(e, formats.language)}</p>
          ))}
        </Note>
      ) : (
        problem !== undefined && <Wrong error={problem} />
      )}
      {groups.size === 0 ? (
        <Empty>{d.none}</Empty>
      ) : (
        [...groups].map(([procedure, rows]) => (
          <section key={procedure} className="card stack" aria-labelledby={`g-${procedure}`}>
            <div className="row between">
              <h2 id={`g-${procedure}`}>
                {rows[0]?.title} <span className="muted small">{d.group(rows.length)}</span>
              </h2>
              {rows.length > 1 && (
                <Button kind="alt" small busy={busy === procedure} onPress={() => void review(procedure, rows)}>
                  {d.reviewBatch}
                  <span className="sr">: {rows[0]?.title}</span>
                </Button>
              )}
            </div>
            <ul className="rows">
              {rows.map((row) => (
                <li key={row.id}>
                  <div>
                    <a className="title" href={addressOfRow(row)}>
                      {row.firm ?? row.title}
                    </a>
                    <div className="small muted">
                      {[goodsOf(row, desk), showMoment(row.since, formats), dueOf(row.due, desk, t, formats)].join(
                        ' · ',
                      )}
                    </div>
                  </div>
                  <Situation row={row} next={false} />
                </li>
              ))}
            </ul>
          </section>
        ))
      )}
    </div>
  )
}
