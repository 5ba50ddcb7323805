import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { PdfBusy, renderPermit, type IssuedRecord, type RenderOptions } from './index.ts'

const record: IssuedRecord = {
  id: '01977f6e-0000-7000-8000-000000000001',
  documentType: '851',
  title: 'Certificado fitosanitario',
  number: 'SNS022-2026-004417',
  code: 'K7MQ-4T2P-9X',
  issuer: { id: 'pe-senasa', name: 'Servicio Nacional de Sanidad Agraria', country: 'PE' },
  holder: { name: 'Cooperativa Ñahuinpuquio', taxId: 'RUC 20512345671' },
  procedure: { id: 'SNS022', version: '3', title: 'Certificación fitosanitaria', law: 'DS 018-2008-AG, art. 24' },
  issuedAt: '2026-06-19T17:05:33.000Z',
  zone: 'America/Lima',
  validUntil: '2026-08-19',
  status: 'valid',
  lines: [
    {
      description: 'Café verde en grano',
      commodity: '0901.11.90',
      quantity: { value: '12000.000', unit: 'KGM' },
      authorised: { value: '12000.000', unit: 'KGM' },
      used: { value: '4000.500', unit: 'KGM' },
    },
  ],
  elements: [{ label: 'País de destino', value: 'España' }],
  conditions: ['La mercancía se embarca en 30 días.'],
  signedBy: { role: 'Directora de Sanidad Vegetal', level: 'advanced' },
  digest: '41d09b7e'.repeat(8),
  verifyUrl: 'https://vuce.example/v/K7MQ-4T2P-9X',
  sandbox: false,
  language: 'es',
}

const dir = mkdtempSync(join(tmpdir(), 'pdf-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const has = (tool: string): boolean => spawnSync(tool, ['-v']).error === undefined

/** The text of the file: by poppler when it is there; else what the XMP metadata (never compressed in PDF/A) holds. */
function textOf(pdf: Uint8Array): string {
  if (!has('pdftotext'))
    return (
      Buffer.from(pdf)
        .toString('utf8')
        .match(/<x:xmpmeta[\s\S]*<\/x:xmpmeta>/)?.[0] ?? ''
    )
  const path = join(dir, 'a.pdf')
  writeFileSync(path, pdf)
  return execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8', maxBuffer: 1e8 })
}
const squeeze = (text: string): string => text.replace(/[\s\u200b\f]/g, '')
const render = (change: Partial<IssuedRecord> = {}, options: RenderOptions = {}): Promise<Uint8Array> =>
  renderPermit({ ...record, ...change }, options)

describe('a permit on paper', () => {
  it('is a tagged PDF/A-3a that names itself', async () => {
    const text = Buffer.from(await render()).toString('latin1')
    expect(text.slice(0, 5)).toBe('%PDF-')
    expect(text).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(text).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
    expect(text).toContain('/MarkInfo')
    expect(text).not.toContain('SANDBOX')
  })

  it.runIf(has('pdftotext'))('prints who, what, until when, on what law, and its digest', async () => {
    const text = squeeze(textOf(await render()))
    const printed = [
      record.title,
      record.number,
      record.code,
      record.issuer.name,
      record.holder.name,
      record.holder.taxId,
      'vie 19 jun 2026, 12:05 (UTC−5)',
      'mié 19 ago 2026',
      'Café verde en grano',
      '0901.11.90',
      '12,000 kg',
      '4,000.5 kg',
      '7,999.5 kg',
      'España',
      record.conditions[0] ?? '',
      record.procedure.law,
      record.signedBy.role,
      'Firma electrónica avanzada',
      record.digest,
      record.verifyUrl,
      'El original es el registro electrónico firmado',
      'Página 1 de 1',
    ]
    for (const words of printed) expect(text).toContain(squeeze(words))
  })

  it.runIf(has('pdftotext'))('speaks three languages and writes figures as the country does', async () => {
    expect(textOf(await render({ language: 'en' }))).toContain('Valid until')
    const uruguay = textOf(
      await render({ language: 'pt', issuer: { ...record.issuer, country: 'UY' }, validUntil: null }),
    )
    expect(uruguay).toContain('Sem vencimento')
    expect(uruguay).toContain('4.000,5 kg')
  })

  it.runIf(has('pdftotext'))('says in the open that it is a trial, or no longer good', async () => {
    expect(textOf(await render({ sandbox: true }))).toMatch(/SANDBOX: sin valor[\s\S]*No tiene valor legal/)
    expect(textOf(await render({ status: 'revoked' }))).toContain('REVOCADO')
  })

  it('carries the signed record inside when given', async () => {
    const pdf = Buffer.from(await render({}, { jws: 'aaa.bbb.ccc' })).toString('latin1')
    expect(pdf).toContain('registro.jws')
    expect(pdf).toContain('/AFRelationship /Source')
  })

  it.runIf(has('pdftoppm') && has('zbarimg'))('has a QR code that leads to the verification page', async () => {
    const path = join(dir, 'q.pdf')
    writeFileSync(path, await render())
    execFileSync('pdftoppm', ['-r', '120', '-png', '-singlefile', path, join(dir, 'q')])
    expect(
      execFileSync('zbarimg', ['-q', '--raw', join(dir, 'q.png')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim(),
    ).toBe(record.verifyUrl)
  })

  it('is the same file every time, on A4 and on letter, also in between other documents', async () => {
    const [one, , letter, two] = await Promise.all([
      render(),
      render({ number: 'X' }),
      render({}, { paper: 'us-letter' }),
      render(),
    ])
    expect(Buffer.compare(one, two)).toBe(0)
    expect(Buffer.compare(one, letter)).not.toBe(0)
    expect(Buffer.from(letter).toString('latin1')).toContain('/MediaBox [0 0 612 792]')
  })
})

describe('hostile text', () => {
  it('is printed as it is, never read as markup', async () => {
    const hostile = '#import "x" #panic() $a^2$ \\ *b* _c_ `d` <e> @f [g] {h} ñ // i /* j */ #sys.inputs ~ -- ...'
    const pdf = await render({ title: hostile, conditions: [hostile], elements: [{ label: hostile, value: hostile }] })
    const text = squeeze(textOf(pdf).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"'))
    expect(text).toContain(squeeze(hostile))
  })

  it('of 10,000 characters without a space fits the page', async () => {
    const long = 'xñ'.repeat(5000)
    const pdf = await render({ conditions: [long] })
    if (has('pdftotext')) expect(squeeze(textOf(pdf)).replace(/Estahojaes.*?Página\d+de\d+/g, '')).toContain(long)
    expect(pdf.length).toBeGreaterThan(1000)
  })

  it('with characters that no font draws, or that turn the line around, shows their code points', async () => {
    const title = 'Hanok 한 \u202E odnum \uE000 \u0007 😀 \uD800'
    const text = squeeze(textOf(await render({ title })))
    expect(text).toContain('Hanok[U+D55C][U+202E]odnum[U+E000][U+0007][U+1F600]')
  })
})

describe('what is not printed', () => {
  it('a record whose proof cannot be followed', async () => {
    await expect(render({ verifyUrl: 'javascript:alert(1)' })).rejects.toThrow(RangeError)
    await expect(render({ digest: 'x' })).rejects.toThrow(RangeError)
  })

  it('more than the queue holds: says so at once, and prints again afterwards', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 80 }, () => render()))
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(refused).toHaveLength(16)
    expect(refused.every((answer) => answer.reason instanceof PdfBusy)).toBe(true)
    expect((await render()).length).toBeGreaterThan(1000)
  })
})
