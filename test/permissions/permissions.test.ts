import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { isRefused, type AnyCommand } from '#kernel'
import { createModules } from '#modules'
import { grantsOf, roleGrants, rolesWith } from '#platform/access'
import type { CaseModule } from '#platform/cases'
import {
  definitionOf,
  play,
  submit,
  pay,
  admit,
  propose,
  proposeDenial,
  deny,
} from '../../kernel/procedure/permit.fixture.ts'
import { commandsOfRole } from '../../kernel/procedure/scenario-cast.ts'
import { capacitiesOfRole, permissionMatrix, rolesOfHouse, statusesFor } from '../../server/permission-matrix.ts'
import { inputFor } from './inputs.ts'
import { statusesOf } from './statuses.ts'

const root = join(import.meta.dirname, '../..')
// The tables of commands need no services; only they are read here.
const modules = createModules({} as Parameters<typeof createModules>[0])

const sources = [
  'kernel/procedure/permit.ts',
  ...readdirSync(join(root, 'modules'), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))
    .map((f) => `modules/${f}`),
]
let statuses: ReadonlyMap<string, readonly string[]>
beforeAll(() => {
  statuses = statusesOf(sources)
})

const commandsOf = (module: CaseModule): [string, AnyCommand][] => Object.entries(module.type.commands)

/** What a state holds besides its status, where a command is about just that: a payment that is told again. */
const known: Readonly<Record<string, object>> = { order: { paymentId: 'p1' } }

/** What the door and the kernel together answer to a role whose organisation stands so to a case in a status. */
function answer(
  module: CaseModule,
  name: string,
  status: string,
  role: string,
  capacities: readonly string[],
): readonly string[] {
  const command = module.type.commands[name]
  if (!command) return ['NOT_FOUND']
  // The address of an internal command does not exist; the platform's own reactions are the role `system`.
  if (command.internal && role !== 'system') return ['NOT_FOUND']
  if (!grantsOf([role]).has(command.may)) return ['FORBIDDEN']
  const decided = module.type.decide(
    { ...module.type.initial, ...known[module.type.name], status },
    name,
    inputFor(`${module.type.name}.${name}`),
    {
      now: '2026-06-16T15:00:00.000Z',
      caseId: 'case',
      actor: { person: 'p1', org: 'o1', roles: [role] },
      capacities,
      definition: definitionOf(),
    },
    { facts: {}, needs: {}, draw: 9999 },
  )
  return isRefused(decided) ? decided.refusals.map((r) => r.code) : []
}

const isNo = (codes: readonly string[]): boolean => codes.some((c) => ['NOT_NOW', 'FORBIDDEN', 'NOT_FOUND'].includes(c))

