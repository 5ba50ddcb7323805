import { Compile } from 'typebox/schema'
import type { ReactNode } from 'react'
import {
  ariaOf,
  Button,
  Checkbox,
  Choices,
  DateInput,
  Field,
  FileInput,
  NumberInput,
  Select,
  TextArea,
  TextInput,
  type Fault,
} from '../ui/index.ts'
import { upload } from '../shell/api.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useTexts } from '../texts/texts.tsx'
import { ElementsPart, LinesPart } from './elements-part.tsx'
import { useNames } from './names.ts'
import { RecordPart } from './record-part.tsx'

/** The part of JSON Schema that commands are described with. */
export interface Schema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly maxLength?: number
  readonly pattern?: string
  readonly minItems?: number
  readonly patternProperties?: Readonly<Record<string, Schema>>
  /** What the value names of the case itself. */
  readonly 'x-names'?: string
}

const literals = (schema: Schema): readonly string[] | undefined => {
  if (schema.enum) return schema.enum.map(String)
  const all = schema.anyOf?.filter((s) => s.type !== 'null')
  return all?.length && all.every((s) => s.const !== undefined) ? all.map((s) => String(s.const)) : undefined
}
const has = (schema: Schema | undefined, ...names: string[]): boolean => names.every((n) => schema?.properties?.[n])

interface Props {
  readonly schema: Schema
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly id: string
  readonly label: string
  readonly required: boolean
  /** Faults by JSON Pointer, of this very message. */
  readonly faults: Readonly<Record<string, readonly Fault[]>>
  readonly pointer: string
  /** It stands in a box with its name already. */
  readonly bare?: boolean
}

const NONE: readonly Fault[] = []

/** The form of a command, made from what the command itself says it takes. */
export function SchemaForm({
  schema,
  value,
  onChange,
  faults,
  id = 'c',
}: Pick<Props, 'schema' | 'value' | 'onChange' | 'faults'> & { id?: string }): ReactNode {
  const acts = useActs()
  const now = (value ?? {}) as Readonly<Record<string, unknown>>
  return (
    <div className="stack loose">
      {Object.entries(schema.properties ?? {}).map(([name, part]) => (
        <Part
          key={name}
          schema={part}
          id={`${id}-${name}`}
          label={part.title ?? acts.field(name === 'to' && part.pattern === DAY ? 'until' : name)}
          required={schema.required?.includes(name) ?? false}
          value={now[name]}
          faults={faults}
          pointer={`/${name}`}
          onChange={(v) => {
            const { [name]: _, ...rest } = now
            onChange(v === undefined ? rest : { ...rest, [name]: v })
          }}
        />
      ))}
    </div>
  )
}

/** What a schema says of a value that has a day or an hour in it. */
const DAY = String.raw`^\d{4}-\d{2}-\d{2}$`
const isInstant = (pattern: string | undefined): boolean =>
  pattern?.startsWith(String.raw`^\d{4}-\d{2}-\d{2}T`) ?? false

