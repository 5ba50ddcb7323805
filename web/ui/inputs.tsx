import { useEffect, useState, type ReactNode } from 'react'
import { parseDecimal, showDecimal, useFormats } from './format.ts'
import { ariaOf, type Fault } from './fields.tsx'

interface InputProps {
  readonly id: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onLeave?: () => void
  readonly hint?: unknown
  readonly faults?: readonly Fault[]
}

export function TextInput({
  id,
  value,
  onChange,
  onLeave,
  hint,
  faults,
  maxLength,
  complete = 'off',
  mode,
  type = 'text',
}: InputProps & {
  maxLength?: number
  complete?: string
  mode?: 'text' | 'numeric' | 'email' | 'tel' | 'search'
  type?: 'text' | 'search' | 'email' | 'tel'
}): ReactNode {
  return (
    <input
      {...ariaOf(id, hint, faults)}
      type={type}
      value={value}
      maxLength={maxLength}
      autoComplete={complete}
      inputMode={mode}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onLeave}
    />
  )
}

export function TextArea({
  id,
  value,
  onChange,
  onLeave,
  hint,
  faults,
  maxLength,
}: InputProps & { maxLength?: number }): ReactNode {
  return (
    <textarea
      {...ariaOf(id, hint, faults)}
      value={value}
      maxLength={maxLength}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onLeave}
    />
  )
}

/**
 * A number as people write it: comma or point, with or without marks of thousands. `value` and what `onChange` gets is a decimal
 * text (`1860.5`); what cannot be read is passed on as it was typed, so that nobody's figure is changed in silence.
 */
export function NumberInput({
  id,
  value,
  onChange,
  onLeave,
  hint,
  faults,
  unit,
}: InputProps & { unit?: ReactNode }): ReactNode {
  const formats = useFormats()
  const [typed, setTyped] = useState(() => showDecimal(value, formats))
  useEffect(() => {
    setTyped((now) => (parseDecimal(now, formats) === value || now === value ? now : showDecimal(value, formats)))
  }, [value, formats])
  const input = (
    <input
      {...ariaOf(id, hint, faults)}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value)
        onChange(parseDecimal(event.target.value, formats) ?? event.target.value.trim())
      }}
      onBlur={() => {
        const read = parseDecimal(typed, formats)
        if (read !== undefined) setTyped(showDecimal(read, formats))
        onLeave?.()
      }}
    />
  )
  return unit ? (
    <div className="unit">
      {input}
      {typeof unit === 'string' ? <span>{unit}</span> : unit}
    </div>
  ) : (
    input
  )
}

/** The machine's own calendar: the best one on a phone, and no weight. */
export function DateInput({
  id,
  value,
  onChange,
  onLeave,
  hint,
  faults,
  min,
  max,
}: InputProps & { min?: string; max?: string }): ReactNode {
  return (
    <input
      {...ariaOf(id, hint, faults)}
      type="date"
      value={value}
      min={min}
      max={max}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onLeave}
    />
  )
}

export interface Option {
  readonly value: string
  readonly label: string
}

export function Select({
  id,
  value,
  onChange,
  onLeave,
  hint,
  faults,
  options,
  empty,
  label,
}: InputProps & { options: readonly Option[]; empty?: string; label?: string }): ReactNode {
  return (
    <select
      {...ariaOf(id, hint, faults)}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onLeave}
    >
      {empty !== undefined && <option value="">{empty}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
