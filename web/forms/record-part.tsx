import type { ReactNode } from 'react'
import { Button, Field, TextInput } from '../ui/index.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useTexts } from '../texts/texts.tsx'

/** Names and values that a schema leaves open, one under the other. */
export function RecordPart({
  id,
  label,
  value,
  onChange,
}: {
  id: string
  label: string
  value: unknown
  onChange: (value: unknown) => void
}): ReactNode {
  const t = useTexts()
  const acts = useActs()
  const now = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, string>>
  const entries = Object.entries(now)
  const put = (list: readonly (readonly [string, string])[]): void =>
    onChange(list.length ? Object.fromEntries(list) : undefined)
  return (
    <fieldset className="stack tight">
      <legend className="label">
        {label} <span className="optional">({t.ui.optional})</span>
      </legend>
      {entries.map(([name, text], i) => (
        <div key={i} className="row pair">
          <Field id={`${id}-${i}-name`} label={acts.field('name')} width="short">
            <TextInput
              id={`${id}-${i}-name`}
              value={name}
              maxLength={41}
              onChange={(next) => put(entries.map((e, n) => (n === i ? [next, text] : e)))}
            />
          </Field>
          <Field id={`${id}-${i}-value`} label={acts.field('value')} width="short">
            <TextInput
              id={`${id}-${i}-value`}
              value={text}
              maxLength={2000}
              onChange={(next) => put(entries.map((e, n) => (n === i ? [name, next] : e)))}
            />
          </Field>
          <Button
            kind="bare"
            small
            label={`${t.forms.remove}: ${name}`}
            onPress={() => put(entries.filter((_, n) => n !== i))}
          >
            {t.forms.remove}
          </Button>
        </div>
      ))}
      <p>
        <Button
          kind="alt"
          small
          onPress={() => put([...entries, [entries.length ? `value${entries.length + 1}` : 'value', '']])}
        >
          {t.forms.list}
        </Button>
      </p>
    </fieldset>
  )
}
