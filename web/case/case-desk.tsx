import { useRouterState } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import type { PermitState } from '#kernel'
import { KeyList, Note, Pairs, showMoment, Sla, Turno, useFormats, useKeys, type Shortcut } from '../ui/index.ts'
import { NamesProvider } from '../forms/names.ts'
import type { CaseAnswer, HistoryEvent, Page } from '../shell/answers.ts'
import { useDraft } from '../shell/drafts.ts'
import { Title } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { readSettings } from '../shell/settings.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'
import { useTexts } from '../texts/texts.tsx'
import { humane } from '../forms/humane.ts'
import { ActPane, pinCommandOf } from './act-pane.tsx'
import { Around } from './around.tsx'
import { checksOfCase, dataOfCase, isPermit } from './case-data.ts'
import { CaseHistory } from './case-history.tsx'
import { draftKeyOf } from './command-form.tsx'
import { DataPane } from './data-pane.tsx'
import { Impact } from './impact.tsx'
import { CaseProof } from './proof.tsx'
import { readable } from './readable.ts'
import { Since, useSince } from './since.tsx'
import { TaskList } from './task-list.tsx'
import { useCaseNames } from './use-case.ts'
import { Viewer, type Viewed } from './viewer.tsx'

interface Pin {
  readonly text?: string
  readonly about?: string
}
type Pinned = Readonly<Record<string, readonly Pin[] | undefined>>

