import type { Source } from '#modules/dossier'
import type { ReactNode } from 'react'
import { ButtonLink, Facts, showDay, useFormats, type Fact, type Formats } from '../ui/index.ts'
import { useTexts, type Texts } from '../texts/texts.tsx'
import { showValue } from '../forms/words.ts'
import type { DossierAnswer } from './dossier.tsx'
import { useFields } from './fields.ts'

/** Where a datum comes from, as a tag: a seal when an authority or registry stands behind it. */
export function sourceWords(source: Source | null | undefined, t: Texts, formats: Formats): Fact['source'] | undefined {
  if (!source) return { kind: 'pencil', words: t.forms.source.procedure }
  if (source.validUntil && source.validUntil < new Date().toISOString().slice(0, 10))
    return { kind: 'clock', words: t.forms.source.stale(showDay(source.validUntil, formats)) }
  if (source.status === 'verified')
    return { kind: 'seal', words: t.forms.source[source.source === 'authority' ? 'authority' : 'registry'] }
  if (source.source === 'document') return { kind: 'page', words: source.origin || t.forms.source.document }
  return { kind: 'pencil', words: t.forms.source.declared }
}

/** The shipment's data, each entered once, with where it comes from. */
export function ShipmentFacts({ dossier, needed }: { dossier: DossierAnswer; needed: readonly string[] }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const { state } = dossier
  const said = useFields([
    ...state.permits.map((p) => p.procedure),
    ...(state.plan?.procedures.map((p) => p.procedure) ?? []),
    ...Object.keys(state.answers),
    ...needed,
  ])
  const fact = (id: string, value: unknown, source: Source | undefined, key: string): Fact => {
    const tag = sourceWords(source, t, formats)
    return {
      id: key,
      label: said.field(id).label,
      value: showValue(value, said.field(id), formats, t),
      ...(tag ? { source: tag } : {}),
    }
  }
  const header = Object.entries(state.elements).map(([id, value]) => fact(id, value, state.sources[id], id))
  return (
    <section aria-labelledby="facts" className="stack">
      <div className="head">
        <h2 id="facts">{t.dossier.data}</h2>
        <span className="small muted">{t.dossier.dataMore}</span>
      </div>
      <Facts items={header} />
      {state.lines.map((line, i) => (
        <div key={i} className="stack tight">
          <h3>{state.lines.length > 1 ? t.forms.line(i + 1) : t.dossier.steps.goods}</h3>
          <Facts
            items={Object.entries(line).map(([id, value]) => {
              const sources = state.lineSources[i]
              return fact(id, value, sources?.own[id] ?? sources?.all, `${i}${id}`)
            })}
          />
        </div>
      ))}
      {dossier.actions.some((a) => a.name === 'declare') && (
        <p>
          <ButtonLink kind="alt" small to={`/operaciones/${dossier.id}/paso/1?todo=si`}>
            {t.dossier.changeData}
          </ButtonLink>{' '}
          {dossier.actions.some((a) => a.name === 'addLine') && (
            <ButtonLink kind="bare" small to={`/operaciones/${dossier.id}/mercancia`}>
              {t.forms.addLine}
            </ButtonLink>
          )}
        </p>
      )}
    </section>
  )
}
