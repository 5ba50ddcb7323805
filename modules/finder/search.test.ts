import { beforeAll, describe, expect, it } from 'vitest'
import { readPackFiles } from '#platform/packs'
import { createSearch, type HsSearch } from './search.ts'
import { loadTariff, type Tariff } from './tariff.ts'

let tariff: Tariff
let search: HsSearch
beforeAll(async () => {
  tariff = loadTariff(await readPackFiles(new URL('../../catalogues/hs', import.meta.url).pathname))
  search = createSearch(tariff)
})

const top = (text: string, language: 'es' | 'en' | 'pt' = 'es'): string[] =>
  search.find(text, language, 3).hits.map((h) => h.code)

describe('the tariff', () => {
  it('has every chapter, and every code stands under its own', () => {
    const codes = [...tariff.entries.keys()]
    const chapters = codes.filter((c) => c.length === 2)
    const all = Array.from({ length: 97 }, (_, i) => String(i + 1).padStart(2, '0')).filter((c) => c !== '77')
    expect(chapters.sort()).toEqual(all)
    expect(codes.filter((c) => !/^\d{2}(\d{2}){0,2}$/.test(c))).toEqual([])
    expect(codes.filter((c) => c.length > 2 && !tariff.entries.has(c.slice(0, -2)))).toEqual([])
    expect(codes.filter((c) => c.length === 6).length).toBeGreaterThan(400)
  })

  it('says each in three languages', () => {
    const silent = [...tariff.entries.values()].filter((e) => !e.words.es || !e.words.en || !e.words.pt)
    expect(silent.map((e) => e.code)).toEqual([])
  })

  it('has a section for every chapter', () => {
    const without = [...tariff.entries.keys()].filter(
      (c) => c.length === 2 && tariff.sections.filter((s) => s.from <= c && c <= s.to).length !== 1,
    )
    expect(without).toEqual([])
  })

  it('refuses a file with a code that is badly formed, stands twice or under nothing', () => {
    const file = (text: string) => [{ path: 'x.csv', text: `code,es,en,pt,also_es,also_en,also_pt\n${text}\n` }]
    expect(() => loadTariff(file('090,a,a,a,,,'))).toThrow('x.csv:2: 090 is no code')
    expect(() => loadTariff(file('09,a,a,a,,,\n09,b,b,b,,,'))).toThrow('x.csv:3: 09 stands twice')
    expect(() => loadTariff(file('0901,a,a,a,,,'))).toThrow('0901 stands under 09')
    expect(() => loadTariff(file('09,a,a,a'))).toThrow('4 cells under 7 columns')
  })
})

