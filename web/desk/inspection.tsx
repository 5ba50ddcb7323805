import cameraIcon from '@phosphor-icons/core/bold/camera-bold.svg'
import checkIcon from '@phosphor-icons/core/bold/check-bold.svg'
import crossIcon from '@phosphor-icons/core/bold/x-bold.svg'
import mapIcon from '@phosphor-icons/core/regular/map-pin.svg'
import { useEffect, useState, type ReactNode } from 'react'
import type { PermitState } from '#kernel'
import {
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  Icon,
  Note,
  Pairs,
  showDecimal,
  showMoment,
  Skeleton,
  TextArea,
  Turno,
  useFormats,
} from '../ui/index.ts'
import { useCommand } from '../case/command-form.tsx'
import { checksOfCase, dataOfCase, isPermit } from '../case/case-data.ts'
import { readable } from '../case/readable.ts'
import { useCaseNames } from '../case/use-case.ts'
import { messageOf, showValue } from '../forms/words.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { useDraft } from '../shell/drafts.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'
import { useTexts } from '../texts/texts.tsx'
import { placeNow, takePhoto, type Photo } from './photo.ts'

interface Finding {
  readonly result?: 'conform' | 'nonconform'
  readonly text: string
  readonly photos: readonly Photo[]
}
const nothing: Finding = { text: '', photos: [] }

/** One visit: what was declared, what is found, with photos. Everything stays on the phone until there is a network. */
export function Inspection(): ReactNode {
  const id = useIds()('id')
  const query = new URLSearchParams(location.search)
  const kind = query.get('caso') ?? 'permits'
  const turn = query.get('turno') ?? ''
  const { data, error } = useAnswer<CaseAnswer>(`/v1/${kind}/${id}`)
  if (!data) return error ? <Wrong error={error} /> : <Skeleton />
  return <Visit key={id + turn} kind={kind} turn={turn} answer={data} />
}

