import { describe, expect, it } from 'vitest'
import { loadDictionary } from '../dictionary/load.ts'
import { loadPacks } from './load.ts'
import type { Pack, PackFile } from './model.ts'
import { runScenarios } from './scenario-run.ts'
import { showProcedure } from './show.ts'

const { dictionary } = loadDictionary([
  {
    path: 'd.yaml',
    text: [
      'exporter: { type: party, label: { es: E, en: E, pt: E } }',
      'goods.quantity: { type: quantity, line: yes, label: { es: Q, en: Q, pt: Q } }',
    ].join('\n'),
  },
])

const files: PackFile[] = [
  {
    path: 'xt/pack.yaml',
    text: `pack: xt
name: { es: Prueba }
version: "1"
language: es
currency: XTS
calendar: xt-days
norms: { NORM: { title: Norma } }
defaults: { law: NORM art. 1, order: 5 bd, admit: 1 bd, cure: 2 bd, answer: 3 bd, extension: 1 bd, opinion: 1 bd, slot: 1 bd, appeal: 5 bd, appealDecision: 5 bd, warn: [1 d] }
agencies: { office: { name: Oficina, roles: [evaluator, approver, head] } }
documents: { permit: P1 }
`,
  },
  {
    path: 'xt/calendars/xt-days.yaml',
    text: 'calendar: xt-days\nzone: UTC\nhours: { mon-fri: 08:00-16:00 }\nrest: [sat, sun]\nlaw: NORM art. 2\n',
  },
  { path: 'xt/calendars/xt-days.csv', text: 'date,kind,scope,law\n2026-12-25,national,,NORM\n' },
  {
    path: 'xt/permit.yaml',
    text: `procedure: xt.permit
title: Permiso
agency: office
code: X1
regime: [export]
from: 2026-01-01
law: NORM art. 3
form: [ exporter, lines: [ goods.quantity ] ]
review: { admit: none }
decision: { within: 5 bd, silence: none }
output: { document: permit, number: "X-{seq:3}", signature: seal, valid: 10 d, balance: { of: goods.quantity, tolerance: 5 % } }
`,
  },
]

const { packs, faults } = loadPacks(files, dictionary)
const pack = packs.get('xt') as Pack

const scenario = (then: string): PackFile => ({
  path: 'xt/scenarios/a.yaml',
  text: `given: { data: { exporter: Firma }, lines: [ { goods.quantity: 10 KGM } ], facts: { series.next: 7 } }
scenarios:
  - scenario: one
    procedure: xt.permit
    steps:
      - { at: 2026-06-08 09:00, by: applicant, do: submit, then: { due: 2026-06-15 } }
      - { at: 2026-06-09 09:00, by: office.evaluator, as: a, do: propose, with: { outcome: approve } }
      - { at: 2026-06-09 10:00, by: office.approver, as: b, do: approve, then: ${then} }
`,
})
const run = (then: string): string[] =>
  runScenarios([scenario(then)], pack, dictionary).faults.map((f) => `${f.line} ${f.message}`)

describe('scenarios (PACK 10)', () => {
  it('the little pack loads', () => {
    expect(faults.filter((f) => f.level === 'error')).toEqual([])
  })

  it('pass when the story comes out as written', () => {
    expect(
      run(
        '{ status: APPROVED, number: X-007, valid-until: 2026-06-19, events: [DrIssued], not-yet: [SlaHalf], used: "0.000" }',
      ),
    ).toEqual([])
  })

  it.each([
    ['{ status: DENIED }', '8 expected DENIED, found APPROVED'],
    ['{ number: X-008 }', '8 expected X-008, found X-007'],
    ['{ valid-until: 2026-06-20 }', '8 expected 2026-06-20, found 2026-06-19'],
    ['{ refused: [FOUR_EYES] }', '8 expected FOUR_EYES, found nothing'],
    ['{ not-yet: [DrIssued] }', '8 expected no DrIssued, found DrIssued'],
    ['{ fee: 1.00 XTS }', '8 expected 1.00 XTS, found none'],
  ])('fail at their line when they do not: %s', (then, message) => {
    expect(run(then)).toEqual([message])
  })

  it('an unknown expectation is a fault, not a pass', () => {
    expect(run('{ stauts: APPROVED }')).toEqual(['8 stauts is not a word of the vocabulary here'])
  })
})

describe('vuce pack show', () => {
  it('fills in every default and says where it came from', () => {
    const [procedure] = pack.procedures
    const shown = procedure ? showProcedure(procedure, pack) : ''
    expect(shown).toMatch(/cure: 2 bd +# pack default cure \(NORM art\. 1\)/)
    expect(shown).toMatch(/admit: none\n/)
    expect(shown).toMatch(/counts-from: admission +# vocabulary: admission/)
    expect(shown).toMatch(/to: office\.head +# vocabulary: the head of the agency/)
    expect(shown).toMatch(/open mon-fri 08:00-16:00 \(UTC\)/)
    expect(shown).toContain('# there is no fee')
  })
})
