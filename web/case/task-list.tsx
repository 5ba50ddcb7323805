import type { PermitState } from '#kernel'
import type { ReactNode } from 'react'
import { showMoment, Turno, useFormats } from '../ui/index.ts'
import type { HistoryEvent } from '../shell/answers.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'
import { papersIn } from './case-data.ts'

const CLOSING = new Set(['OpinionGiven', 'InspectionRecorded', 'ResultReported'])

/** Opinions, inspections and laboratory results: who was asked, until when, what they said and with what proof. */
export function TaskList({
  state,
  kind,
  id,
  history,
}: {
  state: PermitState
  kind: string
  id: string
  history: readonly HistoryEvent[]
}): ReactNode {
  const d = useDesk().case
  const acts = useActs()
  const formats = useFormats()
  const tasks = Object.values(state.tasks)
  if (tasks.length === 0) return null
  const saidBy = (name: string): { text?: string; evidence?: unknown } | undefined =>
    history
      .filter((e) => CLOSING.has(e.type) && (e.data as { task?: string } | null)?.task === name)
      .map((e) => e.data as { text?: string; evidence?: unknown })
      .at(-1)
  return (
    <section aria-labelledby="tasks" className="stack tight">
      <h2 id="tasks">{d.tasks}</h2>
      <ul className="rows">
        {tasks.map((task) => {
          const said = saidBy(task.name)
          const proof = papersIn(said?.evidence)
          return (
            <li key={task.name}>
              <div>
                <b>
                  {acts.value(task.kind)}: {acts.field(task.name).toLowerCase()}
                </b>{' '}
                <span className="muted">{task.agency.toUpperCase()}</span>
                {said?.text && <p>«{said.text}»</p>}
                {proof.length > 0 && (
                  <p className="row small">
                    {d.evidence}:{' '}
                    {proof.map((p) => (
                      <a key={p.digest} href={`/v1/${kind}/${id}/files/${p.digest}`} download={p.name}>
                        {p.name}
                      </a>
                    ))}
                  </p>
                )}
                <div className="small muted">
                  {task.closedAt
                    ? showMoment(task.closedAt, formats)
                    : task.due && acts.field('until') + ' ' + showMoment(task.due, formats)}
                </div>
              </div>
              <Turno
                holder={
                  task.adverse ? 'bad' : task.status === 'done' ? 'done' : task.status === 'silent' ? 'warn' : 'them'
                }
              >
                {task.result
                  ? acts.value(task.result)
                  : task.status === 'open'
                    ? d.taskOpen
                    : task.status === 'silent'
                      ? d.taskSilent
                      : d.taskDone}
              </Turno>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