function Part(props: Props): ReactNode {
  const { schema, value, onChange, id, label, required, faults, pointer } = props
  const t = useTexts().forms
  const acts = useActs()
  const names = useNames()
  const mine = faults[pointer] ?? NONE
  const about = {
    id,
    label,
    faults: mine,
    optional: !required,
    ...(schema.description ? { hint: schema.description } : {}),
  }
  const input = { id, faults: mine, hint: schema.description }
  const text = typeof value === 'string' ? value : ''
  const named = schema['x-names']
  if (named === 'elements')
    return (
      <ElementsPart {...{ id, label, value, onChange, faults, pointer }} fields={names.fields} held={names.elements} />
    )
  if (named === 'lines') return <LinesPart {...{ id, label, value, onChange, faults, pointer }} />
  const offered = named === undefined ? undefined : names.options(named)
  if (offered?.length) {
    const pick = (v: string): void => onChange(v === '' ? undefined : schema.type === 'integer' ? Number(v) : v)
    const now = value === undefined ? '' : String(value)
    return offered.length <= 3 && required ? (
      <Choices name={id} legend={label} faults={mine} value={now || undefined} onChange={pick} options={offered} />
    ) : (
      <Field {...about} hint={undefined} width="medium">
        <Select id={id} faults={mine} value={now} onChange={pick} options={offered} empty={t.choose} />
      </Field>
    )
  }
  const options = literals(schema)
  if (options)
    return options.length <= 4 ? (
      <Choices
        name={id}
        legend={label}
        hint={schema.description}
        faults={mine}
        value={text || undefined}
        onChange={onChange}
        options={options.map((o) => ({ value: o, label: acts.value(o) }))}
      />
    ) : (
      <Field {...about} width="medium">
        <Select
          {...input}
          value={text}
          onChange={(v) => onChange(v || undefined)}
          options={options.map((o) => ({ value: o, label: acts.value(o) }))}
          empty={t.choose}
        />
      </Field>
    )
  const inner = schema.anyOf?.find((s) => s.type !== 'null')
  if (inner)
    return <Part {...props} schema={{ ...inner, ...(schema.description ? { description: schema.description } : {}) }} />
  if (schema.type === 'boolean')
    return (
      <Checkbox id={id} checked={value === true} onChange={onChange}>
        <b>{label}</b>
      </Checkbox>
    )
  if (schema.type === 'array' && has(schema.items, 'digest', 'type')) return <Papers {...props} />
  if (schema.type === 'array') return <List {...props} />
  if (schema.type === 'object' && (has(schema, 'amount', 'currency') || has(schema, 'value', 'unit'))) {
    const [figure, mark] = has(schema, 'amount') ? (['amount', 'currency'] as const) : (['value', 'unit'] as const)
    const now = (value ?? {}) as Readonly<Record<string, string>>
    return (
      <Field {...about} width="medium">
        <NumberInput
          {...input}
          value={now[figure] ?? ''}
          onChange={(v) =>
            onChange(v === '' ? undefined : { [figure]: v, [mark]: now[mark] ?? (mark === 'unit' ? 'KGM' : 'USD') })
          }
          unit={now[mark] ?? (mark === 'unit' ? 'KGM' : 'USD')}
        />
      </Field>
    )
  }
  if (schema.type === 'object' && schema.properties && props.bare) return <Nested {...props} />
  if (schema.type === 'object' && schema.properties)
    return (
      <fieldset className="card stack">
        <legend className="label">{label}</legend>
        <Nested {...props} />
      </fieldset>
    )
  if (schema.type === 'integer' || schema.type === 'number')
    return (
      <Field {...about} width="short">
        <NumberInput
          {...input}
          value={value === undefined ? '' : String(value)}
          onChange={(v) => onChange(v === '' ? undefined : Number.isFinite(Number(v)) ? Number(v) : v)}
        />
      </Field>
    )
  if (schema.patternProperties) return <RecordPart {...{ id, label, value, onChange }} />
  if (schema.type === 'object' || schema.type === undefined)
    return (
      <Field {...about}>
        <TextArea
          {...input}
          value={typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)}
          onChange={(v) => onChange(readJson(v))}
        />
      </Field>
    )
  if (schema.pattern === DAY)
    return (
      <Field {...about} hint={undefined} width="short">
        <DateInput id={id} faults={mine} value={text} onChange={(v) => onChange(v || undefined)} />
      </Field>
    )
  if (isInstant(schema.pattern))
    return (
      <Field {...about} hint={undefined} width="short">
        <MomentInput id={id} faults={mine} value={text} onChange={onChange} />
      </Field>
    )
  const long = (schema.maxLength ?? 0) > 200
  return (
    <Field {...about}>
      {long ? (
        <TextArea
          {...input}
          value={text}
          maxLength={schema.maxLength ?? 4000}
          onChange={(v) => onChange(v || undefined)}
        />
      ) : (
        <TextInput
          {...input}
          value={text}
          maxLength={schema.maxLength ?? 500}
          onChange={(v) => onChange(v || undefined)}
        />
      )}
    </Field>
  )
}

