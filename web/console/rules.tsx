import { useState, type ReactNode } from 'react'
import { Field, showDay, Skeleton, Table, TextInput, useFormats } from '../ui/index.ts'
import { periodWords } from '../forms/periods.ts'
import type { Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'

interface ProcedureSaid {
  readonly procedure: string
  readonly version: string
  readonly title: string
  readonly code: string
  readonly country: string
  readonly agency: { readonly id: string; readonly name: string }
  readonly from: string
  readonly to: string | null
  readonly law: string
  readonly within: string | null
  readonly silence: string | null
  readonly unconfirmed: readonly string[]
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The rules that decide here, as they are published: an agency sees its own country first. */
export function Rules(): ReactNode {
  const d = useDesk()
  const acts = useActs()
  const me = useMe()
  const formats = useFormats()
  const [q, setQ] = useState(() => new URLSearchParams(location.search).get('q') ?? me.organisation.pack ?? '')
  const { data, error } = useAnswer<Page<ProcedureSaid>>(`/v1/procedures?lang=${formats.language}`, {
    staleTime: 600_000,
  })
  if (!data) return error ? <Wrong error={error} /> : <Skeleton />
  const words = plain(q.trim())
  const shown = data.items.filter((p) =>
    words.length === 2
      ? p.country === words
      : plain(`${p.country} ${p.title} ${p.code} ${p.procedure} ${p.agency.name} ${p.law}`).includes(words),
  )
  return (
    <div className="stack loose">
      <header>
        <Title>{d.rules.title}</Title>
        <p className="muted">{d.rules.lead}</p>
      </header>
      <Field id="rule" label={d.rules.look} width="medium">
        <TextInput id="rule" type="search" value={q} onChange={setQ} />
      </Field>
      <Table
        told
        caption={`${d.rules.title} (${shown.length})`}
        rows={shown}
        keyOf={(p) => p.version}
        columns={[
          {
            head: acts.field('procedure'),
            cell: (p) => (
              <>
                <a href={`/fichas/${p.agency.id}/${p.procedure.slice(p.procedure.indexOf('.') + 1)}`} data-full>
                  {p.title}
                </a>
                <small>{p.code}</small>
              </>
            ),
          },
          { head: acts.field('agency'), cell: (p) => p.agency.name },
          { head: d.rules.within, cell: (p) => (p.within ? periodWords(p.within, formats.language) : '—') },
          { head: d.rules.norm, cell: (p) => p.law },
          { head: d.rules.from, cell: (p) => showDay(p.from, formats) },
          {
            head: d.board.unconfirmed,
            cell: (p) => (p.unconfirmed.length ? <b className="bad">{p.unconfirmed.length}</b> : '0'),
            number: true,
          },
        ]}
      />
    </div>
  )
}
