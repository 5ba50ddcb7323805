import clockIcon from '@phosphor-icons/core/regular/clock.svg'
import pageIcon from '@phosphor-icons/core/regular/file-text.svg'
import pencilIcon from '@phosphor-icons/core/regular/pencil-simple.svg'
import sealIcon from '@phosphor-icons/core/regular/seal-check.svg'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/texts.tsx'
import { Icon } from './icon.tsx'

/** Where a datum comes from: a seal is an authority's word, a page a document, a pencil yours, a clock is out of date. */
export type SourceKind = 'seal' | 'page' | 'pencil' | 'clock'
const ICONS: Readonly<Record<SourceKind, string>> = {
  seal: sealIcon,
  page: pageIcon,
  pencil: pencilIcon,
  clock: clockIcon,
}

export interface Fact {
  readonly id: string
  readonly label: string
  readonly value: ReactNode
  readonly source?: { readonly kind: SourceKind; readonly words: string }
  /** Opens the datum for change; absent where it may not be. */
  readonly change?: () => void
  /** What stands in its place while it is being changed. */
  readonly editor?: ReactNode
}

export function SourceTag({ kind, words }: { kind: SourceKind; words: string }): ReactNode {
  return (
    <span className={`src ${kind}`}>
      <Icon of={ICONS[kind]} />
      {words}
    </span>
  )
}

/** What is known already, so that nobody types it again. */
export function Facts({ items }: { items: readonly Fact[] }): ReactNode {
  const t = useTexts().ui
  return (
    <ul className="prov">
      {items.map(({ id, label, value, source, change, editor }) =>
        editor ? (
          <li key={id} className="editing">
            <div style={{ gridColumn: '1 / -1' }}>{editor}</div>
          </li>
        ) : (
          <li key={id}>
            <span className="k">{label}</span>
            <span className="v">{value}</span>
            <span className="src-cell row">
              {source && <SourceTag {...source} />}
              {change && (
                <span className="src">
                  <button type="button" onClick={change}>
                    {t.change}
                    <span className="sr"> {label}</span>
                  </button>
                </span>
              )}
            </span>
          </li>
        ),
      )}
    </ul>
  )
}

/** Label and figure, one under the other. */
export function Pairs({ items }: { items: readonly (readonly [ReactNode, ReactNode])[] }): ReactNode {
  return (
    <dl className="pairs">
      {items.map(([label, value], i) => (
        <div key={i}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Big figures with what they mean under them: cost, time, own time. */
export function Figures({
  items,
}: {
  items: readonly { readonly label: string; readonly value: ReactNode; readonly more?: ReactNode }[]
}): ReactNode {
  return (
    <dl className="figures">
      {items.map(({ label, value, more }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {more && <small>{more}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
