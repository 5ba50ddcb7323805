import type { ReactNode } from 'react'
import { Pairs, Skeleton, useFormats } from '../ui/index.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { faceOf } from '../shell/navigation.ts'
import { useIds, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useTexts } from '../texts/texts.tsx'
import { CaseHistory } from './case-history.tsx'
import { CaseActions, CaseHead } from './case-parts.tsx'
import { CaseDesk } from './case-desk.tsx'
import { readable } from './readable.ts'

/** Any case of any type, on one page, all from what the case itself answers. Whoever works at a desk gets the desk. */
export function CaseScreen(): ReactNode {
  const ids = useIds()
  const [kind, id] = [ids('kind'), ids('id')]
  const me = useMe()
  const { data, error, refetch } = useAnswer<CaseAnswer>(`/v1/${kind}/${id}`)
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  return faceOf(me).id === 'desk' ? (
    <CaseDesk key={id} kind={kind} answer={data} />
  ) : (
    <CasePage kind={kind} answer={data} />
  )
}

/** The same for whoever is at no desk: one column. */
function CasePage({ kind, answer }: { kind: string; answer: CaseAnswer }): ReactNode {
  const t = useTexts()
  const acts = useActs()
  const formats = useFormats()
  return (
    <div className="stack far">
      <CaseHead answer={answer} />
      <CaseActions answer={answer} base={`/tramites/${kind}/${answer.id}`} />
      <section aria-labelledby="data" className="stack tight">
        <h2 id="data">{t.cases.data}</h2>
        <Pairs items={readable(answer.state, formats, t, acts)} />
      </section>
      <CaseHistory path={answer.links.history} />
    </div>
  )
}
