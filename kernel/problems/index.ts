import type { Language, Refusal } from '../problem.ts'
import { caseProblems } from './case.ts'
import { customsProblems } from './customs.ts'
import { catalogueProblems } from './catalogue.ts'
import { mypesProblems } from './mypes.ts'
import { noticeProblems } from './notices.ts'
import { dossierProblems } from './dossier.ts'
import { ecommerceProblems } from './ecommerce.ts'
import { enterpriseProblems } from './enterprise.ts'
import { formProblems } from './form.ts'
import { inspectionProblems } from './inspection.ts'
import { httpProblems } from './http.ts'
import { messageProblems } from './messages.ts'
import { paymentProblems } from './payments.ts'
import { queueProblems } from './queue.ts'
import type { ProblemText } from './text.ts'

export type { ProblemText } from './text.ts'

/** Every refusal code of the house, with its status and its words. The reference page and the API derive from this table. */
export const problems: Readonly<Record<string, ProblemText>> = {
  ...httpProblems,
  ...formProblems,
  ...caseProblems,
  ...enterpriseProblems,
  ...catalogueProblems,
  ...noticeProblems,
  ...dossierProblems,
  ...paymentProblems,
  ...queueProblems,
  ...messageProblems,
  ...customsProblems,
  ...mypesProblems,
  ...inspectionProblems,
  ...ecommerceProblems,
}

const fill = (text: string, params: Refusal['params']): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (params?.[name] === undefined ? whole : String(params[name])))

/** The words of a refusal in a language: its own, where a pack gave them, otherwise those of its code. */
export function tell(r: Refusal, language: Language): { message: string; fix: string } {
  const text = problems[r.code]
  return {
    message: r.words?.[language] ?? r.words?.es ?? fill(text?.[language].message ?? r.code, r.params),
    // A check of a pack says what is wrong in its own words, which say what to do: the fix is to do that.
    fix:
      r.fix?.[language] ?? r.fix?.es ?? fill((text ?? problems['VALIDATION_FAILED'])?.[language].fix ?? '', r.params),
  }
}

/** HTTP status of a refusal. A check of a pack has a code of its own: it breaks a rule of business, 422. */
export const statusOf = (r: Refusal): number => problems[r.code]?.status ?? 422
