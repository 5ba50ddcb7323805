import type { FormField } from '#kernel'
import type { ReactNode } from 'react'
import { Button, Field, Select, TextInput, type Fault } from '../ui/index.ts'
import { useTexts } from '../texts/texts.tsx'
import { Datum } from './datum.tsx'
import { useNames } from './names.ts'

type Record_ = Readonly<Record<string, unknown>>

interface Props {
  readonly id: string
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly faults: Readonly<Record<string, readonly Fault[]>>
  readonly pointer: string
}

const asRecord = (value: unknown): Record_ => (typeof value === 'object' && value !== null ? (value as Record_) : {})

/** Data of the dictionary that a command changes: one picks which, and each gets the input that suits it, with what it was. */
export function ElementsPart({
  id,
  label,
  value,
  onChange,
  faults,
  pointer,
  fields,
  held,
}: Props & { fields: readonly FormField[]; held: Record_ }): ReactNode {
  const t = useTexts()
  const now = asRecord(value)
  const chosen = Object.keys(now)
  const fieldOf = (name: string): FormField =>
    fields.find((f) => f.id === name) ?? ({ id: name, label: name, type: 'text', required: false } as FormField)
  const set = (name: string, v: unknown): void => onChange({ ...now, [name]: v ?? '' })
  const drop = (name: string): void => {
    const { [name]: _, ...rest } = now
    onChange(Object.keys(rest).length ? rest : undefined)
  }
  const left = fields.filter((f) => !chosen.includes(f.id))
  const pick = `${id}-add`
  return (
    <fieldset className="stack">
      <legend className="label">
        {label} <span className="optional">({t.ui.optional})</span>
      </legend>
      {chosen.map((name) => (
        <div key={name} className="card stack tight">
          <Datum
            id={`${id}-${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`}
            field={fieldOf(name)}
            value={now[name] === '' ? undefined : now[name]}
            faults={faults[`${pointer}/${name}`] ?? []}
            onChange={(v) => set(name, v)}
          />
          <Button kind="bare" small onPress={() => drop(name)} label={`${t.forms.remove}: ${fieldOf(name).label}`}>
            {t.forms.remove}
          </Button>
        </div>
      ))}
      {fields.length > 0 ? (
        left.length > 0 && (
          <Field id={pick} label={t.cases.whichDatum} width="medium">
            <Select
              id={pick}
              value=""
              empty={t.forms.choose}
              options={left.map((f) => ({ value: f.id, label: f.label }))}
              onChange={(name) => name && set(name, held[name])}
            />
          </Field>
        )
      ) : (
        <Field id={pick} label={t.cases.whichDatum} width="medium">
          <TextInput id={pick} value="" onChange={(name) => name && set(name, held[name])} />
        </Field>
      )}
    </fieldset>
  )
}

/** The same for each of the case's goods; a list as long as theirs, so that a change stands beside what it changes. */
export function LinesPart({ id, label, value, onChange, faults, pointer }: Props): ReactNode {
  const t = useTexts()
  const { lineFields, lines } = useNames()
  const now = Array.isArray(value) ? (value as readonly unknown[]) : []
  const set = (i: number, v: unknown): void => {
    const next = Array.from({ length: Math.max(lines.length, now.length) }, (_, n) =>
      n === i ? asRecord(v) : asRecord(now[n]),
    )
    onChange(next.some((l) => Object.keys(l).length) ? next : undefined)
  }
  const count = Math.max(lines.length, now.length, lines.length ? 0 : 1)
  return Array.from({ length: count }, (_, i) => (
    <ElementsPart
      key={i}
      id={`${id}-${i}`}
      label={count > 1 ? t.forms.line(i + 1) : label}
      value={now[i]}
      onChange={(v) => set(i, v)}
      faults={faults}
      pointer={`${pointer}/${i}`}
      fields={lineFields}
      held={lines[i] ?? {}}
    />
  ))
}
