import { toBase } from '../../quantity.ts'
import type { Condition, Procedure } from '../model.ts'
import { keyAt, warn, type At } from './cursor.ts'

interface Tested {
  readonly element: string
  /** Base unit of the bound: kilograms, litres, or what does not convert. */
  readonly unit: string
}

/** Quantities that a condition compares, each in the unit it compares them in. */
function quantitiesIn(condition: Condition): readonly Tested[] {
  switch (condition.op) {
    case 'all':
    case 'any':
      return condition.of.flatMap(quantitiesIn)
    case 'not':
    case 'some':
    case 'every':
      return quantitiesIn(condition.of)
    default: {
      const bounds = Object.values(condition.test) as unknown[]
      return bounds.flatMap((b) =>
        typeof b === 'object' && b !== null && 'unit' in b && 'value' in b
          ? [{ element: condition.element, unit: toBase(b as { value: string; unit: string }).unit }]
          : [],
      )
    }
  }
}

/** Units of which an element is in one: what a check that holds of every application allows. */
interface Closed {
  readonly element: string
  readonly units: readonly string[]
}

/** What must hold of every application, so that a quantity in another unit is refused. `any` closes to the units of all its parts. */
const always = (must: Condition): readonly Closed[] => {
  if (must.op === 'all') return must.of.flatMap(always)
  if (must.op === 'every') return always(must.of)
  if (must.op === 'any') {
    const parts = must.of.map(always)
    const [first = []] = parts
    return first.flatMap(({ element }) => {
      const found = parts.map((part) => part.find((c) => c.element === element))
      return found.includes(undefined) ? [] : [{ element, units: found.flatMap((c) => c?.units ?? []) }]
    })
  }
  const tested = must.op === 'total' || must.op === 'test' ? quantitiesIn(must) : []
  return tested.map(({ element, unit }) => ({ element, units: [unit] }))
}

/**
 * `UNIT_OPEN` (PACK 5): a quantity in a unit that does not convert makes its test false, and so drops an opinion, a document or a fee in
 * silence. A check that holds of every application, or a tier of the fee, closes the units.
 */
export function checkUnitsOpen(at: At, p: Procedure): void {
  const closed = [
    ...p.checks.filter((c) => !c.when).flatMap((c) => always(c.must)),
    ...p.fee.flatMap((line): Closed[] => {
      const [limit] = line.kind === 'tiers' && !line.when ? (line.upTo[0] ?? []) : []
      return line.kind === 'tiers' && typeof limit === 'object' && 'unit' in limit
        ? [{ element: line.by, units: [toBase(limit).unit] }]
        : []
    }),
  ]
  // Closed to kilograms or litres, a test must look at both, or it is false of the other.
  const isClosed = (t: Tested, all: readonly Tested[]): boolean =>
    closed.some(
      (c) =>
        c.element === t.element &&
        c.units.includes(t.unit) &&
        c.units.every((unit) => all.some((other) => other.element === t.element && other.unit === unit)),
    )
  const sections = { opinion: 'opinions', inspection: 'inspection', lab: 'lab' } as const
  const parts: readonly (readonly [path: readonly string[], condition: Condition | 'always' | undefined])[] = [
    ...[...p.form, ...(p.lineForm?.items ?? [])].map((i) => [['form'], i.when] as const),
    ...p.attach.map((a) => [['attach'], a.when] as const),
    ...p.needs.map((n) => [['needs'], n.when] as const),
    ...p.fee.flatMap((l) => [
      [['fee'], l.when] as const,
      ...(l.kind === 'exempt' ? [[['fee'], l.exempt] as const] : []),
    ]),
    ...p.tasks.map((t) => [[sections[t.kind], t.name], t.when] as const),
    [['decision', 'urgent'], p.decision.urgent?.when],
    [['decision', 'automatic'], p.decision.automatic?.when],
    ...(p.output?.valid ?? []).map((v) => [['output', 'valid'], v.when] as const),
    ...p.notices.map((n) => [['notices'], n.when] as const),
  ]
  const told = new Set<string>()
  for (const [path, condition] of parts) {
    if (!condition || condition === 'always') continue
    const all = quantitiesIn(condition)
    for (const tested of all.filter((t) => !isClosed(t, all))) {
      const { element, unit } = tested
      const key = `${path.join('.')} ${element} ${unit}`
      if (told.has(key)) continue
      told.add(key)
      warn(
        path.reduce(inside, at),
        'UNIT_OPEN',
        `${element} may come in a unit that is no ${unit}, and then this test is false`,
        `add a check: must: { every: { ${element}: { above: 0 ${unit} } } }`,
      )
    }
  }
}

/** The place of a key inside a part of the file. */
function inside(at: At, key: string): At {
  const child = at.node.kind === 'map' ? at.node.entries.get(key) : undefined
  const place = keyAt(at, key)
  return child ? { ...place, node: { ...child, line: place.node.line } } : place
}
