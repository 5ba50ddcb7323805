import type { ReactNode } from 'react'
import { ButtonLink, Empty, showMoment, Skeleton, Table, useFormats } from '../ui/index.ts'
import type { CaseRow, Page } from '../shell/answers.ts'
import { Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'
import { useTexts } from '../texts/texts.tsx'

interface TypeSaid {
  readonly opens: { readonly name: string; readonly may: string } | null
}
/** The cases of a type that this organisation may see, the newest first: every type has this list from the moment it is defined. */
export function CaseList(): ReactNode {
  const kind = useIds()('kind')
  const d = useDesk()
  const t = useTexts()
  const acts = useActs()
  const me = useMe()
  const formats = useFormats()
  const { data, error, refetch } = useAnswer<Page<CaseRow>>(`/v1/${kind}?limit=200`)
  const said = useAnswer<TypeSaid>(`/v1/commands/${kind}`, { staleTime: 3_600_000 })
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  const opens = said.data?.opens
  const mayOpen = opens ? (me.grants?.includes(opens.may) ?? false) : false
  const title =
    kind === 'orders'
      ? d.nav.orders
      : kind === 'statements'
        ? d.nav.statements
        : kind === 'catalogue-entries'
          ? d.catalogues.pending
          : d.list.title
  return (
    <div className="stack loose">
      <header className="deskhead">
        <Title>{title}</Title>
        {mayOpen && (
          <ButtonLink small to={`/lista/${kind}/nuevo`}>
            {d.list.fresh}
          </ButtonLink>
        )}
      </header>
      {data.items.length === 0 ? (
        <Empty>{d.list.none}</Empty>
      ) : (
        <Table
          caption={title}
          rows={data.items}
          keyOf={(r) => r.id}
          columns={[
            { head: d.list.what, cell: (r) => <a href={`/casos/${kind}/${r.id}`}>{r.title || r.number || r.id}</a> },
            { head: d.list.number, cell: (r) => <span className="mono">{r.number ?? ''}</span> },
            { head: d.list.status, cell: (r) => t.firm.status[r.status] ?? acts.value(r.status) },
            { head: d.list.changed, cell: (r) => showMoment(r.changedAt, formats) },
          ]}
        />
      )}
    </div>
  )
}
