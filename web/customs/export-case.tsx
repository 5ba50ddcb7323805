import type { Language } from '#kernel'
import { useEffect, useState, type ReactNode } from 'react'
import type { Money } from '#kernel'
import {
  Button,
  Choices,
  Field,
  FileInput,
  Figures,
  Note,
  NumberInput,
  Pairs,
  showMoment,
  showMoney,
  Skeleton,
  useFormats,
  Why,
} from '../ui/index.ts'
import { api, say, upload } from '../shell/api.ts'
import type { CaseAnswer, Page } from '../shell/answers.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useAct, type Acting } from './act.ts'
import { useWords } from './texts.ts'

export interface Adherent {
  readonly org: string
  readonly kind: 'agent' | 'carrier'
  readonly name: string
  readonly fee: string | null
}
export interface SmallExport {
  readonly status: string
  readonly pack: string
  readonly products: readonly {
    readonly line: number
    readonly description: string
    readonly material: string | null
    readonly use: string | null
    readonly code: string | null
  }[]
  readonly agent: { readonly name: string; readonly fee: Money } | null
  readonly classifyBy: string | null
  readonly asked: string | null
  readonly eligibility: {
    readonly valueUsd: Money
    readonly conditions: readonly {
      readonly check: 'size' | 'value' | 'definitive' | 'allowed' | 'permits'
      readonly ok: boolean
      readonly figures: string
      readonly law: string
    }[]
  } | null
  readonly exemptions: readonly { readonly what: string; readonly spared: Money | null; readonly law: string }[]
  readonly channel: 'green' | 'yellow' | 'red' | null
  readonly released: string | null
  readonly mrn: string | null
  readonly awaiting: { readonly silent: boolean } | null
  readonly errors: readonly { readonly text: string; readonly code: string }[]
  readonly carrier: { readonly name: string } | null
  readonly guide: string | null
  readonly saving: { readonly total: Money } | null
  readonly note: { readonly text: Readonly<Record<'es' | 'en' | 'pt', string>> } | null
}

const waits = ['DECLARED', 'ACCEPTED', 'CHANNEL', 'CLASSIFICATION_REQUESTED']

/** Minutes of work are told once a minute while somebody touches the page: idle time is not work (M42). */
function useActivity(id: string, open: boolean): void {
  useEffect(() => {
    if (!open) return
    let touched = Date.now()
    const touch = (): void => void (touched = Date.now())
    const events = ['pointerdown', 'keydown', 'scroll'] as const
    for (const e of events) addEventListener(e, touch, { passive: true })
    const timer = setInterval(() => {
      if (Date.now() - touched < 180_000)
        void api(`/v1/small-exports/${id}/noteActivity`, {
          method: 'POST',
          body: { minutes: 1 },
          version: '*',
          key: crypto.randomUUID(),
        }).catch(() => undefined)
    }, 60_000)
    return () => {
      clearInterval(timer)
      for (const e of events) removeEventListener(e, touch)
    }
  }, [id, open])
}

/** One export, from "may I" to "it has left": what is asked now, and nothing else. */
export function ExportCase(): ReactNode {
  const id = useIds()('envio')
  const t = useWords()
  const { data, error, refetch } = useAnswer<CaseAnswer<SmallExport>>(`/v1/small-exports/${id}`, {
    refetchInterval: 2500,
  })
  useActivity(id, data !== undefined && data.status !== 'CLOSED')
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  const { state } = data
  return (
    <div className="wrap question stack loose">
      <Back to="/exportar">{t.mine}</Back>
      <p className="muted small mono">{data.number}</p>
      <Now data={data} />
      {state.eligibility && (
        <Why ask={t.why}>
          <Pairs
            items={state.eligibility.conditions.map(
              (c) => [t.conditions[c.check], `${c.ok ? '✓' : '—'} ${c.figures} · ${c.law}`] as const,
            )}
          />
        </Why>
      )}
    </div>
  )
}