/** The desk: data with their checks, the paper beside them, what may be done, and everything around it, on one page. */
export function CaseDesk({ kind, answer }: { kind: string; answer: CaseAnswer }): ReactNode {
  const desk = useDesk()
  const d = desk.case
  const t = useTexts()
  const acts = useActs()
  const me = useMe()
  const formats = useFormats()
  const { form, description, papers, colleagues, names } = useCaseNames(answer)
  const history = useAnswer<Page<HistoryEvent>>(`${answer.links.history}?limit=200`)
  const since = useSince(answer.id, history.data?.items, me)
  const asked = useRouterState({ select: (s) => new URLSearchParams(s.location.searchStr).get('acto') })
  const [act, setAct] = useState<string | undefined>(asked ?? undefined)
  const [at, setAt] = useState(0)
  const [active, setActive] = useState(-1)
  const [help, setHelp] = useState(false)
  const [done, setDone] = useState('')
  const [now] = useState(() => Date.now())
  const permit = isPermit(answer) ? (answer.state as PermitState) : undefined
  const checks = useMemo(
    () => (permit ? checksOfCase(description, permit, new Date(now).toISOString().slice(0, 10)) : []),
    [description, permit, now],
  )
  const data = permit ? dataOfCase(form, permit, checks) : []

  const pinning = pinCommandOf(answer)
  const pinned = useDraft<Pinned>(draftKeyOf(me, answer.id, pinning?.name ?? 'none'), {})
  const list = pinning ? (pinned.value[pinning.list] ?? []) : []
  const pins = new Map(list.flatMap((p, i) => (p.about ? [[p.about, i + 1] as const] : [])))
  const observe = pinning
    ? (about: string): void => {
        if (!pins.has(about))
          pinned.set((was) => ({ ...was, [pinning.list]: [...(was[pinning.list] ?? []), { about }] }))
        setAct(pinning.name)
        setTimeout(() => {
          const n = pins.get(about) ?? list.length + 1
          document.getElementById(`a-${pinning.list}-${n - 1}-text`)?.focus()
        }, 60)
      }
    : undefined

  const paperName = (type: string): string =>
    form.papers.find((p) => p.id === type)?.label ?? (type ? humane(type) : '')
  const viewed: readonly Viewed[] = [
    ...(permit?.resolution
      ? [
          {
            key: 'issued',
            name: permit.resolution.number,
            kind: d.issued,
            path: `/v1/permits/${answer.id}/document.pdf?lang=${formats.language}`,
          },
        ]
      : []),
    ...papers.map((p) => ({
      key: p.digest,
      name: p.name,
      kind: paperName(p.type),
      path: `/v1/${kind}/${answer.id}/files/${p.digest}`,
      about: p.type,
    })),
  ]
  const move = (by: number): void => {
    const to = Math.min(data.length - 1, Math.max(0, active + by))
    setActive(to)
    document.querySelector<HTMLElement>(`[data-datum="${to}"]`)?.focus()
  }
  const focused = data[active]
  const shortcuts: readonly Shortcut[] = [
    { key: 'j', words: desk.keys.next, run: () => move(1) },
    { key: 'k', words: desk.keys.previous, run: () => move(-1) },
    ...(observe && focused ? [{ key: 'o', words: desk.keys.observe, run: () => observe(focused.id) }] : []),
    { key: '.', words: desk.keys.actions, run: () => document.getElementById('act')?.focus() },
    ...(viewed.length > 1 ? [{ key: 'v', words: desk.keys.viewer, run: () => setAt((at + 1) % viewed.length) }] : []),
    { key: '?', words: desk.keys.help, run: () => setHelp(true) },
  ]
  useKeys(shortcuts, readSettings().keys)

  const people = new Map<string, string>([...colleagues.map((c) => [c.person, c.name] as const), [me.person, me.name]])
  const goods = permit?.lines[0]?.['goods.description'] ?? permit?.lines[0]?.['goods.tradeName']
  const title = permit ? [goods, permit.applicant.party.name].filter(Boolean).join(', ') || answer.title : answer.title
  const words = (name: string): string => t.cases.commands[name] ?? acts.value(name)
  return (
    <NamesProvider value={names}>
      <div className="stack casedesk">
        <header className="deskhead">
          <div>
            <p className="small muted">
              {[
                answer.number ?? permit?.code,
                permit ? answer.title : '',
                permit?.legalAt ? d.arrived(showMoment(permit.legalAt, formats)) : '',
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            <Title>{title}</Title>
          </div>
          <Standing answer={answer} permit={permit} people={people} now={now} />
        </header>
        <div role="status">{done && <Note kind="ok">{done}</Note>}</div>
        <Since since={since} />
        <div className={viewed.length > 0 ? 'panes' : 'panes no-viewer'}>
          {permit ? (
            <DataPane
              data={data}
              checks={checks}
              pins={pins}
              active={active}
              changed={since.changed}
              {...(observe ? { onObserve: observe } : {})}
            />
          ) : (
            <section aria-labelledby="data" className="pane">
              <h2 id="data">{t.cases.data}</h2>
              <Pairs items={readable(answer.state, formats, t, acts)} />
            </section>
          )}
          {viewed.length > 0 && (
            <Viewer
              papers={viewed}
              at={Math.min(at, viewed.length - 1)}
              onMove={setAt}
              pins={pins}
              {...(observe ? { onObserve: observe } : {})}
            />
          )}
          <ActPane
            kind={kind}
            answer={answer}
            act={act}
            onChoose={(name) => {
              setAct(name)
              setDone('')
            }}
            onDone={(name) => {
              setAct(undefined)
              setDone(`${words(name)}: ${t.cases.sent}`)
              document.getElementById('contenido')?.scrollIntoView()
            }}
            {...(pinning ? { shared: { name: pinning.name, draft: pinned as never } } : {})}
            people={people}
          />
        </div>
        {permit && <TaskList state={permit} kind={kind} id={answer.id} history={history.data?.items ?? []} />}
        {permit && <Around id={answer.id} />}
        {kind === 'catalogue-entries' && <Impact id={answer.id} />}
        <CaseProof id={answer.id} />
        <CaseHistory path={answer.links.history} names={people} />
        <KeyList
          title={desk.keys.title}
          close={desk.keys.close}
          shortcuts={shortcuts}
          open={help}
          onClose={() => setHelp(false)}
        />
      </div>
    </NamesProvider>
  )
}

/** Whose turn, who holds it, and how much of the period has gone: the three things that are always asked first. */
function Standing({
  answer,
  permit,
  people,
  now,
}: {
  answer: CaseAnswer
  permit: PermitState | undefined
  people: ReadonlyMap<string, string>
  now: number
}): ReactNode {
  const d = useDesk().case
  const t = useTexts()
  const acts = useActs()
  const me = useMe()
  const formats = useFormats()
  const clock = permit?.clock
  const turns = answer.turn.filter((x) => x.org === me.organisation.id && !x.name.startsWith('await-'))
  const turn = turns.find((x) => me.roles.includes(x.role)) ?? turns[0]
  const due = clock?.due ?? turn?.due ?? null
  const late = due !== null && Date.parse(due) < now
  const other = answer.turn.find((x) => x.org !== me.organisation.id)
  const holder = turn?.holder
  const mine = turn !== undefined && me.roles.includes(turn.role)
  return (
    <div className="standing">
      {clock && !clock.stoppedAt && clock.pausedFor ? (
        <span className="small muted">{d.paused(d.pauses[clock.pausedFor] ?? acts.value(clock.pausedFor))}</span>
      ) : (
        due !== null &&
        !clock?.stoppedAt && (
          <Sla from={clock?.startedAt ?? permit?.legalAt} due={due} now={now}>
            {late ? d.decidedLate(showMoment(due, formats)) : d.decideBy(showMoment(due, formats))}
          </Sla>
        )
      )}
      {turn && mine && (!holder || holder.person === me.person) ? (
        <Turno holder="me">{holder ? d.yours : t.firm.mine}</Turno>
      ) : turn ? (
        <Turno holder="them">
          {holder ? d.holder(people.get(holder.person) ?? '') : t.firm.theirs(acts.value(turn.role))}
        </Turno>
      ) : other ? (
        <Turno holder="wait">{t.firm.theirs(acts.value(other.role))}</Turno>
      ) : null}
      <span className="small muted">{t.firm.status[answer.status] ?? acts.value(answer.status)}</span>
    </div>
  )
}
