import { useRouterState } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useState, type ReactNode } from 'react'
import type { OperationSaid } from '#modules/dossier'
import { ButtonLink, Empty, Field, Skeleton, TextInput, useFormats } from '../ui/index.ts'
import type { Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { OperationRows } from './home.tsx'
import { isEnded, titleOf, todosOf } from './operation.ts'

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const FILTERS = ['todas', 'mio', 'abiertas', 'terminadas'] as const
type Filter = (typeof FILTERS)[number]

/** All operations of the firm. What is filtered is in the address, so a link says the same to everybody. */
export function Operations(): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const query = new URLSearchParams(useRouterState({ select: (s) => s.location.searchStr }))
  const asked = query.get('turno') ?? 'todas'
  const filter: Filter = (FILTERS as readonly string[]).includes(asked) ? (asked as Filter) : 'todas'
  const [words, setWords] = useState(query.get('q') ?? '')
  const sought = plain(useDeferredValue(words).trim())
  const { data, error, refetch } = useAnswer<Page<OperationSaid>>('/v1/operations?limit=200')
  useEffect(() => {
    const url = new URL(location.href)
    if (sought) url.searchParams.set('q', sought)
    else url.searchParams.delete('q')
    history.replaceState(history.state, '', url)
  }, [sought])
  const names: Readonly<Record<Filter, string>> = {
    todas: t.firm.all,
    mio: t.firm.onlyMine,
    abiertas: t.firm.open,
    terminadas: t.firm.ended,
  }
  const shown = data?.items.filter((o) => {
    if (filter === 'mio' && todosOf([o], formats).length === 0) return false
    if (filter === 'abiertas' && isEnded(o)) return false
    if (filter === 'terminadas' && !isEnded(o)) return false
    return (
      sought === '' ||
      plain(
        `${titleOf(o, t, formats)} ${o.ucr} ${o.cases.map((c) => `${c.number ?? ''} ${c.title}`).join(' ')}`,
      ).includes(sought)
    )
  })
  return (
    <div className="stack loose">
      <div className="row between">
        <Title>{t.firm.operations}</Title>
        <ButtonLink to="/que-necesito">{t.firm.fresh}</ButtonLink>
      </div>
      <div className="row between">
        <nav aria-label={t.firm.operations}>
          <ul className="row">
            {FILTERS.map((f) => (
              <li key={f}>
                <a
                  className="btn bare"
                  href={f === 'todas' ? '/operaciones' : `/operaciones?turno=${f}`}
                  aria-current={f === filter ? 'true' : undefined}
                >
                  {names[f]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Field id="look" label={t.firm.lookFor} width="medium">
          <TextInput id="look" type="search" value={words} onChange={setWords} />
        </Field>
      </div>
      {!data ? (
        error ? (
          <Wrong error={error} retry={() => void refetch()} />
        ) : (
          <Skeleton shape={['line', 'line', 'line', 'line']} />
        )
      ) : data.items.length === 0 ? (
        <Empty action={<ButtonLink to="/que-necesito">{t.firm.findOut}</ButtonLink>}>{t.firm.emptyOperations}</Empty>
      ) : shown?.length === 0 ? (
        <p>{t.firm.noneFound}</p>
      ) : (
        <OperationRows operations={shown ?? []} />
      )}
    </div>
  )
}
