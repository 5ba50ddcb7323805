import type { FormField } from '#kernel'
import type { ReactNode } from 'react'
import {
  Choices,
  Combobox,
  countryName,
  DateInput,
  Field,
  NumberInput,
  Select,
  TextArea,
  TextInput,
  unitName,
  useFormats,
  type Fault,
  type Option,
  type Suggestion,
} from '../ui/index.ts'
import { api } from '../shell/api.ts'
import { useTexts } from '../texts/texts.tsx'

export interface DatumProps {
  readonly field: FormField
  readonly id: string
  readonly value: unknown
  /** `undefined` takes the value away. */
  readonly onChange: (value: unknown) => void
  readonly faults?: readonly Fault[]
  readonly pin?: ReactNode
}

/** Countries by ISO code; their names come from the machine, so none is listed here twice. */
const COUNTRIES =
  'AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PR PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM ZW'.split(
    ' ',
  )
const UNITS = ['KGM', 'TNE', 'GRM', 'LTR', 'MTQ', 'NIU', 'MTR', 'PR', 'DZN', 'CMQ', 'MLT'] as const
const CURRENCIES = ['USD', 'EUR', 'PEN', 'UYU', 'CLP', 'MXN', 'CRC', 'BRL', 'KRW', 'CNY', 'TTD'] as const

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
const orNothing = (text: string): string | undefined => (text === '' ? undefined : text)

interface Found {
  readonly suggestions?: readonly {
    readonly code: string
    readonly shown: string
    readonly description: string
    readonly under?: readonly { readonly description: string }[]
  }[]
  readonly hits?: readonly {
    readonly code: string
    readonly shown: string
    readonly description: string
    readonly under?: readonly { readonly description: string }[]
  }[]
}

/** One datum of the dictionary as the input that suits its kind. Everything it knows comes from the form's description. */
export function Datum({ field, id, value, onChange, faults = [], pin }: DatumProps): ReactNode {
  const t = useTexts().forms
  const formats = useFormats()
  const about = {
    id,
    label: field.label,
    faults,
    pin,
    optional: !field.required,
    ...(field.help ? { hint: field.help } : {}),
  }
  const input = { id, faults, hint: field.help }
  const { options } = field
  if (field.type === 'yes-no')
    return (
      <Choices
        name={id}
        legend={field.label}
        hint={field.help}
        faults={faults}
        pin={pin}
        value={typeof value === 'boolean' ? String(value) : undefined}
        onChange={(v) => onChange(v === 'true')}
        options={[
          { value: 'true', label: t.yes },
          { value: 'false', label: t.no },
        ]}
      />
    )
  if (options && options.length <= 4)
    return (
      <Choices
        name={id}
        legend={field.label}
        hint={field.help}
        faults={faults}
        pin={pin}
        value={asText(value) || undefined}
        onChange={onChange}
        options={options}
      />
    )
  if (options)
    return (
      <Field {...about} width="medium">
        <Select
          {...input}
          value={asText(value)}
          onChange={(v) => onChange(orNothing(v))}
          options={options}
          empty={t.choose}
        />
      </Field>
    )
  if (field.type === 'country')
    return (
      <Field {...about} width="medium">
        <CountryBox {...input} value={asText(value)} onChange={(v) => onChange(orNothing(v))} />
      </Field>
    )
  if (field.type === 'hs')
    return (
      <Field {...about} hint={t.searchHs}>
        <Combobox
          {...input}
          hint={t.searchHs}
          value={asText(value)}
          shown={asText(value)}
          onChange={(v) => onChange(orNothing(v.replace(/[. ]/g, '')))}
          find={(words) => findCode(words, formats.language)}
        />
        <p className="hint">{t.orientation}</p>
      </Field>
    )
  if (field.type === 'date')
    return (
      <Field {...about} width="short">
        <DateInput {...input} value={asText(value)} onChange={(v) => onChange(orNothing(v))} />
      </Field>
    )
  if (field.type === 'number')
    return (
      <Field {...about} width="short">
        <NumberInput
          {...input}
          value={asText(value)}
          onChange={(v) => onChange(orNothing(v))}
          {...(field.unit ? { unit: field.unit } : {})}
        />
      </Field>
    )
  if (field.type === 'quantity' || field.type === 'money') {
    const [figure, mark] = field.type === 'money' ? (['amount', 'currency'] as const) : (['value', 'unit'] as const)
    const now = (value ?? {}) as Readonly<Record<string, string>>
    const marks: readonly Option[] =
      field.type === 'money'
        ? CURRENCIES.map((c) => ({ value: c, label: c }))
        : UNITS.map((u) => ({ value: u, label: unitName(u) }))
    const unit = now[mark] ?? marks[0]?.value ?? ''
    return (
      <Field {...about} width="medium">
        <NumberInput
          {...input}
          value={now[figure] ?? ''}
          onChange={(v) => onChange(v === '' ? undefined : { [figure]: v, [mark]: unit })}
          unit={
            <Select
              id={`${id}-unit`}
              label={`${field.label}: ${field.type === 'money' ? t.currency : t.unit}`}
              value={unit}
              options={marks.some((m) => m.value === unit) ? marks : [...marks, { value: unit, label: unit }]}
              onChange={(u) => onChange({ [figure]: now[figure] ?? '', [mark]: u })}
            />
          }
        />
      </Field>
    )
  }
  if (field.type === 'party') return <PartyBox {...{ field, id, value, onChange, faults, pin }} />
  const long = (field.maxLength ?? 0) > 200
  return (
    <Field {...about} {...(long ? {} : { width: 'medium' as const })}>
      {long ? (
        <TextArea
          {...input}
          value={asText(value)}
          maxLength={field.maxLength ?? 4000}
          onChange={(v) => onChange(orNothing(v))}
        />
      ) : (
        <TextInput
          {...input}
          value={asText(value)}
          maxLength={field.maxLength ?? 512}
          onChange={(v) => onChange(orNothing(field.type === 'location' ? v.toUpperCase() : v))}
          onLeave={() => onChange(orNothing(asText(value).trim()))}
        />
      )}
    </Field>
  )
}

