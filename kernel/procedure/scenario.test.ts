import { beforeAll, describe, expect, it } from 'vitest'
import { loadPacks, showFault } from '../pack/load.ts'
import type { Dictionary, Pack } from '../pack/model.ts'
import { scenarioFaults } from './scenario-faults.ts'
import { filesOf, loadXt, theDictionary, xtFiles } from './scenario.fixture.ts'
import { runScenarios, type ScenarioRun } from './scenario.ts'

let dictionary: Dictionary
let packs: ReadonlyMap<string, Pack>
beforeAll(() => {
  dictionary = theDictionary()
  const loaded = loadXt(dictionary)
  expect(loaded.faults.filter((f) => f.level === 'error').map(showFault)).toEqual([])
  packs = loaded.packs
})

const given = `
given:
  data: { importer: Agrofarma, country.origin: JP }
  lines: [ { goods.description: drums, goods.quantity: 2 TNE } ]
  attached: [ invoice ]
  facts: { series.next: 41 }
`
/** Runs the steps of one scenario. */
function run(steps: readonly string[], more = '', head = given): ScenarioRun {
  const text = `${head}
scenarios:
  - scenario: a story
    procedure: xt.licence
${more ? `    ${more}\n` : ''}    steps:
${steps.map((s) => `      - { ${s} }`).join('\n')}
`
  return runScenarios(packs.values(), dictionary, [{ path: 'xt/scenarios/story.yaml', text }])
}
const failures = (...args: Parameters<typeof run>): string[] => {
  const { faults, results } = run(...args)
  return [
    ...faults.map(showFault),
    ...results.flatMap((r) => r.failures.map((f) => `${f.step} ${f.expected} / ${f.got}`)),
  ]
}

const submit = 'at: 2026-06-16 10:00, by: applicant, do: submit'
const pay = 'at: 2026-06-16 10:05, by: system, do: pay, with: { amount: 10.00 PEN }'
const admit = 'at: 2026-06-16 11:00, by: office.evaluator, as: ana, do: admit'
const propose = 'at: 2026-06-17 10:00, by: office.evaluator, as: ana, do: propose, with: { outcome: approve }'
const approve = 'at: 2026-06-17 11:00, by: office.approver, as: rosa, do: approve'

describe('a scenario that comes out as written', () => {
  it('may look at everything a step leads to', () => {
    const steps = [
      `${submit}, then: { status: AWAITING_PAYMENT, fee: 10.00 PEN, due: 2026-06-23, events: [TramiteSubmitted], not-yet: [FeePaid] }`,
      `${pay}, then: { status: ADMISSIBILITY, due: 2026-06-17 16:30 }`,
      `${admit}, then: { due: 2026-06-23, tasks: "", events: [TramiteAdmitted, ClockStarted] }`,
      `${propose}, then: { status: PROPOSED }`,
      'at: 2026-06-17 10:30, by: office.approver, as: ana, do: approve, then: { refused: [FOUR_EYES] }',
      `${approve}, then: { status: APPROVED, number: XT-2026-0041, valid-until: 2026-08-16 }`,
      'at: 2026-07-01 09:00, by: system, do: draw, with: { lines: [ { line: 0, quantity: 1.5 TNE } ] }, then: { used: "1500", status: PARTIALLY_USED }',
      'at: 2026-07-01 09:01, by: customs, do: draw, with: { lines: [ { line: 0, quantity: 501 KGM } ] }, then: { refused: [BALANCE_EXCEEDED] }',
      'at: 2026-08-18 09:00, then: { status: EXPIRED, events: [ExpiryWarned, DrExpired] }',
    ]
    expect(failures(steps)).toEqual([])
    expect(run(steps).results).toMatchObject([
      { ok: true, line: 9, procedure: 'xt.licence@2026-01-01', approved: true, refused: true },
    ])
  })

  it('may change the world from a step on, and the filing of one step alone', () => {
    const steps = [
      'at: 2026-06-16 10:00, by: applicant, do: submit, with: { data: { date.arrival: 2026-06-15 }, attached: [] }, then: { refused: [ARRIVAL_PAST, DOCUMENT_MISSING] }',
      'at: 2026-06-16 10:00, given: { data: { country.origin: CN } }',
      submit,
      pay,
      `${admit}, then: { tasks: "safety:open" }`,
      'at: 2026-06-17 10:00, by: health.evaluator, do: giveOpinion, with: { task: safety, result: proceed }, then: { tasks: "safety:done" }',
    ]
    expect(failures(steps)).toEqual([])
  })

  it('lets people correct what was wrong, in the words of packs', () => {
    const steps = [
      submit,
      pay,
      'at: 2026-06-16 12:00, by: office.evaluator, do: requestCure, with: { defects: [ unreadable ] }, then: { status: CURE_REQUESTED, due: 2026-06-18 }',
      'at: 2026-06-17 09:00, by: applicant, do: cure, with: { data: { country.origin: CN }, attached: [ { type: invoice, number: F-1, date: 2026-06-01 } ] }, then: { status: ADMISSIBILITY }',
      'at: 2026-06-17 10:00, by: office.evaluator, do: admit',
      'at: 2026-06-17 11:00, by: office.evaluator, do: observe, with: { observations: [ { text: which port, about: country.origin } ] }, then: { status: OBSERVED }',
      'at: 2026-06-18 11:00, by: applicant, do: answer, with: { text: Callao, lines: [ { goods.description: cans, goods.quantity: 1 TNE } ] }, then: { status: UNDER_EVALUATION }',
    ]
    expect(failures(steps)).toEqual([])
  })

  it('tells what it reached of the law', () => {
    const { reached } = run([submit, pay, admit, propose, approve])
    expect([...(reached.get('xt.licence@2026-01-01') ?? [])].sort()).toEqual([
      'attach.invoice',
      'decision.within',
      'fee.0',
      'form.country.origin',
      'form.importer',
      'form.lines.goods.description',
      'form.lines.goods.quantity',
      'output',
      'review',
      'review.admit',
    ])
  })
})

