import checkIcon from '@phosphor-icons/core/bold/check-bold.svg'
import warningIcon from '@phosphor-icons/core/bold/warning-bold.svg'
import type { ReactNode } from 'react'
import { Icon, useFormats } from '../ui/index.ts'
import { showValue } from '../forms/words.ts'
import { useDesk } from '../texts/desk/desk.tsx'
import { useTexts } from '../texts/texts.tsx'
import type { CaseDatum, CheckSaid } from './case-data.ts'

/** The data of a case with what the checks say of each, and a way to observe every one. */
export function DataPane({
  data,
  checks,
  pins,
  active,
  onObserve,
  changed,
}: {
  data: readonly CaseDatum[]
  checks: readonly CheckSaid[]
  /** Numbers of the observations being written, by what they are about. */
  pins: ReadonlyMap<string, number>
  active: number
  /** Absent where nothing may be observed now. */
  onObserve?: (id: string) => void
  changed: ReadonlySet<string>
}): ReactNode {
  const d = useDesk().case
  const t = useTexts()
  const formats = useFormats()
  const good = data.filter((x) => x.fails.length === 0).length
  const several = data.some((x) => x.line === 1)
  return (
    <section aria-labelledby="data" className="pane">
      <h2 id="data">
        {d.data} <span className="muted small">{d.allGood(good, data.length)}</span>
      </h2>
      <ul className="facts-list">
        {data.map((x, i) => {
          const pin = pins.get(x.id)
          const first = several && x.line !== null && data[i - 1]?.line !== x.line
          const kind = x.fails.length ? 'fails' : pin ? 'pinned' : ''
          return (
            <li
              key={x.key}
              className={[kind, i === active ? 'active' : '', first ? 'opens' : ''].filter(Boolean).join(' ')}
            >
              {first && <p className="group">{d.goods((x.line ?? 0) + 1)}</p>}
              <span className="mark-of">
                <Icon of={x.fails.length ? warningIcon : checkIcon} />
                <span className="sr">{x.fails.length ? d.checkFails : d.checkOk}: </span>
              </span>
              <span className="body">
                <span className="k">{x.field.label}</span>
                <span className="v">{showValue(x.value, x.field, formats, t)}</span>
                {changed.has(x.id) && <span className="small new-mark">{d.changed}</span>}
                {x.fails.map((f) => (
                  <span key={f.code} className="small bad">
                    {f.text} {f.law && <span className="muted">{d.checkLaw(f.law)}</span>}
                  </span>
                ))}
              </span>
              {pin ? (
                <span className="pin" aria-label={d.pinOf(pin)}>
                  {pin}
                </span>
              ) : (
                onObserve && (
                  <button type="button" className="linkish small" onClick={() => onObserve(x.id)} data-datum={i}>
                    {d.observe}
                    <span className="sr"> {x.field.label}</span>
                  </button>
                )
              )}
            </li>
          )
        })}
      </ul>
      {checks.some((c) => !c.ok && !data.some((x) => x.fails.includes(c))) && (
        <ul className="stack tight">
          {checks
            .filter((c) => !c.ok && !data.some((x) => x.fails.includes(c)))
            .map((c) => (
              <li key={c.code} className="small bad">
                {c.text} {c.law && <span className="muted">{d.checkLaw(c.law)}</span>}
              </li>
            ))}
        </ul>
      )}
    </section>
  )
}