function CountryBox({
  id,
  value,
  onChange,
  hint,
  faults,
}: {
  id: string
  value: string
  onChange: (v: string) => void
  hint?: unknown
  faults?: readonly Fault[]
}): ReactNode {
  const formats = useFormats()
  const find = (words: string): readonly Suggestion[] => {
    const sought = plain(words.trim())
    return COUNTRIES.map((code) => ({ value: code, label: countryName(code, formats), code }))
      .filter(({ label, value: code }) => plain(label).includes(sought) || code.toLowerCase() === sought)
      .sort(
        (a, b) =>
          Number(plain(b.label).startsWith(sought)) - Number(plain(a.label).startsWith(sought)) ||
          a.label.localeCompare(b.label),
      )
  }
  return (
    <Combobox
      id={id}
      hint={hint}
      faults={faults ?? []}
      value={value}
      shown={value ? countryName(value, formats) : ''}
      onChange={onChange}
      find={find}
    />
  )
}

async function findCode(words: string, language: string): Promise<readonly Suggestion[]> {
  if (words.trim().length < 2) return []
  const found = await api<Found>(`/v1/hs?q=${encodeURIComponent(words.slice(0, 200))}&lang=${language}&limit=6`).catch(
    (): Found => ({}),
  )
  return (found.hits ?? found.suggestions ?? [])
    .filter((hit) => hit.code.length >= 6)
    .map((hit) => ({
      value: hit.code,
      label: hit.description,
      code: hit.shown,
      ...(hit.under?.at(-1) ? { more: hit.under.at(-1)?.description ?? '' } : {}),
    }))
}

function PartyBox({ field, id, value, onChange, faults = [], pin }: DatumProps): ReactNode {
  const t = useTexts().forms.party
  const now = (value ?? {}) as Readonly<Record<string, string>>
  const set = (part: string, text: string): void => {
    const { [part]: _, ...rest } = now
    const next = text === '' ? rest : { ...rest, [part]: text }
    onChange(Object.keys(next).length ? next : undefined)
  }
  const of = (part: string): readonly Fault[] => (part === 'name' ? faults : [])
  return (
    <fieldset className="field stack">
      <legend className="label">{field.label}</legend>
      {pin}
      {field.help && <p className="hint">{field.help}</p>}
      <Field id={id} label={t.name} faults={of('name')} width="medium">
        <TextInput
          id={id}
          faults={of('name')}
          value={now['name'] ?? ''}
          maxLength={70}
          complete="organization"
          onChange={(v) => set('name', v)}
        />
      </Field>
      <Field id={`${id}-country`} label={t.country} optional width="medium">
        <CountryBox id={`${id}-country`} value={now['country'] ?? ''} onChange={(v) => set('country', v)} />
      </Field>
      <Field id={`${id}-address`} label={t.address} optional>
        <TextInput
          id={`${id}-address`}
          value={now['address'] ?? ''}
          maxLength={175}
          complete="street-address"
          onChange={(v) => set('address', v)}
        />
      </Field>
    </fieldset>
  )
}
