import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escape, html, safeAddress } from './html.ts'
import {
  apiPage,
  assets,
  CONTENT_SECURITY_POLICY,
  errorPage,
  findCode,
  findDigest,
  landing,
  languageOf,
  verification,
  verificationForm,
} from './index.ts'
import { exampleOf } from './schema-example.ts'
import { answers, everyPage, landingData, openapi } from './samples.fixture.ts'

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(1)'>\u0000&amp;\``
const answer = (name: string) => {
  const found = answers[name]
  if (!found) throw new Error(name)
  return found
}

describe('markup', () => {
  it('escapes every text, keeps markup, and drops nothing, false and null', () => {
    expect(
      html`<a title="${'"x"'}">${'<b>'} ${[1, 'a&b', html`<i>${"'"}</i>`]}${null}${false}${undefined}</a>`.markup,
    ).toBe('<a title="&quot;x&quot;">&lt;b&gt; 1a&amp;b<i>&#39;</i></a>')
  })

  it('never lets text become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (words) => {
        expect(escape(words)).not.toMatch(/[<>"'`]/)
      }),
    )
  })

  it('links only to the web, to mail and to itself', () => {
    expect(['https://a.b/', 'mailto:a@b', '/v/1', '#a'].map(safeAddress)).toEqual([
      'https://a.b/',
      'mailto:a@b',
      '/v/1',
      '#a',
    ])
    expect(['javascript:alert(1)', '//evil.example', 'data:text/html,x', ' javascript:x'].map(safeAddress)).toEqual([
      '#',
      '#',
      '#',
      '#',
    ])
  })
})

