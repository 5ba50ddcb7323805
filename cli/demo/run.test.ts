import { describe, expect, it } from 'vitest'
import { refusalsOf } from './client.ts'
import { readArguments, runDemo } from './run.ts'
import { samplePdf } from './sample-pdf.ts'
import { givenOf } from './scenario-player.ts'

// Port 9 (discard) of this machine: nobody answers there.
const nobody = 'http://127.0.0.1:9'

async function demo(...argv: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = []
  const code = await runDemo(argv, { baseUrl: nobody, out: (line) => lines.push(line) })
  return { code, text: lines.join('\n') }
}

describe('npm run demo', () => {
  it('plays S7 in English unless told otherwise', () => {
    expect(readArguments([])).toEqual({ story: 'S7', json: false, lang: 'en' })
    expect(readArguments(['--', 'demo', '--json', '--lang', 'es'])).toEqual({ story: 'demo', json: true, lang: 'es' })
    expect(readArguments(['--lang=es', 'a/b.yaml'])).toEqual({ story: 'a/b.yaml', json: false, lang: 'es' })
  })

  it.each([[['--fast']], [['S7', 'demo']], [['--lang', 'fr']], [['no-such-story']], [['./no/such.yaml']]])(
    'answers 2 to a wrong call: %j',
    async (argv) => {
      const { code, text } = await demo(...argv)
      expect(code).toBe(2)
      expect(text).toContain('npm run demo')
    },
  )

  it('answers 2 when no server does, for machines too', async () => {
    const { code, text } = await demo('S7')
    expect([code, text.split('\n')[0]]).toEqual([2, 'http://127.0.0.1:9 does not answer'])
    const json = await demo('S7', '--json')
    expect(json.code).toBe(2)
    expect(JSON.parse(json.text)).toMatchObject({ ok: false, baseUrl: nobody })
  })

  it('explains itself', async () => {
    const { code, text } = await demo('--help')
    expect([code, text.includes('public API')]).toEqual([0, true])
  })
})

describe('reading the API', () => {
  it('takes every refusal of a problem document, and its leading code when it lists none', () => {
    const errors = [{ code: 'TASK_OPEN', pointer: '', message_en: 'a', message_es: 'b' }]
    expect(refusalsOf(409, { code: 'TASK_OPEN', errors })).toEqual([
      { code: 'TASK_OPEN', pointer: '', message: { en: 'a', es: 'b' } },
    ])
    expect(refusalsOf(500, { code: 'INTERNAL', title_en: 'x', title_es: 'y' })[0]?.code).toBe('INTERNAL')
    expect(refusalsOf(502, undefined)[0]?.code).toBe('HTTP_502')
    expect(refusalsOf(200, { errors })).toEqual([])
  })

  it('turns the facts of a scenario into what a sandbox takes', () => {
    const facts = {
      'series.next': '41',
      'applicant.cleanApprovals': '12',
      'applicant.aeo': 'true',
      'applicant.size': 'micro',
      draw: '3',
    }
    expect(givenOf({ data: {}, lines: [], attached: [], permits: { 'pe.x': 'granted' }, facts })).toEqual({
      facts: { 'applicant.cleanApprovals': 12, 'applicant.aeo': true, 'applicant.size': 'micro' },
      permits: { 'pe.x': 'granted' },
      series: { next: 41 },
    })
  })

  it('makes a PDF whose table of objects points at them', () => {
    const text = new TextDecoder('latin1').decode(samplePdf('Sample: analysis (signed), año'))
    expect(text.startsWith('%PDF-1.4\n')).toBe(true)
    expect(text).toContain('(Sample: analysis signed, ano) Tj')
    const start = Number(/startxref\n(\d+)/.exec(text)?.[1])
    expect(text.slice(start, start + 4)).toBe('xref')
    const first = Number(/0000000000 65535 f \n(\d{10})/.exec(text)?.[1])
    expect(text.slice(first, first + 7)).toBe('1 0 obj')
  })
})
