import type { FastifyReply, FastifyRequest } from 'fastify'
import { askToJoin, type EnterpriseState, type JoinInput } from '#modules/enterprises'
import type { Identity } from '#platform/access'
import { newId, Refusals, transact, Work, type CaseRow, type Statement } from '#platform/cases'
import { cookieOf, SESSION_COOKIE, type Door } from '#platform/http'
import { firmPage, type FirmFile, type FirmView } from '../../web/access/index.ts'
import { inLanguage } from '../../web/public/index.ts'
import type { Desk } from './desk.ts'
import { amountOf, faultsOf, formOf, type FirmDesk } from './firm-desk.ts'
import { takeForms, type Form } from './form-body.ts'
import { setSession } from './session-cookie.ts'

const fileOf: Statement = {
  name: 'firm-page.file',
  text: `SELECT c.* FROM cases.case_party p JOIN cases."case" c ON c.id = p.case_id
         WHERE p.org_id = $1 AND p.capacity IN ('firm', 'registrant') AND c.type = 'enterprise' AND c.sandbox_id IS NULL
           AND (p.capacity = 'firm' OR c.status IN ('DRAFT', 'IDENTITY_CHECKED')) ORDER BY c.id DESC LIMIT 1`,
}
const peopleOf: Statement = {
  name: 'firm-page.people',
  text: 'SELECT id, name FROM identity.person WHERE id = ANY($1)',
}
const certificateOf: Statement = {
  name: 'firm-page.certificate',
  text: 'SELECT code FROM documents.issued WHERE case_id = $1 ORDER BY edition DESC LIMIT 1',
}

/** Forms of the page: what each asks of the firm's file, and under which field its faults stand. */
const acts: Readonly<
  Record<
    string,
    { readonly command: string; readonly signs: boolean; readonly input: (form: Form, currency: string) => object }
  >
> = {
  aceptar: { command: 'acceptTerms', signs: true, input: () => ({}) },
  quitar: { command: 'removeMember', signs: false, input: ({ person }) => ({ person }) },
  'dar-entrada': { command: 'assignRole', signs: true, input: ({ person }) => ({ person, roles: ['operator'] }) },
  'no-dar-entrada': { command: 'declineJoin', signs: false, input: ({ person }) => ({ person }) },
  invitar: { command: 'invite', signs: true, input: ({ email, role }) => ({ email, roles: [role] }) },
  retirar: { command: 'withdrawInvitation', signs: false, input: ({ invitation }) => ({ invitation }) },
  tamano: {
    command: 'confirmSize',
    signs: false,
    input: ({ persons, sales }, currency) => ({
      persons: Number(persons),
      sales: { amount: amountOf(sales), currency },
    }),
  },
}
const fields: Readonly<Record<string, string>> = {
  '/email': 'email',
  '/roles/0': 'role',
  '/persons': 'persons',
  '/sales/amount': 'sales',
  '/sales/currency': 'sales',
}

