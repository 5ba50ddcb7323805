import downloadIcon from '@phosphor-icons/core/regular/download-simple.svg'
import type { PermitState } from '#kernel'
import type { ReactNode } from 'react'
import {
  ButtonLink,
  Facts,
  Note,
  Pairs,
  showDay,
  showMoment,
  showQuantity,
  Skeleton,
  useFormats,
  type Fact,
} from '../ui/index.ts'
import { CaseHistory } from '../case/case-history.tsx'
import { CaseActions, Turns } from '../case/case-parts.tsx'
import { CommandPage } from '../case/command-screen.tsx'
import { showValue } from '../forms/words.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { Answering } from './answering.tsx'
import { useFields, type Said } from './fields.ts'

/** A permit as its applicant sees it: how it stands, what was observed, the document once there is one. */
export function Permit(): ReactNode {
  const ids = useIds()
  const [dossier, id] = [ids('carpeta'), ids('caso')]
  const { data, error, refetch } = useAnswer<CaseAnswer<PermitState>>(`/v1/permits/${id}`)
  const t = useTexts()
  const formats = useFormats()
  const said = useFields(data ? [data.definition.split('@')[0] ?? ''] : [])
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  const { state } = data
  const base = `/operaciones/${dossier}/${id}`
  const { resolution, decision } = state
  const fact = (e: string, v: unknown, key: string): Fact => ({
    id: key,
    label: said.field(e).label,
    value: showValue(v, said.field(e), formats, t),
  })
  return (
    <div className="stack loose">
      <Back to={`/operaciones/${dossier}`}>{t.dossier.toDossier}</Back>
      <header className="stack tight">
        <p className="muted small mono">{resolution?.number ?? state.code}</p>
        <Title>{state.title}</Title>
        <p className="row">
          <Turns turns={data.turn} />
          <span className="muted">{t.firm.status[state.status] ?? state.status}</span>
        </p>
      </header>
      {(state.status === 'OBSERVED' || state.status === 'CURE_REQUESTED') && (
        <section className="mine stack" aria-labelledby="observed">
          <h2 id="observed">
            {state.status === 'OBSERVED'
              ? t.dossier.observed(state.agency.toUpperCase())
              : t.dossier.cureTitle(state.agency.toUpperCase())}
          </h2>
          <Observations state={state} said={said} />
          <p className="row">
            <ButtonLink to={`${base}/${state.status === 'OBSERVED' ? 'answer' : 'cure'}`}>
              {t.firm.todoVerb[state.status === 'OBSERVED' ? 'answer' : 'cure']}
            </ButtonLink>
            {data.actions.some((a) => a.name === 'askExtension') && (
              <ButtonLink kind="bare" to={`${base}/askExtension`}>
                {t.dossier.moreTime}
              </ButtonLink>
            )}
          </p>
        </section>
      )}
      {resolution && (
        <Note kind={['REVOKED', 'EXPIRED'].includes(state.status) ? 'warn' : 'ok'}>
          <Pairs
            items={[
              [t.dossier.number, resolution.number],
              [t.firm.status['APPROVED'], showMoment(resolution.issuedAt, formats)],
              ...(resolution.validUntil
                ? [[t.firm.keepInMind, t.dossier.validUntil(showDay(resolution.validUntil, formats))] as const]
                : []),
              ...resolution.balance.map(
                (b) =>
                  [
                    t.dossier.balance,
                    t.dossier.balanceOf(
                      showQuantity({ value: b.used, unit: b.authorised.unit }, formats),
                      showQuantity(b.authorised, formats),
                    ),
                  ] as const,
              ),
            ]}
          />
          <p className="row">
            <ButtonLink to={`/v1/permits/${id}/document.pdf?lang=${formats.language}`} icon={downloadIcon}>
              {t.dossier.pdf}
            </ButtonLink>
          </p>
        </Note>
      )}
      {decision && !resolution && (
        <Note kind="bad">
          <p className="strong">{t.firm.status[state.status] ?? state.status}</p>
          {decision.grounds && (
            <p>
              {t.dossier.grounds}: {decision.grounds}
            </p>
          )}
          {data.actions.some((a) => a.name === 'appeal') && (
            <p>
              <ButtonLink to={`${base}/appeal`}>{t.dossier.appealTitle}</ButtonLink>
            </p>
          )}
        </Note>
      )}
      <section aria-labelledby="data" className="stack tight">
        <h2 id="data">{t.cases.data}</h2>
        <Facts
          items={[
            ...Object.entries(state.elements).map(([e, v]) => fact(e, v, e)),
            ...state.lines.flatMap((line, i) => Object.entries(line).map(([e, v]) => fact(e, v, `${i}${e}`))),
          ]}
        />
      </section>
      <CaseActions answer={data} base={base} leave={['answer', 'cure']} />
      <CaseHistory path={data.links.history} />
    </div>
  )
}

/** The officer's words, numbered, each beside what it is about. */
export function Observations({ state, said }: { state: PermitState; said: Said }): ReactNode {
  return (
    <ol className="stack tight">
      {state.observations.map((o, i) => (
        <li key={i} className="quote">
          <p className="row">
            <span className="pin" aria-hidden="true">
              {i + 1}
            </span>
            <b>{o.about || o.asks ? said.field((o.about ?? o.asks ?? '').replace(/^.*\//, '')).label : ''}</b>
          </p>
          <p>«{o.text}»</p>
        </li>
      ))}
    </ol>
  )
}

/** An act on a permit: answering has its own page, every other one the page that any command has. */
export function PermitAct(): ReactNode {
  const ids = useIds()
  const [dossier, id, command] = [ids('carpeta'), ids('caso'), ids('acto')]
  const back = `/operaciones/${dossier}/${id}`
  if (command === 'answer' || command === 'cure') return <Answering id={id} command={command} back={back} />
  return <CommandPage kind="permits" id={id} command={command} back={back} />
}