describe.each(['es', 'en', 'pt'] as const)('every page in %s', (language) => {
  it.each(Object.entries(everyPage(language)))('%s is one whole page, fit for a strict policy', (_, page) => {
    expect(page).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${language}">`))
    expect(page.match(/<h1/g)).toHaveLength(1)
    expect(page.match(/<main/g)).toHaveLength(1)
    expect(page).toContain('class="skip" href="#main"')
    expect(page).not.toMatch(/ style=| on[a-z]+=|<style|<script(?![^>]*src="\/assets\/)|javascript:/)
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!example)/)
    expect(page).not.toMatch(/undefined|\[object|NaN/)
    expect(page.replace(/<!doctype/, '')).not.toMatch(/[!¡]/)
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
  })
})

describe('hostile data', () => {
  it('stays text on the landing page', () => {
    const steps = [
      {
        at: '2026-06-15T14:02:00.000Z',
        who: HOSTILE,
        org: HOSTILE,
        what: HOSTILE,
        detail: HOSTILE,
        agency: HOSTILE,
        cost: null,
        status: 'done' as const,
      },
    ]
    const page = landing({
      ...landingData,
      version: HOSTILE,
      packs: [{ id: HOSTILE, name: HOSTILE, version: HOSTILE, procedures: 1, agencies: 1 }],
      accounts: [{ name: HOSTILE, org: HOSTILE, role: HOSTILE, token: HOSTILE }],
      story: { ranAt: '2026-06-15T14:02:00.000Z', zone: 'UTC', country: 'PE', steps },
    })
    expect(page).not.toMatch(/<script|<img/)
    expect(page).not.toContain('\u0000')
  })

  it('stays text in a verification, its addresses and its form', () => {
    const revoked = answer('revoked')
    if (revoked.state === 'unknown') throw new Error('sample')
    const page = verification({
      ...revoked,
      code: HOSTILE,
      document: {
        ...revoked.document,
        title: HOSTILE,
        number: HOSTILE,
        issuer: { name: HOSTILE, country: HOSTILE },
        goods: HOSTILE,
        digest: HOSTILE,
        replacedBy: { number: HOSTILE, code: `../${HOSTILE}` },
      },
    })
    expect(page).not.toMatch(/<script(?! type="module" src="\/assets)|<img/)
    expect(page).toContain('/v/..%2F%22%3E%3Cscript')
    expect(verificationForm({ language: 'es', sandbox: false, wrong: HOSTILE })).not.toMatch(
      /<script(?! type="module" src="\/assets)|<img/,
    )
    expect(verification({ ...answer('unknown'), code: HOSTILE })).not.toMatch(
      /<script(?! type="module" src="\/assets)|<img/,
    )
  })

  it('stays text in the API page and in an error', () => {
    const api = apiPage({
      info: { title: HOSTILE, description: HOSTILE },
      tags: [{ name: HOSTILE, description: HOSTILE }],
      paths: {
        [`/${HOSTILE}`]: {
          get: {
            tags: [HOSTILE],
            summary: HOSTILE,
            'x-may': [HOSTILE],
            responses: { [HOSTILE]: { description: HOSTILE, 'x-problems': [HOSTILE] } },
          },
        },
      },
      components: {
        schemas: {
          [HOSTILE]: {
            type: 'object',
            properties: { [HOSTILE]: { type: 'string', pattern: HOSTILE, description: HOSTILE } },
          },
        },
      },
    })
    expect(api).not.toMatch(/<script|<img/)
    expect(errorPage({ status: 404, code: HOSTILE, detail: HOSTILE, traceId: HOSTILE })).not.toMatch(/<script|<img/)
  })
})

describe('a verification says', () => {
  it.each([
    ['valid', 'es', 'Válido. Lo emitió SENASA y no ha cambiado.', 'whole'],
    ['valid', 'en', 'Valid. Issued by SENASA and unchanged.', 'whole'],
    ['valid', 'pt', 'Válido. Emitido por SENASA e sem alterações.', 'whole'],
    ['revoked', 'es', 'Revocado. Ya no sirve desde el 22 de junio.', 'barred'],
    ['expired', 'es', 'Vencido. Servía hasta el 19 de agosto de 2025.', 'barred'],
    ['replaced', 'es', 'Reemplazado. Hay un documento más nuevo.', 'barred'],
    ['altered', 'es', 'No coincide. Este archivo fue cambiado.', 'torn'],
    ['tampered', 'es', 'No coincide. La firma no corresponde al contenido.', 'torn'],
    ['unknown', 'es', 'Ese código no es nuestro.', 'vacant'],
  ] as const)('%s in %s: «%s» with the %s silhouette', (name, language, headline, silhouette) => {
    const page = verification({ ...answer(name), language })
    expect(page).toContain(`<h1>${headline}</h1>`)
    expect(page).toContain(`class="gate ${silhouette}"`)
    expect(page).toContain(`<title>${headline} · Ventanilla</title>`)
  })

  it('what is left, and when nothing is', () => {
    expect(verification(answer('valid'))).toContain('7,999.5 kg')
    expect(verification(answer('exhausted'))).toMatch(/ya no le queda saldo[\s\S]*Sin saldo\./)
    expect(verification(answer('altered'))).not.toContain('Cantidad autorizada')
  })

  it('where the newer document is, and whether the file is the signed one', () => {
    expect(verification(answer('revoked'))).toContain('href="/v/M2XX-7Q7Q-1A"')
    expect(verification(answer('matched'))).toContain('La huella coincide.')
  })

  it('altered, whatever else it is, when the digest given is another one', () => {
    const valid = answer('valid')
    if (valid.state === 'unknown') throw new Error('sample')
    const page = verification({ ...valid, compared: { digest: 'e07b5d19'.repeat(8), matches: false } })
    expect(page).toContain('<h1>No coincide. Este archivo fue cambiado.</h1>')
    expect(page).not.toContain('7,999.5 kg')
  })

  it('no more than it knows', () => {
    const valid = answer('valid')
    if (valid.state === 'unknown') throw new Error('sample')
    const { document } = valid
    const bare = { ...document, issuer: { name: 'SENASA', country: '' }, signature: { level: '', kid: '' } }
    const page = verification({ ...valid, document: bare })
    expect(page).toContain('<dd>SENASA</dd>')
    expect(page).not.toContain('Llave</dt>')
  })

  it('nothing about a code that is not ours', () => {
    expect(verification(answer('unknown'))).not.toMatch(/SENASA|name="digest"/)
  })
})

describe('the landing page', () => {
  it('tells the story with its totals, and the tokens, only on trial', () => {
    const trial = landing(landingData)
    expect(trial).toMatch(/<b>7<\/b> pasos[\s\S]*<b>4 días 4 h 39 min<\/b>[\s\S]*<b>PEN 36\.00<\/b>/)
    expect(trial).toContain('demo-pe-marta')
    const real = landing({ ...landingData, sandbox: false })
    expect(real).not.toMatch(/demo-pe-marta|npm run demo|Entorno de prueba/)
    expect(
      landing({ ...landingData, story: { ranAt: '2026-06-15T14:02:00.000Z', zone: 'UTC', country: 'PE', steps: [] } }),
    ).toContain('Nadie ha hecho correr')
  })

  it('keeps the language in what it links to', () => {
    expect(landing({ ...landingData, language: 'en' })).toMatch(/href="\/docs\?lang=en"[\s\S]*name="lang" value="en"/)
  })
})

describe('an error', () => {
  it('says the fact and the way out, and a 500 nothing else', () => {
    expect(errorPage({ status: 404, code: 'NOT_FOUND' })).toMatch(
      /Esa página no existe\.[\s\S]*Ir al comienzo[\s\S]*NOT_FOUND/,
    )
    expect(errorPage({ status: 500, detail: 'secret' })).not.toContain('secret')
    expect(errorPage({ status: 418 }, { language: 'en' })).toContain('That request cannot be served.')
    expect(errorPage({ status: 502 }, { language: 'pt' })).toContain('Algo falhou do nosso lado.')
  })
})

describe('what people type', () => {
  it('is read as a code or a digest when it can be', () => {
    expect(findCode(' k7mq – 4t2p-9x ')).toBe('K7MQ-4T2P-9X')
    for (const wrong of ['', 'a', '<x>', '../..', 'x'.repeat(41), 7, undefined, ['A-1']])
      expect(findCode(wrong)).toBeUndefined()
    expect(findDigest(`SHA-256: ${'41D0 9B7E '.repeat(8)}`)).toBe('41d09b7e'.repeat(8))
    for (const wrong of ['', 'zz', 'a'.repeat(63), null]) expect(findDigest(wrong)).toBeUndefined()
  })

  it('chooses the language', () => {
    expect([
      languageOf('pt'),
      languageOf('xx', 'de-DE,en-GB;q=0.8'),
      languageOf(undefined, ''),
      languageOf(['en'], 'pt-BR'),
    ]).toEqual(['pt', 'en', 'es', 'pt'])
  })
})

describe('the API page', () => {
  const page = apiPage(openapi, { language: 'en' })

  it('lists every operation by tag with who may call it, and its problems', () => {
    expect(page).toContain('id="post-v1-applications-id-submit"')
    expect(page).toMatch(/<code>application\.open<\/code>/)
    expect(page).toContain('<code>OVER_THRESHOLD</code>')
    expect(page).toContain('Anyone, without an account')
    expect(page).toContain('Verify &lt;b&gt;a&lt;/b&gt; document')
  })

  it('makes an example from the schema, and stops where a schema contains itself', () => {
    const schema = { $ref: '#/components/schemas/Application' }
    expect(exampleOf(openapi, schema)).toEqual({
      procedure: 'pe-senasa-phyto-export',
      lines: [{ commodity: '0901119000', quantity: { value: '100.00', unit: 'KGM' } }],
      kind: 'export',
      parent: null,
    })
    expect(() =>
      apiPage({
        paths: { '/a': { get: { requestBody: { $ref: '#/x' }, parameters: [{ $ref: '#/y' }] } } },
        x: { $ref: '#/x' },
      }),
    ).not.toThrow()
  })

  it('bears any document, however odd', () => {
    fc.assert(
      fc.property(
        fc.object({
          key: fc.constantFrom(
            'paths',
            '/a',
            'get',
            'post',
            'tags',
            'responses',
            'parameters',
            'schema',
            '$ref',
            'components',
            'schemas',
            'content',
            'properties',
            'oneOf',
          ),
          maxDepth: 6,
        }),
        (odd) => {
          expect(apiPage(odd)).toContain('</html>')
        },
      ),
    )
  })
})

describe('the files', () => {
  it('are few, small and ours', () => {
    const found = new Map(assets().map((asset) => [asset.path, asset]))
    expect([...found.keys()].sort()).toEqual([
      '/assets/access.css',
      '/assets/api.css',
      '/assets/archivo-latin-ext.woff2',
      '/assets/archivo-latin.woff2',
      '/assets/ventanilla.css',
      '/assets/ventanilla.svg',
      '/assets/verify.js',
    ])
    const css = found.get('/assets/ventanilla.css')?.body.toString() ?? ''
    expect(css.length).toBeLessThan(20_000)
    for (const [, url = ''] of css.matchAll(/url\(([^)]+)\)/g)) expect(found.has(url)).toBe(true)
    expect(css).not.toContain('@import')
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/)
  })
})