function Visit({ kind, turn, answer }: { kind: string; turn: string; answer: CaseAnswer }): ReactNode {
  const desk = useDesk()
  const d = desk.route
  const t = useTexts()
  const acts = useActs()
  const me = useMe()
  const formats = useFormats()
  const { form, description } = useCaseNames(answer)
  const [what, task] = turn.includes(':') ? turn.split(':') : ['', '']
  const command = kind === 'permits' ? (what === 'lab' ? 'reportResult' : 'recordInspection') : 'record'
  const key = `local:inspection/${me.person}/${answer.id}/${turn}`
  const draft = useDraft<Finding>(key, nothing)
  const { result, text, photos } = draft.value
  const [place, setPlace] = useState<Photo['place']>(null)
  const [tried, setTried] = useState(false)
  const [done, setDone] = useState(false)
  const { problem, round, busy, waits, act } = useCommand(
    answer,
    {
      href: `/v1/${kind}/${answer.id}/${command}`,
      words: what === 'lab' ? d.lab : (t.cases.commands['recordInspection'] ?? ''),
      draft: { key, forget: draft.forget },
    },
    () => setDone(true),
  )
  const permit = isPermit(answer) ? (answer.state as PermitState) : undefined
  const coordinates = place ? d.placed(place.lat.toFixed(4), place.lon.toFixed(4)) : d.noPlace

  const add = async (files: FileList | null): Promise<void> => {
    for (const file of files ?? []) {
      const words = `${showMoment(new Date().toISOString(), formats)} · ${coordinates}`
      const photo = await takePhoto(file, place, words)
      draft.set((now) => ({ ...now, photos: [...now.photos.filter((p) => p.digest !== photo.digest), photo] }))
    }
  }
  const send = (): void => {
    setTried(true)
    if (!result || busy) return
    const documents = photos.map((p) => ({ type: 'photo', digest: p.digest, name: p.name }))
    void act(
      {
        ...(kind === 'permits' ? { task } : {}),
        result,
        ...(text.trim() ? { text: text.trim() } : {}),
        ...(documents.length ? { documents } : {}),
      },
      photos.map(({ digest, blob }) => ({ digest, blob })),
    )
  }
  if (done || waits)
    return (
      <div className="wrap question stack field-work">
        <Title>{waits ? d.waiting : d.done}</Title>
        {waits && <Note live>{d.waitingMore}</Note>}
        <ButtonLink to="/ruta">{desk.nav.route}</ButtonLink>
      </div>
    )
  const goods = permit?.lines[0]?.['goods.description'] ?? permit?.lines[0]?.['goods.tradeName']
  const title = [goods, permit?.applicant.party.name].filter(Boolean).join(', ') || answer.title
  const due = answer.turn.find((x) => x.name === turn)?.due
  const facts = permit
    ? dataOfCase(form, permit, checksOfCase(description, permit, permit.submittedAt?.slice(0, 10) ?? ''))
    : []
  const may = answer.actions.some((a) => a.name === command)
  return (
    <div className="wrap question stack loose field-work">
      <Back to="/ruta">{desk.nav.route}</Back>
      <header className="stack tight">
        <p className="small muted">{[answer.number, answer.title].filter(Boolean).join(' · ')}</p>
        <Title>{title}</Title>
        {due && <Turno holder="me">{d.to(showMoment(due, formats))}</Turno>}
      </header>
      <ErrorSummary
        round={round}
        items={(problem?.errors ?? []).map((e) => ({ message: messageOf(e, formats.language), target: 'result' }))}
      />
      {!may && <Note kind="warn">{t.cases.nothingToDo}</Note>}
      <details className="why" open={facts.length < 8}>
        <summary>{d.facts}</summary>
        <Pairs
          items={
            permit
              ? facts.map((f) => [f.field.label, showValue(f.value, f.field, formats, t)] as const)
              : readable(answer.state, formats, t, acts)
          }
        />
      </details>
      <section className="stack" aria-labelledby="photos">
        <h2 id="photos">{d.photos}</h2>
        <p className="small muted">{d.photoNote}</p>
        <Photos
          photos={photos}
          onRemove={(p) => draft.set((now) => ({ ...now, photos: now.photos.filter((x) => x !== p) }))}
        />
        <div className="stack tight">
          <span className="filebox plain">
            <input
              id="photo"
              type="file"
              accept="image/*"
              capture="environment"
              onChange={({ target }) => {
                void add(target.files).then(() => {
                  target.value = ''
                })
              }}
            />
            <label className="btn alt big-target" htmlFor="photo">
              <Icon of={cameraIcon} />
              {d.photo}
            </label>
          </span>
          <p className="row small">
            <Icon of={mapIcon} /> {coordinates}
            {!place && (
              <Button kind="bare" small onPress={() => void placeNow().then(setPlace)}>
                {d.place}
              </Button>
            )}
          </p>
        </div>
      </section>
      <fieldset className="field">
        <legend className="label">{d.finding}</legend>
        {tried && !result && <p className="errmsg">{d.choose}</p>}
        <div className="verdicts">
          {(['conform', 'nonconform'] as const).map((value) => (
            <label key={value} className={`choice verdict-${value}`}>
              <input
                type="radio"
                id={value === 'conform' ? 'result' : undefined}
                name="result"
                checked={result === value}
                onChange={() => draft.set((now) => ({ ...now, result: value }))}
              />
              <Icon of={value === 'conform' ? checkIcon : crossIcon} />
              <b>{value === 'conform' ? d.conform : d.nonconform}</b>
            </label>
          ))}
        </div>
      </fieldset>
      <Field id="note" label={d.note} hint={d.noteHint} optional>
        <TextArea
          id="note"
          hint
          value={text}
          maxLength={4000}
          onChange={(v) => draft.set((now) => ({ ...now, text: v }))}
        />
      </Field>
      <div className="saveline stack tight">
        <Button busy={busy} onPress={send}>
          {d.send}
        </Button>
        <span className="small muted" role="status">
          {draft.savedAt
            ? t.forms.saved(showMoment(draft.savedAt, formats).split(', ').at(-1) ?? '')
            : t.forms.notSaved}
        </span>
      </div>
    </div>
  )
}

function Photos({ photos, onRemove }: { photos: readonly Photo[]; onRemove: (photo: Photo) => void }): ReactNode {
  const d = useDesk().route
  const t = useTexts()
  const formats = useFormats()
  const [urls, setUrls] = useState<readonly string[]>([])
  useEffect(() => {
    const made = photos.map((p) => URL.createObjectURL(p.blob))
    setUrls(made)
    return () => made.forEach((url) => URL.revokeObjectURL(url))
  }, [photos])
  if (photos.length === 0) return null
  const size = photos.reduce((n, p) => n + p.blob.size, 0)
  return (
    <>
      <ul className="photos">
        {photos.map((p, i) => (
          <li key={p.digest}>
            <img src={urls[i]} alt={`${d.photos} ${i + 1}`} />
            <span className="small">{showMoment(p.at, formats).split(', ').at(-1)}</span>
            <Button kind="bare" small label={`${t.forms.remove}: ${d.photos} ${i + 1}`} onPress={() => onRemove(p)}>
              {t.forms.remove}
            </Button>
          </li>
        ))}
      </ul>
      <p className="small muted">
        {photos.length} · {showDecimal((size / 1_048_576).toFixed(1), formats)} MB
      </p>
    </>
  )
}
