import warningIcon from '@phosphor-icons/core/bold/warning-circle-bold.svg'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/texts.tsx'
import { Icon } from './icon.tsx'

export interface Fault {
  readonly message: string
  /** What puts it right, when it can be computed: a button «Poner 4.000». */
  readonly fix?: { readonly label: string; apply(): void }
  readonly code?: string
}

interface Around {
  readonly id: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly optional?: boolean
  readonly faults?: readonly Fault[]
  readonly width?: 'short' | 'medium'
  /** Words of an officer beside the field. */
  readonly pin?: ReactNode
}

const NONE: readonly Fault[] = []

/** What an input of this field carries, so that label, hint and faults are read with it. */
export const ariaOf = (id: string, hint: unknown, faults: readonly Fault[] = NONE) => ({
  id,
  'aria-invalid': faults.length ? (true as const) : undefined,
  'aria-describedby':
    [hint ? `${id}-hint` : '', faults.length ? `${id}-fault` : ''].filter(Boolean).join(' ') || undefined,
})

export function Field({
  id,
  label,
  hint,
  optional,
  faults = NONE,
  width,
  pin,
  children,
}: Around & { children: ReactNode }): ReactNode {
  const t = useTexts().ui
  return (
    <div className={['field', width ?? ''].filter(Boolean).join(' ')}>
      {pin}
      <label htmlFor={id}>
        {label} {optional && <span className="optional">({t.optional})</span>}
      </label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      <Faults id={id} faults={faults} />
    </div>
  )
}

export function Faults({ id, faults = NONE }: { id: string; faults?: readonly Fault[] }): ReactNode {
  if (faults.length === 0) return null
  return (
    <div id={`${id}-fault`}>
      {faults.map(({ message, fix, code }) => (
        <p key={message} className="errmsg">
          <Icon of={warningIcon} />
          <span>
            {message}{' '}
            {fix && (
              <button type="button" className="btn alt sm" onClick={fix.apply}>
                {fix.label}
              </button>
            )}
            {code && <span className="sr"> {code}</span>}
          </span>
        </p>
      ))}
    </div>
  )
}

/** A question with a few visible answers; `fieldset` and `legend`, so that the question is read with each answer. */
export function Choices({
  name,
  legend,
  hint,
  value,
  onChange,
  options,
  faults = NONE,
  pin,
}: {
  name: string
  legend: ReactNode
  hint?: ReactNode
  value: string | undefined
  onChange: (value: string) => void
  options: readonly {
    readonly value: string
    readonly label: ReactNode
    readonly more?: ReactNode
    readonly side?: ReactNode
  }[]
  faults?: readonly Fault[]
  pin?: ReactNode
}): ReactNode {
  return (
    <fieldset
      className="field"
      aria-describedby={
        [hint ? `${name}-hint` : '', faults.length ? `${name}-fault` : ''].filter(Boolean).join(' ') || undefined
      }
    >
      <legend className="label">{legend}</legend>
      {pin}
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <div className="choices">
        {options.map((option, i) => (
          <label key={option.value} className="choice">
            <input
              type="radio"
              id={i === 0 ? name : undefined}
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            <span>
              <b>{option.label}</b>
              {option.more && <span className="muted">{option.more}</span>}
            </span>
            {option.side && <span className="side mono">{option.side}</span>}
          </label>
        ))}
      </div>
      <Faults id={name} faults={faults} />
    </fieldset>
  )
}

export function Checkbox({
  id,
  checked,
  onChange,
  children,
}: {
  id: string
  checked: boolean
  onChange: (on: boolean) => void
  children: ReactNode
}): ReactNode {
  return (
    <label className="choice" htmlFor={id}>
      <input id={id} type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{children}</span>
    </label>
  )
}
