import filterIcon from '@phosphor-icons/core/regular/funnel-simple.svg'
import arrowIcon from '@phosphor-icons/core/bold/arrow-right-bold.svg'
import stackIcon from '@phosphor-icons/core/regular/stack.svg'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import {
  Button,
  Empty,
  Icon,
  KeyList,
  Note,
  showMoment,
  Skeleton,
  useFormats,
  useKeys,
  useMedia,
  VirtualRows,
  type Shortcut,
} from '../ui/index.ts'
import { api, newKey } from '../shell/api.ts'
import type { Page } from '../shell/answers.ts'
import { ownChange } from '../shell/live.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { refresh, useAnswer, useMe } from '../shell/queries.ts'
import { readSettings } from '../shell/settings.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'
import { makeBatch } from './batches.ts'
import { addressOf, deskRoles, filterOf, questionOf, views } from './queue-filter.ts'
import { addressOfRow, QueueLine, type QueueRow } from './queue-row.tsx'
import { SavedViews } from './saved-views.tsx'
import { QueueFigures, type Workload } from './queue-figures.tsx'

/** The work of an agency in legal order: what is next stands first, and taking it is the one thing to press. */
export function Queue(): ReactNode {
  const desk = useDesk()
  const d = desk.queue
  const acts = useActs()
  const me = useMe()
  const formats = useFormats()
  const navigate = useNavigate()
  const search = useRouterState({ select: (s) => s.location.searchStr })
  const filter = filterOf(search)
  const roles = deskRoles(me)
  const wide = useMedia('(min-width: 1001px)')
  const [now] = useState(() => Date.now())
  const load = useAnswer<Workload>('/v1/workload')
  const list = useInfiniteQuery({
    queryKey: [questionOf(filter, roles, null)],
    queryFn: ({ pageParam, signal }) => api<Page<QueueRow>>(questionOf(filter, roles, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.items) ?? [], [list.data])
  const [active, setActive] = useState(-1)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const [help, setHelp] = useState(false)
  const look = useRef<HTMLInputElement>(null)
  const maySign = me.roles.includes('approver')

  const next = rows.find((r) => r.holder === null && roles.includes(r.role) && !r.name.startsWith('await-'))
  const isNext = (r: QueueRow): boolean => filter.view !== 'soon' && filter.view !== 'paused' && r === next

  const take = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      ownChange()
      const got = await api<{ case: { id: string; type: string } | null }>('/v1/inbox/next', {
        method: 'POST',
        body: {},
        key: newKey(),
      })
      if (got.case) {
        await refresh('/v1/')
        await navigate({ href: addressOfRow(got.case) })
      } else setTold(d.nothingLeft)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const go = (change: Partial<typeof filter>): void =>
    void navigate({ href: addressOf({ ...filter, ...change }), replace: true })
  const move = (by: number): void => {
    const to = Math.min(rows.length - 1, Math.max(0, active + by))
    setActive(to)
  }
  useEffect(() => {
    const row = rows[active]
    if (!row) return
    const focus = (): boolean => {
      const link = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.id + row.name)}"]`)
      link?.focus()
      return link !== null
    }
    if (focus()) return
    const box = document.querySelector('.vrows')
    if (box) scrollTo({ top: box.getBoundingClientRect().top + scrollY + active * (wide ? 56 : 132) - innerHeight / 2 })
    const timer = setTimeout(focus, 60)
    return () => clearTimeout(timer)
    // Only a move of the person moves the focus; rows that arrive do not.
  }, [active])
  const choose = (row: QueueRow, on: boolean): void => {
    const set = new Set(chosen)
    if (on) set.add(row.id)
    else set.delete(row.id)
    setChosen(set)
  }
  const batchable = (r: QueueRow): boolean => maySign && r.name === 'decide'
  const shortcuts: readonly Shortcut[] = [
    { key: 'j', words: desk.keys.next, run: () => move(1) },
    { key: 'k', words: desk.keys.previous, run: () => move(-1) },
    { key: 't', words: desk.keys.take, run: () => void take() },
    { key: '/', words: desk.keys.look, run: () => look.current?.focus() },
    ...(maySign
      ? [
          {
            key: 'x',
            words: desk.keys.select,
            run: () => {
              const row = rows[active]
              if (row && batchable(row)) choose(row, !chosen.has(row.id))
            },
          },
        ]
      : []),
    { key: '?', words: desk.keys.help, run: () => setHelp(true) },
  ]
  useKeys(shortcuts, readSettings().keys)

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const queued = (load.data?.queues ?? [])
    .filter((q) => roles.includes(q.role))
    .reduce((n, q) => n + q.waiting + q.held, 0)
  const total = hasNextPage ? Math.max(rows.length, queued) : rows.length
  const startBatch = async (): Promise<void> => {
    setProblem(undefined)
    try {
      await navigate({ href: `/decisiones/lote/${await makeBatch([...chosen])}` })
    } catch (error) {
      setProblem(error)
    }
  }
  const isFiltered = filter.q !== '' || filter.view !== 'desk' || filter.role !== ''
  return (
    <div className="stack">
      <header className="deskhead">
        <div>
          <Title>{d.title}</Title>
          <p className="muted small">
            {filter.view === 'soon' ? d.orderDue : d.order}{' '}
            {list.dataUpdatedAt > 0 &&
              d.updated(showMoment(new Date(list.dataUpdatedAt).toISOString(), formats).split(', ').at(-1) ?? '')}
          </p>
        </div>
        <div className="row">
          {chosen.size > 1 && (
            <Button kind="alt" small icon={stackIcon} onPress={() => void startBatch()}>
              {d.batch(chosen.size)}
            </Button>
          )}
          <Button small busy={busy} onPress={() => void take()}>
            {d.take} <Icon of={arrowIcon} />
          </Button>
        </div>
      </header>
      {problem !== undefined && <Wrong error={problem} />}
      <div role="status">{told && <Note>{told}</Note>}</div>
      <QueueFigures load={load.data} roles={roles} />
      <div className="deskbar">
        <form
          role="search"
          className="desksearch"
          onSubmit={(event) => {
            event.preventDefault()
            go({ q: look.current?.value ?? '' })
          }}
        >
          <label htmlFor="look" className="sr">
            {d.look}
          </label>
          <input
            id="look"
            ref={look}
            type="search"
            className="plain-input"
            placeholder={d.look}
            defaultValue={filter.q}
            maxLength={80}
            onChange={({ target }) => go({ q: target.value })}
          />
        </form>
        <nav aria-label={d.filter}>
          <ul className="chips">
            {views.map((view) => (
              <li key={view}>
                <a
                  href={addressOf({ ...filter, view })}
                  aria-current={filter.view === view ? 'true' : undefined}
                  className="chip"
                >
                  {view === 'desk'
                    ? d.title
                    : view === 'all'
                      ? d.all
                      : view === 'free'
                        ? d.unheld
                        : view === 'mine'
                          ? d.mine
                          : view === 'soon'
                            ? d.soon
                            : view === 'paused'
                              ? d.pausedView
                              : view === 'urgent'
                                ? d.urgent
                                : d.opinions}
                </a>
              </li>
            ))}
            {roles.length > 1 &&
              roles.map((role) => (
                <li key={role}>
                  <a
                    href={addressOf({ ...filter, role: filter.role === role ? '' : role })}
                    aria-current={filter.role === role ? 'true' : undefined}
                    className="chip"
                  >
                    <Icon of={filterIcon} />
                    {acts.value(role)}
                  </a>
                </li>
              ))}
          </ul>
        </nav>
        <SavedViews here={addressOf(filter)} canSave={isFiltered} />
      </div>
      {list.error && !list.data ? (
        <Wrong error={list.error} retry={() => void list.refetch()} />
      ) : !list.data ? (
        <Skeleton shape={['block', 'line', 'line', 'line', 'line', 'line']} />
      ) : rows.length === 0 ? (
        <Empty
          action={
            isFiltered && (
              <a className="btn alt sm" href="/cola">
                {d.clear}
              </a>
            )
          }
        >
          {isFiltered ? d.noneFound : d.none}
        </Empty>
      ) : (
        <div className="qlist">
          {wide && (
            <div className="qhead" aria-hidden="true">
              {maySign && <span className="qpick" />}
              <span>{d.columns.case}</span>
              <span>{d.columns.what}</span>
              <span>{d.columns.place}</span>
              <span>{d.columns.arrived}</span>
              <span>{d.columns.period}</span>
              <span>{d.columns.state}</span>
              <span />
            </div>
          )}
          <VirtualRows
            label={d.title}
            rows={rows}
            total={total}
            height={wide ? 56 : 132}
            onEnd={onEnd}
            row={(row, i) => (
              <QueueLine
                row={row}
                next={isNext(row)}
                now={now}
                active={i === active}
                chosen={chosen.has(row.id)}
                {...(maySign ? { onChoose: (on: boolean) => choose(row, on && batchable(row)) } : {})}
              />
            )}
          />
        </div>
      )}
      <p className="small muted" role="status">
        {isFetchingNextPage ? d.loading : list.data && rows.length > 0 ? d.more(total) : ''}
      </p>
      <p className="small muted">
        {d.footnote} {desk.keys.hint}
      </p>
      <KeyList
        title={desk.keys.title}
        close={desk.keys.close}
        shortcuts={[...shortcuts, { key: 'Enter', words: desk.keys.open, run: () => undefined }]}
        open={help}
        onClose={() => setHelp(false)}
      />
    </div>
  )
}