describe('the permission matrix', () => {
  it('committed is the one that the code makes: run npx vuce reference', () => {
    expect(readFileSync(join(root, 'docs/reference/permissions.md'), 'utf8')).toBe(permissionMatrix(modules))
  })

  it('knows every status of every case type, and every role that is granted something', () => {
    expect([...statuses.keys()].sort()).toEqual(modules.map((m) => m.type.name).sort())
    for (const { type } of modules) {
      const known = statuses.get(type.name) ?? []
      expect(known).toContain(type.initial.status)
      for (const [name, command] of Object.entries(type.commands))
        expect({ name, unknown: command.from.filter((s) => !known.includes(s)) }).toEqual({ name, unknown: [] })
    }
    expect(Object.keys(roleGrants).filter((role) => !capacitiesOfRole[role])).toEqual([])
  })

  it.each(modules.map((m) => [m.type.name, m] as const))(
    'of %s: exactly its cells are allowed, in every status and role',
    (_, module) => {
      let cells = 0
      const wrong: string[] = []
      for (const [name, command] of commandsOf(module))
        for (const status of statuses.get(module.type.name) ?? [])
          for (const role of rolesOfHouse) {
            const allowed = statusesFor(module, command, role).includes(status)
            const codes = answer(module, name, status, role, capacitiesOfRole[role] ?? [])
            const offered = module.type
              .available(
                { ...module.type.initial, status },
                { capacities: capacitiesOfRole[role] ?? [], roles: [role] },
                grantsOf([role]),
              )
              .filter((n) => !module.type.commands[n]?.internal || role === 'system')
            if (isNo(codes) === allowed) wrong.push(`${name} in ${status} by ${role}: ${codes.join(' ') || 'accepted'}`)
            if (offered.includes(name) !== allowed) wrong.push(`${name} in ${status} by ${role}: offered ${!allowed}`)
            if (allowed) cells++
          }
      expect(wrong).toEqual([])
      expect(cells).toBeGreaterThan(0)
    },
  )

  it.each(modules.map((m) => [m.type.name, m] as const))(
    'of %s: nobody outside its parties may do anything',
    (_, module) => {
      for (const [name] of commandsOf(module))
        for (const status of statuses.get(module.type.name) ?? [])
          for (const role of rolesOfHouse) expect(isNo(answer(module, name, status, role, []))).toBe(true)
    },
  )

  it.each(modules.map((m) => [m.type.name, m] as const))(
    'of %s: one capacity does not pass for another',
    (_, module) => {
      const all = ['owner', 'applicant', 'payer', 'agency', 'opinion', 'participant', 'customs', 'system']
      for (const [name, command] of commandsOf(module))
        for (const capacity of all.filter((c) => !command.as.includes(c)))
          for (const status of command.from)
            for (const role of rolesWith(command.may))
              expect(isNo(answer(module, name, status, role, [capacity]))).toBe(true)
    },
  )
})

describe('the tables it is made of', () => {
  const granted = new Set(Object.values(roleGrants).flat())
  const needed = new Set(modules.flatMap((m) => commandsOf(m).map(([, c]) => c.may)))

  it('let somebody give every command', () => {
    for (const module of modules)
      for (const [name, command] of commandsOf(module)) {
        const someone = rolesOfHouse.filter((role) => statusesFor(module, command, role).length > 0)
        expect({ command: `${module.type.name}.${name}`, someone: someone.length > 0 }).toEqual({
          command: `${module.type.name}.${name}`,
          someone: true,
        })
      }
  })

  // Grants for what is not a command of a case: reading, sending the payer to the provider, registering programs.
  const beside = ['application.read', 'order.pay', 'payments.reconcile', 'payments.read', 'client.manage']
  it('grant nothing that no command asks', () => {
    expect([...granted].filter((g) => !needed.has(g) && !beside.includes(g))).toEqual([])
  })

  it('agree with the roles of PACK 6, by which packs tell their stories', () => {
    const permit = modules.find((m) => m.type.name === 'permit')
    if (!permit) throw new Error('there is a permit')
    const givenBy = (...roles: string[]): string[] =>
      commandsOf(permit)
        // Where the case names the role, whoever is granted the command may be named.
        .filter(([, c]) =>
          roles.some((r) => statusesFor(permit, c, r).length > 0 || (!!c.roles && grantsOf([r]).has(c.may))),
        )
        .map(([name]) => name)
        .sort()
    for (const role of ['evaluator', 'approver', 'inspector', 'laboratory', 'head', 'customs'])
      expect([...(commandsOfRole[role] ?? [])].sort()).toEqual(givenBy(role))
    // An application is submitted by the platform, as part of the filing that the applicant signs.
    expect([...(commandsOfRole.applicant ?? [])].sort()).toEqual(
      [...givenBy('titular', 'agent', 'operator'), 'submit'].sort(),
    )
    expect([...(commandsOfRole.system ?? []), 'submit'].filter((c) => c !== 'draw').sort()).toEqual(givenBy('system'))
  })
})

