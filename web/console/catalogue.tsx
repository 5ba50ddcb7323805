import { useState, type ReactNode } from 'react'
import { ButtonLink, Field, showDay, Skeleton, Table, TextInput, useFormats } from '../ui/index.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useDesk } from '../texts/desk/desk.tsx'

interface Entry {
  readonly code: string
  readonly names: Readonly<Record<string, string | undefined>>
  readonly value?: Readonly<Record<string, string>>
  readonly from: string
  readonly to: string | null
  readonly law?: { readonly norm: string } | null
}
interface Said {
  readonly id: string
  readonly title: Readonly<Record<string, string>>
  readonly source: string
  readonly items: readonly Entry[]
  readonly next: string | null
}
interface Change extends Entry {
  readonly changes?: readonly { readonly field?: string }[]
}

/** One catalogue as it stands today, by the first characters of its codes, with its latest changes. */
export function Catalogue(): ReactNode {
  const id = useIds()('catalogo')
  const d = useDesk().catalogues
  const me = useMe()
  const formats = useFormats()
  const [prefix, setPrefix] = useState('')
  const clean = prefix.trim()
  const { data, error } = useAnswer<Said>(
    `/v1/catalogues/${id}?limit=100${clean ? `&prefix=${encodeURIComponent(clean)}` : ''}`,
  )
  const changes = useAnswer<{ items: readonly Change[] }>(
    `/v1/catalogues/${id}/changes?limit=20&since=${new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10)}`,
  )
  const [kept, setKept] = useState<Said>()
  const shown = data ?? kept
  if (data && data !== kept) setKept(data)
  if (!shown) return error ? <Wrong error={error} /> : <Skeleton />
  const nameOf = (e: Entry): string => e.names[formats.language] ?? e.names['es'] ?? ''
  const columns = [
    { head: d.code, cell: (e: Entry) => <span className="mono">{e.code}</span> },
    { head: d.name, cell: nameOf },
    { head: d.from, cell: (e: Entry) => showDay(e.from, formats) },
    { head: d.until, cell: (e: Entry) => (e.to ? showDay(e.to, formats) : '') },
    { head: '', cell: (e: Entry) => e.law?.norm ?? '' },
  ]
  return (
    <div className="stack far">
      <header className="stack tight">
        <Back to="/catalogos">{d.title}</Back>
        <div className="deskhead">
          <div>
            <Title>{shown.title[formats.language] ?? shown.id}</Title>
            <p className="muted">{shown.source}</p>
          </div>
          {me.grants?.includes('catalogue.propose') && (
            <ButtonLink small to={`/lista/catalogue-entries/nuevo?catalogue=${encodeURIComponent(id)}`}>
              {d.propose}
            </ButtonLink>
          )}
        </div>
      </header>
      <section className="stack tight" aria-labelledby="entries">
        <h2 id="entries">{d.entries}</h2>
        <Field id="prefix" label={d.prefix} width="short">
          <TextInput id="prefix" value={prefix} onChange={setPrefix} maxLength={40} />
        </Field>
        <Table caption={d.entries} rows={shown.items} keyOf={(e) => e.code + e.from} columns={columns} />
        {shown.next && (
          <p className="small muted">
            {d.more}: {d.prefix.toLowerCase()} …
          </p>
        )}
      </section>
      {(changes.data?.items.length ?? 0) > 0 && (
        <section className="stack tight" aria-labelledby="changes">
          <h2 id="changes">{d.changes}</h2>
          <Table
            caption={d.changes}
            rows={changes.data?.items ?? []}
            keyOf={(e) => e.code + e.from}
            columns={columns}
          />
        </section>
      )}
    </div>
  )
}
