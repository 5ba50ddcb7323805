import { describe, expect, it } from 'vitest'
import type { Language } from '#kernel'
import { noticeTexts, tellNotice, type NoticeKind } from './texts.ts'

const params = {
  agency: 'senasa',
  agencyName: 'SENASA',
  title: 'Certificado fitosanitario',
  number: 'SUCE-2026-0000123',
  count: 3,
  total: '41.60 PEN',
  points: 'Falta el método del análisis',
  es: 'Traiga el eco.',
  en: 'Bring the echo.',
  pt: 'Traga o eco.',
}
const id = '01990000-0000-7000-8000-000000000001'
const frame = {
  due: '2026-07-03T21:30:00.000Z',
  zone: 'America/Lima',
  unserved: false,
  help: '0800 555',
  link: `http://window.test/aviso/${id}`,
}
const languages = ['es', 'en', 'pt'] as const satisfies readonly Language[]
const kinds = Object.keys(noticeTexts.es) as NoticeKind[]

const sentences = (text: string): string[] => text.split(/(?<=[.!?])\s+/).filter(Boolean)
const words = (text: string): number => text.split(/\s+/).filter((w) => /[\p{L}\p{N}]/u.test(w)).length

/** Every template there is, in every language, with a date, without one, and before it is served. */
describe.each(languages)('every notice in %s', (language) => {
  it.each(kinds)('%s has its six parts, in short sentences, with nothing left open', (kind) => {
    for (const given of [frame, { ...frame, due: null }, { ...frame, unserved: true }]) {
      const said = tellNotice(kind, params, language, given)
      const parts = [said.happened, said.todo, said.when, said.otherwise, said.ask]
      expect(Object.keys(said)).toEqual(['happened', 'todo', 'when', 'otherwise', 'ask', 'link'])
      for (const part of parts) {
        expect(part, kind).toMatch(/^[¿¡«“\p{L}\p{N}].*[.!?]$/su)
        expect(part, kind).not.toMatch(/[{}]|undefined|null|\s{2}|\.\.|!/)
        for (const sentence of sentences(part)) expect(words(sentence), sentence).toBeLessThanOrEqual(20)
      }
      expect(new URL(said.link).pathname).toBe(`/aviso/${id}`)
      expect(said.ask).toContain('0800 555')
    }
  })

  it('says when, with the offset of the legal time', () => {
    expect(tellNotice('observed', params, language, frame).when).toContain('16:30 (UTC−5)')
    expect(tellNotice('observed', params, language, { ...frame, unserved: true }).when).toContain('(UTC−5)')
  })
})

describe('texts', () => {
  it('are there for the same kinds in each language, and no two are copies', () => {
    for (const language of languages) expect(Object.keys(noticeTexts[language])).toEqual(kinds)
    const same = kinds.filter(
      (k) => noticeTexts.es[k][0] === noticeTexts.pt[k][0] || noticeTexts.es[k][0] === noticeTexts.en[k][0],
    )
    expect(same).toEqual([])
    expect(kinds.length).toBeGreaterThan(35)
  })

  it('treat people as usted, without cheers or apologies', () => {
    const all = kinds.flatMap((k) => noticeTexts.es[k]).join(' ')
    expect(all).not.toMatch(/\b(tú|tu|tus|ti|lamentamos|exitos|felicit)\b/i)
  })

  it('end what an officer wrote with a full stop, and do not double one', () => {
    expect(tellNotice('observed', { ...params, points: 'Falta todo' }, 'es', frame).happened).toMatch(/Falta todo\.$/)
    expect(tellNotice('observed', { ...params, points: 'Falta todo.' }, 'es', frame).happened).toMatch(/Falta todo\.$/)
    expect(tellNotice('bounced', { points: 'ana@firma.pe' }, 'es', frame).happened).toBe(
      'No pudimos entregar avisos en ana@firma.pe.',
    )
  })

  it('keep braces that people write as they are', () => {
    expect(tellNotice('observed', { ...params, points: 'Use {title} y {{x}}' }, 'es', frame).happened).toContain(
      '{title}',
    )
  })
})
