import type { FormDescription } from '#kernel'
import { showMoment, useFormats } from '../ui/index.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { formOfCase, isPermit, papersIn, type CaseForm, type CasePaper } from './case-data.ts'
import { namesOf, type Colleague } from './names-of.ts'
import type { Names } from '../forms/names.ts'

const EMPTY: readonly Colleague[] = []

/** What a case's own screen and the page of one act both need: its form, its papers, and what its commands may name. */
export function useCaseNames(answer: CaseAnswer): {
  readonly form: CaseForm
  readonly description: FormDescription | undefined
  readonly papers: readonly CasePaper[]
  readonly colleagues: readonly Colleague[]
  readonly names: Names
} {
  const me = useMe()
  const acts = useActs()
  const formats = useFormats()
  const { language } = formats
  const procedure = isPermit(answer) ? (answer.definition.split('@')[0] ?? '') : null
  const said = useAnswer<FormDescription>(procedure ? `/v1/procedures/${procedure}/form?lang=${language}` : null, {
    staleTime: 3_600_000,
  })
  const isAgency = me.organisation.kind === 'agency' || me.organisation.kind === 'customs'
  const load = useAnswer<{ officers: readonly Colleague[] }>(isAgency ? '/v1/workload' : null)
  const form = formOfCase(said.data)
  const papers = papersIn(answer.state)
  const colleagues = load.data?.officers ?? EMPTY
  return {
    form,
    description: said.data,
    papers,
    colleagues,
    names: namesOf({ answer, form, papers, colleagues, me, acts, moment: (at) => showMoment(at, formats) }),
  }
}
