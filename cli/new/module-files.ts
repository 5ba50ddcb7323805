const pascal = (name: string): string => name.replace(/(^|-)([a-z0-9])/g, (_, __, c: string) => c.toUpperCase())
const camel = (name: string): string => pascal(name).replace(/^./, (c) => c.toLowerCase())

/** A case type that opens and does not know yet how it closes: one test passes, one waits for its author. */
export function moduleFiles(name: string): Readonly<Record<string, string>> {
  const [Name, value] = [pascal(name), camel(name)]
  return {
    [`${name}/README.md`]: `# ${Name}

What it is for, in a sentence; the rules it follows.

Door: case type \`${name}\` (\`open\`, \`close\`).

What it does not do.
`,
    [`${name}/index.ts`]: `export { ${value}, type ${Name}State } from './${name}.ts'
export { ${value}Module } from './module.ts'
`,
    [`${name}/${name}.ts`]: `import { Type } from 'typebox'
import { caseType, refusal, refuse, strict, UuidSchema } from '#kernel'

export interface ${Name}State {
  readonly status: 'NEW' | 'OPEN' | 'CLOSED'
  readonly owner: string
  readonly subject: string
  readonly reason: string | null
}

const initial: ${Name}State = { status: 'NEW', owner: '', subject: '', reason: null }

export const OpenSchema = Type.Object({ subject: Type.String({ minLength: 1, maxLength: 200 }) }, strict)
const Open = Type.Object({ ...OpenSchema.properties, owner: UuidSchema }, strict)
const Close = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) }, strict)

/** A table of events and a table of commands: pure, so that a test needs no server and a court can replay it. */
export const ${value} = caseType<${Name}State>()('${name}', {
  initial,
  events: {
    ${Name}Opened: (s, e: { owner: string; subject: string }): ${Name}State => ({ ...s, ...e, status: 'OPEN' }),
    ${Name}Closed: (s, e: { reason: string }): ${Name}State => ({ ...s, ...e, status: 'CLOSED' }),
  },
  commands: (command) => ({
    open: command({
      from: ['NEW'],
      may: '${name}.open',
      as: ['owner'],
      input: Open,
      summary: 'Opens it',
      decide: (_, input) => [{ type: '${Name}Opened', data: input }],
    }),
    close: command({
      from: ['OPEN'],
      may: '${name}.close',
      as: ['owner'],
      input: Close,
      summary: 'Closes it, with a reason',
      decide: (s) => refuse(refusal('NOT_NOW', '', { status: s.status, command: 'close' })),
    }),
  }),
  parties: (s) => (s.owner ? [{ org: s.owner, capacity: 'owner' }] : []),
  title: (s) => s.subject,
})
`,
    [`${name}/module.ts`]: `import type { Static } from 'typebox'
import type { CaseModule } from '#platform/cases'
import { ${value}, type OpenSchema } from './${name}.ts'

/** What the platform needs to know: where it lives, and how one is opened from outside. */
export const ${value}Module = (): CaseModule => ({
  type: ${value},
  path: '${name}s',
  noun: '${name}',
  summary: '${Name}',
  opens: {
    command: 'open',
    run: async (work, input, actor) => {
      const file = work.open('${name}', actor.org)
      await work.run(file, 'open', { ...(input as Static<typeof OpenSchema>), owner: actor.org }, actor)
      return file
    },
  },
})
`,
    [`${name}/${name}.test.ts`]: `import { describe, expect, it } from 'vitest'
import { isRefused } from '#kernel'
import { ${value}, type ${Name}State } from './${name}.ts'

const owner = '018f0000-0000-7000-8000-000000000001'
const ctx = {
  now: '2026-07-01T15:00:00.000Z',
  caseId: '018f0000-0000-7000-8000-000000000002',
  actor: { person: '018f0000-0000-7000-8000-000000000003', org: owner, roles: ['titular'] },
  capacities: ['owner'],
  definition: undefined,
}

const opened: ${Name}State = ${value}.fold([{ type: '${Name}Opened', data: { owner, subject: 'a subject' } }])

describe('${name}', () => {
  it('is opened by its owner', () => {
    const decided = ${value}.decide(${value}.initial, 'open', { owner, subject: 'a subject' }, ctx, {})
    expect(decided).toEqual([{ type: '${Name}Opened', data: { owner, subject: 'a subject' } }])
    expect(opened.status).toBe('OPEN')
  })

  it('is closed with a reason, and only once', () => {
    const decided = ${value}.decide(opened, 'close', { reason: 'done' }, ctx, {})
    expect(decided).toEqual([{ type: '${Name}Closed', data: { reason: 'done' } }])
    const closed = ${value}.fold([{ type: '${Name}Closed', data: { reason: 'done' } }])
    expect(isRefused(${value}.decide(closed, 'close', { reason: 'again' }, ctx, {}))).toBe(true)
  })
})
`,
  }
}
