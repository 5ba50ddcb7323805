import type { Language } from '#kernel'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { Button, ButtonLink, Empty, Field, NumberInput, Skeleton, TextInput, Turno } from '../ui/index.ts'
import { say } from '../shell/api.ts'
import type { Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { Note, useFormats } from '../ui/index.ts'
import { useAct } from './act.ts'
import { useWords } from './texts.ts'

interface Row {
  readonly id: string
  readonly title: string
  readonly number: string | null
  readonly status: string
}

/** Exports of the firm, and the way to a new one. */
export function Exports(): ReactNode {
  const t = useWords()
  const { data, error, refetch } = useAnswer<Page<Row>>('/v1/small-exports?limit=50')
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  return (
    <div className="stack loose">
      <Title>{t.mine}</Title>
      <p>
        <ButtonLink to="/exportar/nueva">{t.fresh}</ButtonLink>
      </p>
      {data.items.length === 0 ? (
        <Empty>{t.none}</Empty>
      ) : (
        <ul className="rows">
          {data.items.map((row) => (
            <li key={row.id}>
              <div>
                <a className="title" href={`/exportar/${row.id}`}>
                  {row.title}
                </a>
                <div className="small muted">{row.number}</div>
              </div>
              <Turno holder={row.status === 'CLOSED' ? 'done' : 'wait'}>{t.states[row.status] ?? row.status}</Turno>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const PACK: Readonly<Record<string, string>> = { UY: 'uy' }

/** Seven data: what, of what, for what, how many, for how much, who buys, where. Everything else is known. */
export function NewExport(): ReactNode {
  const t = useWords()
  const me = useMe()
  const language = useFormats().language as Language
  const navigate = useNavigate()
  const opening = useAct()
  const checking = useAct()
  const [form, setForm] = useState({
    goods: '',
    material: '',
    use: '',
    quantity: '',
    price: '',
    buyer: '',
    country: '',
  })
  const [dossier, setDossier] = useState<{ readonly id: string; readonly of: typeof form }>()
  const [tried, setTried] = useState(false)
  const set = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }))
  const country = PACK[me.organisation.country ?? ''] ?? 'uy'
  const total = (Number(form.quantity) * Number(form.price)).toFixed(2)
  const complete = Object.values(form).every((v) => v.trim() !== '') && Number(total) > 0
  const start = async (): Promise<void> => {
    setTried(true)
    if (!complete) return
    const usd = (amount: string) => ({ amount, currency: 'USD' })
    // What was corrected after a refusal goes into a dossier of its own: the one before says what was written then.
    const opened =
      (dossier?.of === form ? dossier.id : undefined) ??
      (
        await opening.run('/v1/dossiers', {
          country,
          regime: 'export',
          elements: {
            consignee: { name: form.buyer.trim(), country: form.country.trim().toUpperCase() },
            'country.destination': form.country.trim().toUpperCase(),
            incoterm: 'FCA',
            'transport.mode': '4',
            'invoice.total': usd(total),
          },
          lines: [
            {
              'goods.description': form.goods.trim(),
              'goods.material': form.material.trim(),
              'goods.use': form.use.trim(),
              'goods.quantity': { value: form.quantity, unit: 'NIU' },
              'goods.unitValue': usd(Number(form.price).toFixed(2)),
              'goods.value': usd(total),
              'goods.origin': me.organisation.country ?? 'UY',
            },
          ],
        })
      )?.id
    if (!opened) return
    setDossier({ id: opened, of: form })
    const made = await checking.run('/v1/small-exports', { dossier: opened })
    if (made) await navigate({ href: `/exportar/${made.id}` })
  }
  const general = async (): Promise<void> => {
    if (dossier) await navigate({ href: `/operaciones/${dossier.id}` })
  }
  const missing = (name: keyof typeof form) => (tried && form[name].trim() === '' ? [{ message: '—' }] : [])
  const field = (name: keyof typeof form, label: string, hint?: string): ReactNode => (
    <Field id={name} label={label} {...(hint ? { hint } : {})} faults={missing(name)}>
      <TextInput
        id={name}
        hint={hint ? true : undefined}
        value={form[name]}
        onChange={set(name)}
        faults={missing(name)}
        maxLength={256}
      />
    </Field>
  )
  return (
    <form
      className="wrap question stack loose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!opening.busy && !checking.busy) void start()
      }}
    >
      <header className="stack tight">
        <Title>{t.export}</Title>
        <p>{t.exportMore}</p>
      </header>
      {opening.error !== undefined && <Wrong error={opening.error} />}
      {checking.errors.length > 0 && (
        <Note kind="bad" live>
          {checking.errors.map((e) => (
            <p key={e.code}>
              <b>{say(e, 'message', language)}</b> {say(e, 'fix', language)} <span className="code">{e.code}</span>
            </p>
          ))}
          <p>
            <button type="button" className="btn alt sm" onClick={() => void general()}>
              {t.general}
            </button>{' '}
            {t.generalMore}
          </p>
        </Note>
      )}
      {field('goods', t.goods, t.goodsHint)}
      {field('material', t.material, t.materialHint)}
      {field('use', t.use)}
      <Field id="quantity" label={t.quantity} faults={missing('quantity')} width="short">
        <NumberInput id="quantity" value={form.quantity} onChange={set('quantity')} faults={missing('quantity')} />
      </Field>
      <Field id="price" label={t.price} faults={missing('price')} width="short">
        <NumberInput id="price" value={form.price} onChange={set('price')} faults={missing('price')} unit="USD" />
      </Field>
      {field('buyer', t.buyer)}
      <Field id="country" label={t.country} faults={missing('country')} width="short">
        <TextInput
          id="country"
          value={form.country}
          onChange={set('country')}
          faults={missing('country')}
          maxLength={2}
        />
      </Field>
      <p className="saveline">
        <Button submit busy={opening.busy || checking.busy}>
          {t.start}
        </Button>
      </p>
    </form>
  )
}
