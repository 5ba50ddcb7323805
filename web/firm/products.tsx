import type { OperationSaid } from '#modules/dossier'
import type { ReactNode } from 'react'
import { ButtonLink, countryName, Empty, showMoment, Skeleton, useFormats } from '../ui/index.ts'
import type { Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'

/** What the firm has declared before, each once: another operation begins from it without typing it again. */
export function Products(): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const { data, error, refetch } = useAnswer<Page<OperationSaid>>('/v1/operations?limit=200')
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  const found = new Map<string, { operation: OperationSaid; description: string; code: string }>()
  for (const operation of data.items)
    for (const { description, code } of operation.products) {
      const key = `${operation.regime} ${code} ${description.toLowerCase()}`
      if (description && code && !found.has(key)) found.set(key, { operation, description, code })
    }
  const address = (o: OperationSaid, description: string, code: string): string =>
    `/nueva?${new URLSearchParams({
      country: o.country,
      regime: o.regime,
      hs: code,
      q: description,
      ...(o.destination ? { destination: o.destination } : {}),
      ...(o.origin && o.regime === 'import' ? { origin: o.origin } : {}),
    }).toString()}`
  return (
    <div className="stack loose">
      <header className="stack tight">
        <Title>{t.dossier.products}</Title>
        <p className="muted">{t.dossier.productsMore}</p>
      </header>
      {found.size === 0 ? (
        <Empty action={<ButtonLink to="/que-necesito">{t.firm.findOut}</ButtonLink>}>{t.dossier.productsEmpty}</Empty>
      ) : (
        <ul className="rows">
          {[...found].map(([key, { operation: o, description, code }]) => {
            const place = o.regime === 'import' ? o.origin : o.destination
            return (
              <li key={key}>
                <div>
                  <b>{description}</b>
                  <div className="small muted">
                    {[
                      code.replace(/^(\d{4})(\d{2})/, '$1.$2'),
                      t.firm.regimes[o.regime] ?? o.regime,
                      place && countryName(place, formats),
                      showMoment(o.openedAt, formats, undefined, { hour: false }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </div>
                </div>
                <ButtonLink kind="alt" small to={address(o, description, code)}>
                  {t.dossier.again}
                  <span className="sr">: {description}</span>
                </ButtonLink>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