describe('a scenario that does not', () => {
  it('says each thing that was otherwise, with its step', () => {
    const then =
      'then: { status: ADMISSIBILITY, fee: 11.00 PEN, due: 2026-06-24, tasks: "x:open", number: A-1, used: "1", events: [FeePaid], refused: [NOT_NOW], not-yet: [FeeQuoted] }'
    expect(failures([`${submit}, ${then}`])).toEqual([
      '1 refused: NOT_NOW / refused: nothing',
      '1 status: ADMISSIBILITY / status: AWAITING_PAYMENT',
      '1 fee: 11.00 PEN / fee: 10.00 PEN',
      '1 due: 2026-06-24 / due: 2026-06-23',
      '1 tasks: x:open / tasks: nothing',
      '1 number: A-1 / number: none',
      '1 used: 1 / used: nothing',
      '1 events: FeePaid / events: TramiteSubmitted FeeQuoted',
      '1 not yet: FeeQuoted / already: FeeQuoted',
    ])
  })

  it('a refusal that nobody expected, or another set of codes, is a failure', () => {
    expect(failures([submit, submit])).toEqual(['2 refused: nothing / refused: NOT_NOW'])
    const both =
      'at: 2026-06-16 10:00, by: applicant, do: submit, with: { data: { country.origin: Mars }, attached: [] }'
    expect(failures([`${both}, then: { refused: [DOCUMENT_MISSING] }`])).toEqual([
      '1 refused: DOCUMENT_MISSING / refused: DOCUMENT_MISSING UNKNOWN_COUNTRY',
    ])
  })

  it('people act in their roles only', () => {
    expect(failures([submit, pay, 'at: 2026-06-16 11:00, by: office.approver, do: admit'])).toEqual([
      '3 refused: nothing / refused: FORBIDDEN',
    ])
    expect(
      failures([submit, pay, 'at: 2026-06-16 11:00, by: health.evaluator, do: admit, then: { refused: [FORBIDDEN] }']),
    ).toEqual([])
    expect(failures([submit, 'at: 2026-06-16 11:00, by: ministry.evaluator, do: admit'])[0]).toMatch(
      /neither applicant, customs, system/,
    )
    expect(failures([submit, 'at: 2026-06-16 11:00, by: health.inspector, do: admit'])[0]).toMatch(
      /health has no role inspector/,
    )
  })

  it('a message the API would not take, a command there is not, a clock that goes back', () => {
    expect(failures([submit, pay, 'at: 2026-06-16 12:00, by: office.evaluator, do: requestCure'])).toEqual([
      '3 office.evaluator does requestCure / with: / must have required properties defects',
    ])
    expect(failures(['at: 2026-06-16 10:00, by: applicant, do: send'])[0]).toMatch(
      /^1 applicant does send \/ send is not a command/,
    )
    expect(failures([submit, 'at: 2026-06-15 10:00'])).toEqual([
      '2 a moment after the step before / 2026-06-15, which is earlier',
    ])
  })

  it('of a version not in force says so', () => {
    expect(failures(['at: 2025-06-16 10:00, by: applicant, do: submit'])).toEqual([
      '0 xt.licence in force on 2025-06-16 / no such version',
    ])
  })
})

