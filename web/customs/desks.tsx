import { useState, type ReactNode } from 'react'
import {
  Button,
  Choices,
  Empty,
  Field,
  Note,
  Pairs,
  showMoney,
  Skeleton,
  TextArea,
  TextInput,
  Turno,
  useFormats,
} from '../ui/index.ts'
import type { CaseAnswer, Page } from '../shell/answers.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useAct } from './act.ts'
import { Refusals, type SmallExport } from './export-case.tsx'
import { useWords } from './texts.ts'

interface Row {
  readonly id: string
  readonly title: string
  readonly number: string | null
  readonly status: string
}

function List({
  title,
  none,
  path,
  wanted,
  to,
}: {
  title: string
  none: string
  path: string
  wanted: readonly string[]
  to: string
}): ReactNode {
  const t = useWords()
  const { data, error, refetch } = useAnswer<Page<Row>>(`${path}?limit=100`, { refetchInterval: 10_000 })
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  const items = data.items.filter((r) => wanted.length === 0 || wanted.includes(r.status))
  return (
    <div className="wrap stack loose">
      <Title>{title}</Title>
      {items.length === 0 ? (
        <Empty>{none}</Empty>
      ) : (
        <ul className="rows">
          {items.map((row) => (
            <li key={row.id}>
              <div>
                <a className="title" href={`${to}/${row.id}`}>
                  {row.title}
                </a>
                <div className="small muted">{row.number}</div>
              </div>
              <Turno holder="me">{t.states[row.status] ?? row.status}</Turno>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

export function Studio(): ReactNode {
  const t = useWords()
  return (
    <List
      title={t.studio}
      none={t.studioNone}
      path="/v1/small-exports"
      wanted={['CLASSIFICATION_REQUESTED', 'INFO_ASKED']}
      to="/estudio"
    />
  )
}

/** What an agent sees of a product: words and photos, the fee that was agreed, and never a price (M13-5). */
export function Classify(): ReactNode {
  const id = useIds()('envio')
  const t = useWords()
  const formats = useFormats()
  const act = useAct()
  const { data, error } = useAnswer<CaseAnswer<SmallExport>>(`/v1/small-exports/${id}`)
  const [codes, setCodes] = useState<Readonly<Record<number, string>>>({})
  const [reason, setReason] = useState('')
  if (!data) return error ? <Wrong error={error} /> : <Skeleton />
  const { state } = data
  const open = state.status === 'CLASSIFICATION_REQUESTED'
  const sign = (): Promise<unknown> =>
    act.run(
      `/v1/small-exports/${id}/classify`,
      {
        products: state.products.map((p) => ({
          line: p.line,
          code: (codes[p.line] ?? '').replaceAll(/\D/g, ''),
          ...(reason ? { reason } : {}),
        })),
      },
      data.version,
    )
  return (
    <div className="wrap question stack loose">
      <Back to="/estudio">{t.studio}</Back>
      <Title>{state.products[0]?.description ?? t.studio}</Title>
      <Note>{t.noPrice}</Note>
      <Refusals act={act} />
      {state.agent && <Pairs items={[[t.fee, showMoney(state.agent.fee, formats)]]} />}
      {state.products.map((p) => (
        <section key={p.line} className="card stack">
          <Pairs
            items={[
              [t.material, p.material ?? ''],
              [t.use, p.use ?? ''],
              ...(p.code ? [[t.codeOf, p.code] as const] : []),
            ]}
          />
          {open && (
            <Field
              id={`code-${p.line}`}
              label={t.codeOf}
              hint="6117.10.00"
              width="short"
              faults={act.faultsOf('/code')}
            >
              <TextInput
                id={`code-${p.line}`}
                hint
                value={codes[p.line] ?? ''}
                onChange={(value) => setCodes((now) => ({ ...now, [p.line]: value }))}
                mode="numeric"
              />
            </Field>
          )}
        </section>
      ))}
      {open && (
        <>
          <Field id="reason" label={t.reason} optional>
            <TextArea id="reason" value={reason} onChange={setReason} maxLength={1000} />
          </Field>
          <p className="saveline">
            <Button busy={act.busy} onPress={() => void sign()}>
              {t.signCode}
            </Button>
          </p>
        </>
      )}
    </div>
  )
}

export function Round(): ReactNode {
  const t = useWords()
  return (
    <List
      title={t.round}
      none={t.roundNone}
      path="/v1/small-exports"
      wanted={['CHANNEL', 'HANDED_TO_CARRIER']}
      to="/reparto"
    />
  )
}

/** A parcel as its carrier sees it: taken under a waybill, then gone. */
export function Parcel(): ReactNode {
  const id = useIds()('envio')
  const t = useWords()
  const act = useAct()
  const { data, error } = useAnswer<CaseAnswer<SmallExport>>(`/v1/small-exports/${id}`)
  const [guide, setGuide] = useState('')
  if (!data) return error ? <Wrong error={error} /> : <Skeleton />
  const { state, version } = data
  return (
    <div className="wrap question stack loose">
      <Back to="/reparto">{t.round}</Back>
      <Title>{data.title}</Title>
      <Pairs
        items={[
          ['MRN', state.mrn ?? ''],
          [t.guide, state.guide ?? '—'],
        ]}
      />
      <Refusals act={act} />
      {state.status === 'CHANNEL' && (
        <>
          <Field id="guide" label={t.guide} width="medium" faults={act.faultsOf('/guide')}>
            <TextInput id="guide" value={guide} onChange={(v) => setGuide(v.toUpperCase())} maxLength={35} />
          </Field>
          <p className="saveline">
            <Button
              busy={act.busy}
              onPress={() => void act.run(`/v1/small-exports/${id}/handOver`, { guide }, version)}
            >
              {t.take}
            </Button>
          </p>
        </>
      )}
      {state.status === 'HANDED_TO_CARRIER' && (
        <p className="saveline">
          <Button busy={act.busy} onPress={() => void act.run(`/v1/small-exports/${id}/confirmExit`, {}, version)}>
            {t.left}
          </Button>
        </p>
      )}
    </div>
  )
}

export function CustomsDesk(): ReactNode {
  const t = useWords()
  return <List title={t.customs} none={t.customsNone} path="/v1/assignments" wanted={['CHANNEL']} to="/aduana" />
}

interface Assignment {
  readonly status: string
  readonly score: string
  readonly channel: 'green' | 'yellow' | 'red'
  readonly why: readonly string[]
  readonly parts: readonly { readonly factor: string; readonly points: string; readonly why: string }[]
  readonly drawn: { readonly value: number; readonly keyHash: string } | null
  readonly result: string | null
}

/** One operation as customs sees it: its channel, why, and what the look found. */
export function Control(): ReactNode {
  const id = useIds()('caso')
  const t = useWords()
  const act = useAct()
  const { data, error } = useAnswer<CaseAnswer<Assignment>>(`/v1/assignments/${id}`)
  const [result, setResult] = useState<string>()
  const [text, setText] = useState('')
  if (!data) return error ? <Wrong error={error} /> : <Skeleton />
  const { state, version } = data
  return (
    <div className="wrap stack loose">
      <Back to="/aduana">{t.customs}</Back>
      <Title>{`${data.number ?? ''} · ${t.channel[state.channel]}`}</Title>
      <Pairs
        items={[
          [t.score, state.score],
          [t.drawn, state.drawn ? String(state.drawn.value) : '—'],
          ...state.parts.filter((p) => p.points !== '0.00').map((p) => [p.factor, `${p.points} · ${p.why}`] as const),
        ]}
      />
      {state.why.length > 0 && <Note>{state.why.join(' · ')}</Note>}
      <Refusals act={act} />
      {state.status === 'CHANNEL' && state.channel !== 'green' && (
        <>
          <Choices
            name="result"
            legend={t.found}
            value={result}
            onChange={setResult}
            options={(['conform', 'minor', 'serious'] as const).map((value) => ({ value, label: t[value] }))}
          />
          <Field id="text" label={t.findings} optional={result === 'conform'} faults={act.faultsOf('/text')}>
            <TextArea id="text" value={text} onChange={setText} maxLength={2000} />
          </Field>
          <p className="saveline">
            <Button
              busy={act.busy}
              onPress={() =>
                void act.run(`/v1/assignments/${id}/recordResult`, { result, ...(text ? { text } : {}) }, version)
              }
            >
              {t.record}
            </Button>
          </p>
        </>
      )}
    </div>
  )
}