describe('words a trader types', () => {
  it.each([
    // names of regions
    ['palta', '080440'],
    ['aguacate', '080440'],
    ['abacate', '080440'],
    ['avocado', '080440'],
    ['polera', '610910'],
    ['playera', '610910'],
    ['remera', '610910'],
    ['t-shirt', '610910'],
    ['frutilla', '081010'],
    ['poroto', '071333'],
    ['frijol', '071333'],
    ['feijão', '071333'],
    ['choclo', '070999'],
    ['jitomate', '070200'],
    ['maní', '120242'],
    ['cacahuate', '120242'],
    ['guineo', '080390'],
    ['chompa de alpaca', '611019'],
    ['suéter de lana', '611011'],
    ['bufanda tejida', '611710'],
    ['ojotas', '640220'],
    ['zapatillas', '640411'],
    ['tenis', '640411'],
    ['tênis', '640411'],
    ['billetera de cuero', '420231'],
    ['panela', '170113'],
    ['rapadura', '170113'],
    ['pisco', '220820'],
    ['cachaça', '220840'],
    ['tequila', '220890'],
    ['quinua', '100850'],
    ['quinoa', '100850'],
    ['mate', '090300'],
    ['café verde', '090111'],
    ['café molido', '090121'],
    ['café sin tostar', '090111'],
    ['café tostado', '090121'],
    ['café instantáneo', '210111'],
    ['green coffee', '090111'],
    ['cacao en polvo', '180500'],
    ['barra de chocolate', '180632'],
    ['vino tinto', '220421'],
    ['vino a granel', '220429'],
    ['cerveza artesanal', '220300'],
    ['atún en lata', '160414'],
    ['camarón', '030617'],
    ['harina de pescado', '230120'],
    ['aretes de plata', '711311'],
    ['bisutería', '711719'],
    ['lápiz labial', '330410'],
    ['protector solar', '330499'],
    ['jabón artesanal', '340111'],
    ['amoxicilina', '300410'],
    ['paracetamol', '300490'],
    ['glifosato', '380893'],
    ['malatión', '380891'],
    ['raticida', '380899'],
    ['alcohol en gel', '380894'],
    ['llanta usada', '401220'],
    ['olla de barro', '691200'],
    ['artesanía en madera', '442019'],
    ['muñeca', '950300'],
    ['guitarra', '920290'],
    ['ají', '070960'],
    ['salsa picante', '210390'],
    ['sacha inchi', '120799'],
    ['ropa usada', '630900'],
  ])('%s is %s', (typed, code) => {
    expect(top(typed)[0]).toBe(code)
  })

  it.each([
    ['aguacte', '080440'],
    ['agucate', '080440'],
    ['abocado', '080440'],
    ['kinua', '100850'],
    ['kinwa', '100850'],
    ['quinau', '100850'],
    ['cafe tostdo', '090121'],
    ['camiceta', '610910'],
    ['sapatillas', '640411'],
    ['bino tinto', '220421'],
    ['zerveza', '220300'],
    ['arandanos', '081040'],
    ['aranndanos', '081040'],
    ['esparagos', '070920'],
    ['plagisida', '3808'],
    ['herbisida', '380893'],
    ['vufanda', '611710'],
    ['joyas de plta', '711311'],
    ['choclate en barra', '180632'],
    ['medisina', '300490'],
    ['juguetez', '950300'],
    ['mueblez de madera', '940360'],
    ['wiski', '220830'],
  ])('%s, misspelt, is still %s', (typed, code) => {
    expect(top(typed)).toContain(code)
  })

  it.each([
    ['coffee', 'en', '0901'],
    ['café', 'es', '0901'],
    ['plaguicida', 'es', '3808'],
    ['agrotóxico', 'pt', '3808'],
  ] as const)('%s alone is the heading, whose children are explained', (typed, language, heading) => {
    const { hits, differences } = search.find(typed, language)
    expect(hits[0]?.code).toBe(heading)
    expect(differences[0]?.under).toBe(heading)
    expect(differences[0]?.among.length).toBeGreaterThan(3)
  })

  it('answers in the language asked, and says what decides', () => {
    const { hits, differences } = search.find('green coffee', 'pt')
    expect(hits[0]).toMatchObject({ code: '090111', shown: '0901.11', description: 'Café não torrado, com cafeína' })
    expect(differences[0]?.says).toContain('torrado ou não')
    expect(search.find('café verde', 'en').differences[0]?.says).toContain('caffeine was removed')
  })

  it('reads a code, its beginning, and national digits beyond it', () => {
    expect(top('0901.11')[0]).toBe('090111')
    expect(top('0901')[0]).toBe('0901')
    expect(top('0901110000')[0]).toBe('090111')
    expect(search.find('0901', 'es').hits.map((h) => h.code)).toContain('090122')
  })

  it('says nothing where nothing is meant', () => {
    expect(search.find('xqzvwk', 'es').hits).toEqual([])
    expect(search.find('   ', 'es').hits).toEqual([])
    expect(search.find('de la con', 'es').hits).toEqual([])
  })

  it('stays quick on long nonsense', () => {
    const long = 'aguacte camiceta plagisida '.repeat(400)
    expect(search.find(long, 'es').hits.length).toBeLessThanOrEqual(10)
  })
})