describe('a scenario that is wrongly written', () => {
  it.each([
    ['UNKNOWN_KEY', [`${submit}, than: { status: LAPSED }`], ''],
    ['MISSING_KEY', ['by: applicant, do: submit'], ''],
    ['MISSING_KEY', ['at: 2026-06-16 10:00, do: submit'], ''],
    ['BAD_VALUE', ['at: 2026-06-31 10:00'], ''],
    ['BAD_VALUE', ['at: 2026-06-16 25:00'], ''],
    ['BAD_VALUE', [`${submit}, then: { status: PAID }`], ''],
    ['BAD_VALUE', [`${submit}, then: { events: [Submitted] }`], ''],
    ['BAD_VALUE', [`${submit}, then: { fee: ten }`], ''],
    ['BAD_VALUE', [`${submit}, then: { due: tomorrow }`], ''],
    ['UNKNOWN_KEY', [submit], 'facts: { applicant.shoeSize: 44 }'],
    ['NOT_IN_LIST', [submit], 'facts: { applicant.size: enormous }'],
    ['UNKNOWN_PROCEDURE', [submit], 'permits: { xt.licences: granted }'],
    ['BAD_VALUE', [submit], 'permits: { xt.licence: maybe }'],
    ['UNKNOWN_KEY', [submit], 'procedures: x'],
  ])('is reported with %s: %j %s', (code, steps, more) => {
    expect(run(steps, more).faults).toMatchObject([{ code, file: 'xt/scenarios/story.yaml', level: 'error' }])
  })

  it('names the procedure that was meant', () => {
    const text = 'scenarios:\n  - { scenario: x, procedure: xt.licens, steps: [] }\n'
    const { faults, results } = runScenarios(packs.values(), dictionary, [{ path: 'xt/scenarios/a.yaml', text }])
    expect(faults).toMatchObject([{ code: 'UNKNOWN_PROCEDURE', line: 2, fix: 'did you mean xt.licence?' }])
    expect(results).toEqual([])
  })
})

describe('what pack check says about scenarios', () => {
  const check = (...args: Parameters<typeof run>) => scenarioFaults(packs.values(), xtFiles, run(...args))

  it('an approval and a refusal for each procedure, at its line', () => {
    const said = (...steps: string[]) =>
      check(steps)
        .filter((f) => f.code === 'NO_SCENARIO')
        .map((f) => `${f.file}:${f.line} ${f.message}`)
    expect(said(submit, pay, admit, propose, approve)).toEqual([
      'xt/licence.yaml:2 no scenario of xt.licence is refused',
    ])
    expect(said(`${submit}, with: { attached: [] }, then: { refused: [DOCUMENT_MISSING] }`)).toEqual([
      'xt/licence.yaml:2 no scenario of xt.licence ends in approval',
    ])
    expect(said(submit, pay, admit, 'at: 2026-07-01 09:00, then: { status: DENIED }')).toEqual([
      'xt/licence.yaml:2 no scenario of xt.licence ends in approval',
    ])
  })

  it('a procedure that none runs, once and not key by key', () => {
    const none = runScenarios(packs.values(), dictionary, [])
    expect(scenarioFaults(packs.values(), xtFiles, none)).toMatchObject([
      { code: 'NO_SCENARIO', level: 'warning', file: 'xt/licence.yaml', line: 2, path: 'procedure' },
    ])
  })

  it('a file of scenarios that cannot be read', () => {
    const broken = runScenarios(packs.values(), dictionary, [
      { path: 'xt/scenarios/story.yaml', text: 'scenarios:\n  - scenario: a: b\n' },
    ])
    expect(scenarioFaults(packs.values(), xtFiles, broken)).toMatchObject([
      { code: 'YAML', level: 'error', file: 'xt/scenarios/story.yaml', line: 2 },
      { code: 'NO_SCENARIO' },
    ])
  })

  it('the keys of the law that no scenario made do anything', () => {
    const untried = check([submit, pay, admit, propose, approve]).filter((f) => f.code === 'NOT_REACHED')
    expect(untried.map((f) => `${f.line} ${f.path}`)).toEqual([
      '9 form.date.arrival',
      '15 checks.ARRIVAL_PAST',
      '23 opinions.safety',
      '23 opinions.safety.silence',
      '24 decision.silence',
      '30 output.balance',
    ])
  })

  it('a story that comes out otherwise is an error, at its step', () => {
    expect(check([submit, submit]).filter((f) => f.level === 'error')).toMatchObject([
      { code: 'SCENARIO', file: 'xt/scenarios/story.yaml', line: 13, path: 'steps.1' },
    ])
  })
})

describe('the packs of this house', () => {
  it('prove themselves: every scenario comes out as written', () => {
    const files = filesOf('packs')
    const loaded = loadPacks(files, dictionary)
    const { results, faults } = runScenarios(loaded.packs.values(), dictionary, files)
    expect(faults.map(showFault)).toEqual([])
    expect(results.filter((r) => !r.ok).map((r) => ({ at: `${r.file}:${r.line}`, failures: r.failures }))).toEqual([])
    expect(results.length).toBeGreaterThan(0)
    const ids = [...loaded.packs.values()].flatMap((p) => p.procedures.map((q) => q.key))
    for (const key of ids) {
      const own = results.filter((r) => r.procedure === key)
      expect({ key, approved: own.some((r) => r.approved), refused: own.some((r) => r.refused) }).toEqual({
        key,
        approved: true,
        refused: true,
      })
    }
  })
})
