import type { ReactNode } from 'react'
import { Pairs, showMoment, Timeline, useFormats, Why } from '../ui/index.ts'
import type { HistoryEvent, Page } from '../shell/answers.ts'
import { useAnswer } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useTexts } from '../texts/texts.tsx'
import { readable } from './readable.ts'

/** Every event with its hour, who, what it says, and the print that ties it to the one before. */
export function CaseHistory({ path, names }: { path: string; names?: ReadonlyMap<string, string> }): ReactNode {
  const t = useTexts()
  const acts = useActs()
  const formats = useFormats()
  const { data } = useAnswer<Page<HistoryEvent>>(`${path}?limit=200`)
  if (!data) return null
  const who = ({ actor }: HistoryEvent): string => {
    const name = names?.get(actor.person ?? '')
    const roles = actor.roles.map((r) => acts.value(r)).join(', ')
    return name ? `${name} · ${roles}` : t.cases.by(roles)
  }
  return (
    <section aria-labelledby="history" className="stack tight">
      <h2 id="history">{t.cases.history}</h2>
      <Timeline
        items={data.items.map((e) => {
          const said = readable(e.data, formats, t, acts)
          return {
            at: e.at,
            when: showMoment(e.at, formats),
            what: (
              <>
                <b>{acts.event(e.type)}</b> <span className="muted small">{who(e)}</span>
              </>
            ),
            more: (
              <>
                {said.length > 0 ? (
                  <details className="event-data">
                    <summary>
                      {t.cases.data}
                      <span className="sr"> {acts.event(e.type)}</span>{' '}
                      <span className="mono muted">{e.hash.slice(0, 12)}</span>
                    </summary>
                    <Pairs items={said} />
                  </details>
                ) : (
                  <span className="mono">{e.hash.slice(0, 12)}</span>
                )}
              </>
            ),
          }
        })}
      />
      <Why ask={t.cases.hash}>{t.cases.historyMore}</Why>
    </section>
  )
}
