import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { addDays } from '#kernel'
import { namedId, Refusals, transact, type OpenCase, type Statement } from '#platform/cases'
import { root } from './config.ts'
import type { House } from './house.ts'

/** A file of demo dossiers: who opens what, whether it is filed, and with which papers. Values as the API takes them. */
interface SeedFile {
  readonly dossiers: readonly {
    readonly id: string
    /** A demo account: pe.agrofarma-titular. */
    readonly by: string
    readonly file?: boolean
    /** Document types to attach; each is a small PDF that says that it is a sample. */
    readonly attach?: readonly string[]
    readonly open: Readonly<Record<string, unknown>>
  }[]
}

/**
 * Opens the demo dossiers, once: every command has an id made from its name, so a second start repeats nothing. Through commands and
 * never by rows, so what it makes can never be illegal.
 */
export async function seedDemo(house: House): Promise<boolean> {
  const text = await readFile(join(root, 'stories', 'seed.yaml'), 'utf8').catch(() => undefined)
  if (text === undefined) return false
  const { dossiers } = parse(text) as SeedFile
  let fresh = false
  for (const seed of dossiers) {
    const identity = await house.directory.identify(`demo.${seed.by}`)
    if (!identity || !house.library.packs.has(String(seed.open.country))) continue
    const documents = await Promise.all(
      (seed.attach ?? []).map(async (type) => ({
        type,
        name: `${type}.pdf`,
        digest: (await house.files.put(samplePdf(type))).digest,
      })),
    )
    // Its days are counted from the first start, so a later start must not say the same thing with other days.
    if (await isDone(house, identity.actor.org, namedId(`seed/${seed.id}/open`))) continue
    const shared = { actor: identity.actor, grants: identity.grants, sandbox: null }
    const dossier = await house.engine.execute({
      ...shared,
      commandId: namedId(`seed/${seed.id}/open`),
      type: 'dossier',
      command: 'open',
      input: { ...(dated(seed.open, house.clock.now().slice(0, 10)) as object), documents },
    })
    fresh ||= !dossier.repeated
    if (!seed.file || dossier.repeated) continue
    const { id } = JSON.parse(dossier.body) as Pick<OpenCase, 'id'>
    await house.engine
      .execute({
        ...shared,
        commandId: namedId(`seed/${seed.id}/file`),
        type: 'application',
        command: 'file',
        input: { dossier: id },
      })
      .catch((error: unknown) => {
        if (error instanceof Refusals)
          throw new Error(
            `the demo dossier ${seed.id} is refused: ${error.refusals.map((r) => `${r.code} ${r.pointer}`).join(', ')}`,
          )
        throw error
      })
  }
  return (await seedAgreement(house)) || fresh
}

/** Who carries and who classifies for small exporters in a demo: they sign the agreement, as anybody would. */
const ADHERENTS = [
  { by: 'uy.silva', input: { country: 'uy', kind: 'agent', fee: { amount: '25.00', currency: 'USD' } } },
  { by: 'uy.paula', input: { country: 'uy', kind: 'carrier' } },
] as const

async function seedAgreement(house: House): Promise<boolean> {
  if (!house.library.packs.has('uy')) return false
  let fresh = false
  for (const { by, input } of ADHERENTS) {
    const identity = await house.directory.identify(`demo.${by}`)
    if (!identity) continue
    const { actor, grants } = identity
    const commandId = namedId(`seed/${by}/adhere`)
    const done = await house.engine.execute({
      actor,
      grants,
      sandbox: null,
      commandId,
      type: 'adherence',
      command: 'adhere',
      input,
    })
    fresh ||= !done.repeated
  }
  return fresh
}

const done: Statement = {
  name: 'seed.done',
  text: 'SELECT 1 AS found FROM cases.command WHERE case_id = $1 AND command_id = $2',
}

const isDone = (house: House, org: string, commandId: string): Promise<boolean> =>
  transact(house.pool, org, async (tx) => (await tx.query(done, [org, commandId])).rows.length > 0)

/** `+20 d` becomes the day twenty days after today. */
function dated(value: unknown, today: string): unknown {
  if (typeof value === 'string') {
    const days = /^\+(\d{1,4}) d$/.exec(value)?.[1]
    return days === undefined ? value : addDays(today, Number(days))
  }
  if (Array.isArray(value)) return value.map((v) => dated(v, today))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, dated(v, today)]))
  return value
}

/** The smallest page that a PDF reader opens, saying what it stands for. */
export function samplePdf(title: string): Buffer {
  const stream = `BT /F1 18 Tf 72 760 Td (Sample: ${title.replace(/[^a-zA-Z0-9 -]/g, '')}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((o, i) => {
    const at = body.length
    body += `${i + 1} 0 obj\n${o}\nendobj\n`
    return at
  })
  const xref = body.length
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}`
  return Buffer.from(
    `${body}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`,
    'latin1',
  )
}
