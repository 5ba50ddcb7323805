import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { Button, ButtonLink, countryName, Field, Pairs, TextInput, useFormats, type Fault } from '../ui/index.ts'
import { api, newKey, Refused } from '../shell/api.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { refresh } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'

const REGIMES = ['import', 'export', 'transit', 'free-zone', 'enterprise']
const ELEMENT = /^[a-z]+\.[A-Za-z][A-Za-z.]*$/

/** From the answer of the journey to a dossier: what was answered there is not asked again. */
export function NewOperation(): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const navigate = useNavigate()
  const asked = new URLSearchParams(location.search)
  const [country, regime, hs] = [asked.get('country'), asked.get('regime'), asked.get('hs')]
  const [goods, setGoods] = useState(asked.get('q') ?? '')
  const [error, setError] = useState<unknown>()
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const key = useRef(newKey())
  const complete = country !== null && hs !== null && REGIMES.includes(regime ?? '')
  if (!complete)
    return (
      <div className="wrap question stack">
        <Title>{t.dossier.startTitle}</Title>
        <p className="big">{t.firm.emptyOperations}</p>
        <p>
          <ButtonLink to="/que-necesito">{t.firm.findOut}</ButtonLink>
        </p>
      </div>
    )
  const [origin, destination] = [asked.get('origin'), asked.get('destination')]
  const own = [...asked].filter(([name]) => ELEMENT.test(name))
  const open = async (): Promise<void> => {
    setTried(true)
    if (goods.trim() === '') return
    setBusy(true)
    const line = Object.fromEntries(own.filter(([name]) => name.startsWith('goods.')))
    const header = Object.fromEntries(own.filter(([name]) => !name.startsWith('goods.')))
    try {
      const made = await api<CaseAnswer>('/v1/dossiers', {
        method: 'POST',
        key: key.current,
        body: {
          country,
          regime,
          elements: {
            ...header,
            ...(destination ? { 'country.destination': destination } : {}),
            ...(origin && regime === 'import' ? { 'country.origin': origin } : {}),
          },
          lines: [
            {
              'goods.commodity': hs.replaceAll(/\D/g, ''),
              'goods.description': goods.trim(),
              ...(regime === 'export' || origin ? { 'goods.origin': origin ?? country.toUpperCase() } : {}),
              ...line,
              ...(asked.get('use') ? { 'goods.use': asked.get('use') } : {}),
            },
          ],
        },
      })
      await refresh('/v1/operations')
      await navigate({ href: `/operaciones/${made.id}/paso/1` })
    } catch (problem) {
      if (problem instanceof Refused) key.current = newKey()
      setError(problem)
      setBusy(false)
    }
  }
  const faults: readonly Fault[] =
    tried && goods.trim() === '' ? [{ message: t.forms.required(t.dossier.whatGoods) }] : []
  return (
    <form
      className="wrap question stack loose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void open()
      }}
    >
      <header className="stack tight">
        <Title>{t.dossier.startTitle}</Title>
        <p>{t.dossier.startMore}</p>
      </header>
      {error !== undefined && <Wrong error={error} />}
      <Pairs
        items={[
          [t.firm.regimes[regime ?? ''] ?? regime, countryName(country.toUpperCase(), formats)],
          [t.dossier.steps.goods, hs],
          ...(destination && regime !== 'import' ? [['→', countryName(destination, formats)] as const] : []),
          ...(origin && regime === 'import' ? [['←', countryName(origin, formats)] as const] : []),
        ]}
      />
      <Field id="goods" label={t.dossier.whatGoods} hint={t.dossier.whatGoodsHint} faults={faults}>
        <TextInput id="goods" hint value={goods} onChange={setGoods} faults={faults} maxLength={512} />
      </Field>
      <p className="saveline">
        <Button submit busy={busy}>
          {busy ? t.dossier.starting : t.dossier.start}
        </Button>
      </p>
    </form>
  )
}
