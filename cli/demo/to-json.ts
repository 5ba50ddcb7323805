import { checksOf, isRight, type Check, type DemoReport, type StepReport } from './report.ts'

const values = (checks: readonly Check[], side: 'expected' | 'got'): Record<string, string> =>
  Object.fromEntries(checks.map((c) => [c.key, c[side]]))

const stepOf = (part: string, step: StepReport): object => {
  const { n, at, instant, who, act, what, note, agency, status, due, number, cost, refused, checks, result } = step
  return {
    part,
    n,
    at,
    instant,
    who: who?.person ?? null,
    role: who?.role ?? null,
    organisation: who?.organisation ?? null,
    act,
    what: what.en,
    note: note?.en ?? null,
    agency,
    status,
    due,
    number,
    cost,
    result: result.map((r) => r.en),
    refused: refused.map(({ code, pointer, message }) => ({ code, pointer, message: message.en })),
    expected: values(checks, 'expected'),
    got: values(checks, 'got'),
    differs: checks.filter((c) => !c.ok).map((c) => c.key),
    ok: checks.every((c) => c.ok),
  }
}

/** The report as one document for machines. */
export function toJson(report: DemoReport): object {
  const { story, title, country, baseUrl, parts, totals, documents } = report
  const checks = checksOf(report)
  return {
    story,
    title: title.en,
    ok: isRight(report),
    country,
    baseUrl,
    sandbox: parts.at(-1)?.sandbox || null,
    values: checks.length,
    differing: checks.filter((c) => !c.ok).length,
    parts: parts.map(({ name, sandbox, zone, steps, unplayed }) => ({
      name,
      sandbox: sandbox || null,
      zone,
      ok: unplayed === undefined && steps.every((s) => s.checks.every((c) => c.ok)),
      ...(unplayed ? { unplayed: unplayed.en } : {}),
    })),
    steps: parts.flatMap((part) => part.steps.map((step) => stepOf(part.name, step))),
    totals: { ...totals, days: totals.days.map((d) => ({ ...d, what: d.what.en })) },
    documents,
  }
}