describe('hard constraints (roles.md)', () => {
  const of = (role: string): string[] =>
    modules.flatMap((m) =>
      commandsOf(m)
        .filter(([, c]) => statusesFor(m, c, role).length > 0)
        .map(([n]) => `${m.type.name}.${n}`),
    )

  it('the evaluator never decides, the approver never admits or gives opinions', () => {
    const decides = [
      'permit.approve',
      'permit.deny',
      'permit.return',
      'permit.revoke',
      'permit.rectify',
      'permit.resolveAppeal',
    ]
    expect(of('evaluator').filter((c) => decides.includes(c))).toEqual([])
    expect(
      of('approver').filter((c) =>
        ['permit.admit', 'permit.requestCure', 'permit.giveOpinion', 'permit.resolveAppeal'].includes(c),
      ),
    ).toEqual([])
    expect(of('head')).toEqual(['permit.resolveAppeal'])
  })

  it('whoever evaluated a case does not decide it, even with both roles', () => {
    for (const [prepared, sign] of [
      [propose, 'approve'],
      [proposeDenial, 'deny'],
    ] as const) {
      const p = play().all(
        submit,
        pay,
        ['admit', 'office.evaluator+approver:ana'],
        [prepared[0], 'office.evaluator+approver:olga', prepared[2]],
      )
      for (const person of ['ana', 'olga'])
        expect(p.give(sign, `office.evaluator+approver:${person}`, {})).toEqual(['FOUR_EYES'])
      expect(p.give(sign, 'office.evaluator+approver:rosa', {})).not.toContain('FOUR_EYES')
    }
  })

  it('whoever took part does not hear the appeal, even as head', () => {
    const p = play().all(submit, pay, admit, proposeDenial, deny, ['appeal', 'applicant', { text: 'x' }])
    for (const person of ['ana', 'rosa'])
      expect(p.give('resolveAppeal', `office.head:${person}`, { outcome: 'upheld' })).toEqual(['FOUR_EYES'])
  })

  it('a firm never acts for the State, nor an agency or customs for a firm', () => {
    const firm = new Set(['titular', 'agent', 'operator'].flatMap(of))
    const state = ['evaluator', 'approver', 'inspector', 'laboratory', 'head', 'customs'].flatMap(of)
    expect(state.filter((c) => firm.has(c))).toEqual([])
    expect(of('customs').filter((c) => c.startsWith('permit.'))).toEqual(['permit.draw'])
  })

  it('only the titular appeals; the operator signs nothing', () => {
    expect(rolesWith('permit.appeal')).toEqual(['titular'])
    const signed = modules.flatMap((m) =>
      commandsOf(m)
        .filter(([, c]) => c.signature)
        .map(([n]) => `${m.type.name}.${n}`),
    )
    expect(of('operator').filter((c) => signed.includes(c))).toEqual([])
  })

  it('promoter, desk, monitoring, analyst, auditor and public give no command', () => {
    const silent = [
      'promoter',
      'trainer',
      'desk',
      'supervisor',
      'monitoring',
      'analyst',
      'auditor',
      'public',
      'clock',
      '',
    ]
    for (const role of silent) expect([...grantsOf([role])]).toEqual([])
  })

  it('the system and the clock have no route: whatever only they may give is internal', () => {
    for (const module of modules)
      for (const [name, command] of commandsOf(module)) {
        const people = rolesOfHouse.filter(
          (r) =>
            r !== 'system' &&
            grantsOf([r]).has(command.may) &&
            command.as.some((c) => capacitiesOfRole[r]?.includes(c)),
        )
        expect({ name, route: !command.internal }).toEqual({
          name,
          route: command.internal ? false : people.length > 0,
        })
      }
  })

  it('no capacity of the platform can be held by an organisation', () => {
    for (const { type } of modules) {
      const parties = type.parties({
        ...type.initial,
        owner: 'o',
        payer: 'o',
        participants: ['o'],
        orgs: { a: 'o' },
        agency: 'a',
        customs: 'o',
      } as never)
      expect(parties.map((p) => p.capacity)).not.toContain('system')
    }
  })
})