function Now({ data }: { data: CaseAnswer<SmallExport> }): ReactNode {
  const t = useWords()
  const formats = useFormats()
  const { state } = data
  switch (state.status) {
    case 'ELIGIBILITY_CHECKED':
      return <AskCode data={data} />
    case 'CLASSIFICATION_REQUESTED':
    case 'INFO_ASKED':
      return (
        <>
          <Title>{t.waitCode}</Title>
          <p className="big">
            {t.waitCodeMore(state.agent?.name ?? '', state.classifyBy ? showMoment(state.classifyBy, formats) : '')}
          </p>
          {state.asked && <Note kind="warn">{state.asked}</Note>}
        </>
      )
    case 'CLASSIFIED':
    case 'REJECTED':
      return <Declare data={data} />
    default:
      return <Followed state={state} />
  }
}

/** `25.00 USD` as this reader writes amounts. */
const feeShown = (fee: string | null, formats: Parameters<typeof showMoney>[1]): string => {
  const [amount, currency] = fee?.split(' ') ?? []
  return amount && currency ? showMoney({ amount, currency }, formats) : ''
}

function AskCode({ data }: { data: CaseAnswer<SmallExport> }): ReactNode {
  const t = useWords()
  const formats = useFormats()
  const act = useAct()
  const adherents = useAnswer<Page<Adherent>>(`/v1/adherents?country=${data.state.pack}`)
  const [agent, setAgent] = useState<string>()
  const [photos, setPhotos] = useState<readonly { name: string; digest: string }[]>([])
  const agents = adherents.data?.items.filter((a) => a.kind === 'agent') ?? []
  const value = data.state.eligibility?.valueUsd
  const add = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      const { digest } = await upload(file)
      setPhotos((now) => [...now, { name: file.name, digest }])
    }
  }
  // Where one alone signs there is nothing to choose.
  const chosen = agent ?? (agents.length === 1 ? agents[0]?.org : undefined)
  const ask = (): Promise<unknown> =>
    act.run(
      `/v1/small-exports/${data.id}/requestClassification`,
      {
        ...(chosen ? { agent: chosen } : {}),
        products: [{ line: 0, ...(photos.length ? { photos: photos.map((p) => ({ type: 'photo', ...p })) } : {}) }],
      },
      data.version,
    )
  return (
    <>
      <Title>{t.can}</Title>
      <Figures
        items={[
          { label: t.cost, value: t.free },
          ...(value ? [{ label: t.value, value: showMoney(value, formats) }] : []),
        ]}
      />
      <h2>{t.code}</h2>
      <p>{t.codeMore}</p>
      <Refusals act={act} />
      {agents.length === 0 ? (
        <Note>{t.noAgents}</Note>
      ) : (
        <Choices
          name="agent"
          legend={t.chooseAgent}
          value={chosen}
          onChange={setAgent}
          options={agents.map((a) => ({ value: a.org, label: a.name, side: feeShown(a.fee, formats) }))}
        />
      )}
      <Field id="photos" label={t.photos} optional>
        <FileInput id="photos" multiple accept="image/png,image/jpeg" onFiles={(files) => void add(files)} />
      </Field>
      {photos.map((p) => (
        <p key={p.digest} className="small">
          {p.name}
        </p>
      ))}
      <p className="saveline">
        <Button busy={act.busy} onPress={() => void ask()}>
          {t.askCode}
        </Button>
      </p>
    </>
  )
}

export function Refusals({ act }: { act: Acting }): ReactNode {
  const language = useFormats().language as Language
  if (act.errors.length === 0) return act.error === undefined ? null : <Wrong error={act.error} />
  return (
    <Note kind="bad" live>
      {act.errors.map((e) => (
        <p key={e.code + e.pointer}>
          <b>{say(e, 'message', language)}</b> {say(e, 'fix', language)} <span className="code">{e.code}</span>
        </p>
      ))}
    </Note>
  )
}