/** A firm's own page: registering or joining one, its people and invitations, its size, its certificate. */
export async function firmRoutes(app: Door, desk: Desk, firms: FirmDesk): Promise<void> {
  const { house } = desk

  async function find(who: Identity): Promise<FirmFile | null> {
    const { org, person } = who.actor
    return transact(house.pool, org, async (tx) => {
      const row = (await tx.query<CaseRow>(fileOf, [org])).rows[0]
      if (!row) return null
      tx.asPlatform()
      const world = { now: house.clock.now(), sandbox: null, facts: {}, permits: {}, series: {} }
      const work = new Work({ tx, registry: house.engine.registry, world, commandId: row.id, recordedAt: world.now })
      const module = house.engine.registry.get('enterprise')
      const seen = module.view?.(row.state, { org, now: world.now }) ?? row.state
      const s = (await work.personal.reveal(row.id, seen)) as Omit<EnterpriseState, 'invitations'> & {
        invitations: readonly { id: string; to: string | null; roles: string[]; until: string }[]
      }
      const ids = [...s.members, ...s.requests].map((m) => m.person)
      const [{ rows: named }, { rows: papers }] = await Promise.all([
        tx.query<{ id: string; name: string }>(peopleOf, [ids]),
        tx.query<{ code: string }>(certificateOf, [row.id]),
      ])
      const nameOf = (id: string): string => named.find((p) => p.id === id)?.name ?? '—'
      return {
        id: row.id,
        org: s.org,
        name: s.name,
        country: s.country,
        taxId: s.taxId,
        status: s.status,
        registry: s.registry,
        certificate: papers[0]?.code ?? null,
        size: s.size,
        sizeUnconfirmed: s.sizeUnconfirmed,
        persons: s.persons,
        sales: s.sales,
        people: s.members.map((m) => ({ ...m, name: nameOf(m.person), me: m.person === person })),
        requests: s.requests.map((r) => ({ person: r.person, name: nameOf(r.person) })),
        invitations: s.invitations.map((i) => ({ ...i, to: i.to ?? '—' })),
      }
    })
  }

  async function view(request: FastifyRequest, who: Identity, more: Partial<FirmView> = {}): Promise<string> {
    const look = desk.look(request)
    const { hecho } = request.query as { hecho?: string }
    const [file, organisation] = await Promise.all([find(who), house.directory.getOrganisation(who.actor.org)])
    return firmPage({
      ...look,
      file,
      countries: firms.countries(look.language),
      hat: organisation.kind === 'person' ? 'person' : 'firm',
      organisation: organisation.name,
      home: desk.home(),
      mine: who.grants.has('enterprise.manage'),
      currency: currencyOf(file?.country),
      once: newId(),
      done: hecho === 'unirme' ? 'joined' : hecho ? 'done' : undefined,
      ...more,
    })
  }
  /** The money of a country: that of its pack. */
  const currencyOf = (country: string | undefined): string =>
    [...house.library.packs.values()].find((p) => p.id.toUpperCase() === country)?.currency ?? 'USD'

  const refused = async (
    request: FastifyRequest,
    reply: FastifyReply,
    who: Identity,
    error: unknown,
    fieldOf: (pointer: string) => string | undefined,
  ): Promise<FastifyReply> => {
    if (!(error instanceof Refusals)) throw error
    const faults = faultsOf(error, desk.look(request).language, fieldOf)
    return desk.page(reply, await view(request, who, { faults, values: formOf(request) }), 422)
  }
  const done = (request: FastifyRequest, reply: FastifyReply, what: string): FastifyReply =>
    reply.redirect(inLanguage(`/empresa?hecho=${what}`, desk.look(request).language), 303)

  await app.register(async (forms) => {
    takeForms(forms)
    forms.get('/empresa', async (request, reply) => {
      const who = await firms.here(request, reply)
      return who ? desk.page(reply, await view(request, who)) : reply
    })
    forms.post('/empresa/registrar', async (request, reply) => {
      const who = await firms.sender(request, reply, '/empresa', false)
      if (!who) return reply
      const { once, country, taxId } = formOf(request)
      try {
        const input = { country, taxId: taxId?.trim() }
        await firms.execute(who, { type: 'enterprise', command: 'register', input, once })
        return await done(request, reply, 'registrar')
      } catch (error) {
        return refused(request, reply, who, error, () => 'register-taxId')
      }
    })
    forms.post('/empresa/unirme', async (request, reply) => {
      const who = await firms.sender(request, reply, '/empresa', false)
      if (!who) return reply
      const { once, country = '', taxId = '' } = formOf(request)
      try {
        await askToJoin(house.engine, who, { country, taxId: taxId.trim() } satisfies JoinInput, once ?? newId(), null)
        return await done(request, reply, 'unirme')
      } catch (error) {
        return refused(request, reply, who, error, () => 'join-taxId')
      }
    })
    for (const [path, { command, signs, input }] of Object.entries(acts))
      forms.post(`/empresa/${path}`, async (request, reply) => {
        const who = await firms.sender(request, reply, '/empresa', signs)
        if (!who) return reply
        const form = formOf(request)
        const file = await find(who)
        try {
          const order = {
            type: 'enterprise',
            command,
            input: input(form, currencyOf(file?.country)),
            once: form['once'],
          }
          await firms.execute(who, { ...order, target: file?.id ?? '' })
          // Whoever has just opened a firm goes on as its owner.
          if (command === 'acceptTerms') await wear(request, reply, who, file)
          return await done(request, reply, path)
        } catch (error) {
          return refused(request, reply, who, error, (pointer) => fields[pointer])
        }
      })
  })

  async function wear(
    request: FastifyRequest,
    reply: FastifyReply,
    who: Identity,
    file: FirmFile | null,
  ): Promise<void> {
    const hat = (await house.directory.hatsOf(who.actor.person)).find((h) => h.org === file?.org)
    const token = cookieOf(request, SESSION_COOKIE) ?? ''
    const changed = hat && (await house.directory.sessions.change(token, { account: hat.id, mandate: null }))
    if (changed) setSession(reply, changed.token, desk.secure())
  }
}
