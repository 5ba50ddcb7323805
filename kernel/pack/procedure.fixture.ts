import type { Calendar } from '../calendar.ts'
import type { Element, ElementType, FormItem, Periods, Procedure } from './model.ts'

/** Small invented procedures for tests of single parts; whole ones come from packs through the loader. */
export const testCalendar: Calendar = {
  id: 'test',
  zone: 'America/Lima',
  week: [null, [510, 990], [510, 990], [510, 990], [510, 990], [510, 990], null],
  holidays: new Set(),
  law: 'TEST',
}

const days = (n: number, unit: 'bd' | 'd' = 'bd') => ({ n, unit }) as const

const periods: Periods = {
  order: days(5),
  admit: days(1),
  cure: days(2),
  answer: days(10),
  extension: days(5),
  opinion: days(3),
  slot: days(2),
  appeal: days(15),
  appealDecision: days(30),
  warn: [days(30, 'd')],
}

export const element = (id: string, type: ElementType, more: Partial<Element> = {}): Element => ({
  id,
  type,
  line: false,
  label: { es: `El ${id}`, en: `The ${id}` },
  ...more,
})

export const item = (id: string, type: ElementType, more: Partial<FormItem> = {}): FormItem => ({
  element: element(id, type),
  required: true,
  ...more,
})

export const procedure = (more: Partial<Procedure> = {}): Procedure => ({
  id: 'xt.test',
  key: 'xt.test@2026-01-01',
  pack: 'xt',
  title: { es: 'Prueba' },
  agency: 'office',
  code: 'T1',
  regime: ['import'],
  from: '2026-01-01',
  law: 'NORM art. 1',
  confirm: [],
  form: [],
  lineForm: null,
  attach: [],
  checks: [],
  needs: [],
  fee: [],
  tasks: [],
  decision: { approvers: 1, countsFrom: 'admission', partial: false },
  after: {},
  notices: [],
  periods,
  calendar: testCalendar,
  currency: 'PEN',
  language: 'es',
  origins: {},
  ...more,
})