function Declare({ data }: { data: CaseAnswer<SmallExport> }): ReactNode {
  const t = useWords()
  const formats = useFormats()
  const act = useAct()
  const adherents = useAnswer<Page<Adherent>>(`/v1/adherents?country=${data.state.pack}`)
  const carriers = adherents.data?.items.filter((a) => a.kind === 'carrier') ?? []
  const [carrier, setCarrier] = useState<string>()
  const [packages, setPackages] = useState('1')
  const [weight, setWeight] = useState('')
  const [same, setSame] = useState<string>()
  const asks = act.errors.some((e) => e.code === 'SAME_CONTRACT') || same !== undefined
  const { state } = data
  const sign = (): Promise<unknown> =>
    act.run(
      `/v1/small-exports/${data.id}/declare`,
      {
        carrier: carrier ?? carriers[0]?.org,
        elements: {
          'packages.count': packages,
          ...(weight ? { 'weight.gross': { value: weight, unit: 'KGM' } } : {}),
        },
        ...(same === undefined ? {} : { sameContract: same === 'yes' }),
      },
      data.version,
    )
  return (
    <>
      <Title>{t.ready}</Title>
      {state.errors.length > 0 && (
        <Note kind="bad">
          <p className="strong">{t.rejected}</p>
          {state.errors.map((e) => (
            <p key={e.code}>
              {e.text} <span className="code">{e.code}</span>
            </p>
          ))}
        </Note>
      )}
      <Refusals act={act} />
      <Pairs
        items={[
          ...state.products.map((p) => [p.description, p.code ?? ''] as const),
          ...(state.eligibility ? [[t.value, showMoney(state.eligibility.valueUsd, formats)] as const] : []),
          [t.cost, t.free],
        ]}
      />
      <Field id="packages" label={t.packages} width="short">
        <NumberInput id="packages" value={packages} onChange={setPackages} />
      </Field>
      <Field id="weight" label={t.weight} width="short">
        <NumberInput id="weight" value={weight} onChange={setWeight} unit="kg" />
      </Field>
      <Choices
        name="carrier"
        legend={t.carrier}
        value={carrier ?? carriers[0]?.org}
        onChange={setCarrier}
        options={carriers.map((c) => ({ value: c.org, label: c.name }))}
      />
      {asks && (
        <Choices
          name="same"
          legend={t.sameContract}
          value={same}
          onChange={setSame}
          options={[
            { value: 'no', label: t.no },
            { value: 'yes', label: t.yes },
          ]}
        />
      )}
      <p className="small">{t.signMore}</p>
      <p className="saveline">
        <Button busy={act.busy} onPress={() => void sign()}>
          {t.sign}
        </Button>
      </p>
    </>
  )
}

function Followed({ state }: { state: SmallExport }): ReactNode {
  const t = useWords()
  const formats = useFormats()
  const language = formats.language
  const spared = state.exemptions.filter((e) => e.spared)
  const title =
    state.status === 'DECLARED' || state.status === 'ACCEPTED'
      ? t.sent
      : state.status === 'CHANNEL'
        ? t.accepted
        : state.status === 'HANDED_TO_CARRIER'
          ? t.onWay
          : state.status === 'CLOSED' || state.status === 'EXITED'
            ? t.done
            : (t.states[state.status] ?? state.status)
  return (
    <>
      <Title>{title}</Title>
      {waits.includes(state.status) && !state.channel && <p>{state.awaiting?.silent ? t.silent : t.sentMore}</p>}
      {state.status === 'CHANNEL' &&
        (state.released ? (
          <Note kind="ok" live>
            <p className="strong">{t.handIt}</p>
            <p>
              {state.carrier?.name} · {state.mrn}
            </p>
          </Note>
        ) : (
          <Note kind="warn" live>
            {state.channel === 'red' ? t.look : t.papers}
          </Note>
        ))}
      {state.saving && <Figures items={[{ label: t.saved, value: showMoney(state.saving.total, formats) }]} />}
      {state.note && <Note>{state.note.text[language as 'es' | 'en' | 'pt']}</Note>}
      {spared.length > 0 && (
        <Why ask={t.notCharged}>
          <Pairs items={spared.map((e) => [e.law, e.spared ? showMoney(e.spared, formats) : ''] as const)} />
        </Why>
      )}
    </>
  )
}