/** An hour of this device's own clock, sent as the instant it is. */
function MomentInput({
  id,
  value,
  onChange,
  faults,
}: {
  id: string
  value: string
  onChange: (value: unknown) => void
  faults: readonly Fault[]
}): ReactNode {
  const at = new Date(value)
  const local = Number.isNaN(at.getTime())
    ? ''
    : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  return (
    <input
      {...ariaOf(id, undefined, faults)}
      type="datetime-local"
      value={local}
      onChange={({ target }) => onChange(target.value ? new Date(target.value).toISOString() : undefined)}
    />
  )
}

const readJson = (text: string): unknown => {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

function Nested({ schema, value, onChange, id, faults, pointer }: Props): ReactNode {
  const acts = useActs()
  const now = (value ?? {}) as Readonly<Record<string, unknown>>
  return Object.entries(schema.properties ?? {}).map(([name, part]) => (
    <Part
      key={name}
      schema={part}
      id={`${id}-${name}`}
      label={part.title ?? acts.field(name === 'to' && part.pattern === DAY ? 'until' : name)}
      required={schema.required?.includes(name) ?? false}
      value={now[name]}
      faults={faults}
      pointer={`${pointer}/${name}`}
      onChange={(v) => {
        const { [name]: _, ...rest } = now
        onChange(v === undefined ? rest : { ...rest, [name]: v })
      }}
    />
  ))
}

function List({ schema, value, onChange, id, label, faults, pointer }: Props): ReactNode {
  const t = useTexts().forms
  const items = Array.isArray(value) ? (value as readonly unknown[]) : schema.minItems ? [undefined] : []
  return (
    <fieldset className="stack">
      <legend className="label">{label}</legend>
      {items.map((item, i) => (
        <div key={i} className="card stack">
          <p className="label">
            {label} {i + 1}
          </p>
          <Part
            schema={schema.items ?? {}}
            id={`${id}-${i}`}
            label={`${label} ${i + 1}`}
            bare
            required
            value={item}
            faults={faults}
            pointer={`${pointer}/${i}`}
            onChange={(v) => onChange(items.map((was, n) => (n === i ? v : was)))}
          />
          {items.length > (schema.minItems ?? 0) && (
            <Button kind="bare" small onPress={() => onChange(items.filter((_, n) => n !== i))}>
              {t.remove}
            </Button>
          )}
        </div>
      ))}
      <Button kind="alt" small onPress={() => onChange([...items, undefined])}>
        {t.list}
      </Button>
    </fieldset>
  )
}

interface Paper {
  readonly type: string
  readonly digest: string
  readonly name: string
}

/** Papers that go with a command: each file goes to the store first, and the command names it by its digest. */
function Papers({ value, onChange, id, label, faults, pointer }: Props): ReactNode {
  const t = useTexts()
  const papers = Array.isArray(value) ? (value as readonly Paper[]) : []
  const add = async (files: readonly File[]): Promise<void> => {
    const added: Paper[] = []
    for (const file of files)
      added.push({ type: 'attachment', digest: (await upload(file)).digest, name: file.name.slice(0, 120) })
    onChange([...papers, ...added])
  }
  return (
    <Field id={id} label={label} optional>
      <FileInput id={id} multiple onFiles={(files) => void add(files)} faults={faults[pointer] ?? NONE} />
      <ul className="rows">
        {papers.map((paper, i) => (
          <li key={paper.digest}>
            <span>{paper.name}</span>
            <Button
              kind="bare"
              small
              onPress={() => onChange(papers.filter((_, n) => n !== i))}
              label={`${t.forms.remove}: ${paper.name}`}
            >
              {t.forms.remove}
            </Button>
          </li>
        ))}
      </ul>
    </Field>
  )
}

/** Whether a message has the shape its command takes: checked before it leaves, by the command's own schema. */
export const fits = (schema: Schema, value: unknown): boolean => Compile(schema as never).Check(value ?? {})
