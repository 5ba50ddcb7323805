import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import type { FormField } from '#kernel'
import { Button } from '../ui/index.ts'
import { api, newKey } from '../shell/api.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { Wrong } from '../shell/page.tsx'
import { refresh } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import type { DossierAnswer } from './dossier.tsx'
import type { Said } from './fields.ts'

/** What belongs to one shipment alone: its days, its papers' numbers, its lots. Everything else is the same the next time. */
const ONCE = /^(invoice\.|transport\.id$|goods\.batch)/
const isOnce = (id: string, field: FormField): boolean => field.type === 'date' || ONCE.test(id)

type Values = Readonly<Record<string, unknown>>

/** What another shipment of the same takes over. What a registry gave is asked of the registry again. */
export function repeated({ state }: DossierAnswer, said: Said): object {
  const keep = (values: Values, declared: (id: string) => boolean): Values =>
    Object.fromEntries(Object.entries(values).filter(([id]) => !isOnce(id, said.field(id)) && declared(id)))
  const answers = Object.fromEntries(
    Object.entries(state.answers).map(([procedure, own]) => [
      procedure,
      { elements: keep(own.elements, () => true), lines: own.lines.map((l) => keep(l, () => true)) },
    ]),
  )
  return {
    country: state.country,
    regime: state.regime,
    elements: keep(state.elements, (id) => state.sources[id]?.source === 'declared'),
    lines: state.lines.map((line) => keep(line, () => true)),
    answers,
  }
}

/** Another shipment of the same, begun with one press: only what is new will be asked. */
export function Repeat({ dossier, said }: { dossier: DossierAnswer; said: Said }): ReactNode {
  const t = useTexts().dossier
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const key = useRef(newKey())
  const open = async (): Promise<void> => {
    setBusy(true)
    try {
      const made = await api<CaseAnswer>('/v1/dossiers', {
        method: 'POST',
        key: key.current,
        body: repeated(dossier, said),
      })
      await refresh('/v1/operations')
      await navigate({ href: `/operaciones/${made.id}/paso/1` })
    } catch (problem) {
      key.current = newKey()
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <div className="stack tight no-print">
      {error !== undefined && <Wrong error={error} />}
      <Button kind="alt" small busy={busy} onPress={() => void open()}>
        {t.repeatThis}
      </Button>
      <p className="small muted">{t.repeatMore}</p>
    </div>
  )
}
