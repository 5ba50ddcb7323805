import { required, type Client } from './client.ts'
import type { Words } from './report.ts'
import type { ValueSchema } from './shorthand.ts'

/** The published sheet of a procedure, as `GET /v1/procedures` gives it. */
export interface Sheet {
  readonly procedure: string
  readonly title: string
  readonly country: string
  readonly agency: { readonly id: string; readonly name: string }
  readonly regime: readonly string[]
  readonly zone: string
  readonly currency: string
  readonly opinions: readonly { readonly name: string; readonly agency: string }[]
}

/** What a form asks in its header and in each line, by element. */
export interface Form {
  readonly elements: Readonly<Record<string, ValueSchema>>
  readonly lines: Readonly<Record<string, ValueSchema>>
}

interface SheetWithForm extends Sheet {
  readonly form: {
    readonly properties: {
      readonly elements?: { readonly properties?: Form['elements'] }
      readonly lines?: { readonly items?: { readonly properties?: Form['lines'] } }
    }
  }
}

/** What the server publishes of its procedures, each asked once. */
export interface Procedures {
  readonly all: readonly Sheet[]
  find(id: string): Sheet | undefined
  title(id: string): Words
  form(id: string): Promise<Form>
  /** Every element that some form of the country asks. */
  forms(country: string): Promise<Form>
}

/** The id without its version: `pe.hazmat-notice` of `pe.hazmat-notice@2026-01-01`. */
export const plainId = (procedure: string): string => procedure.split('@')[0] ?? procedure

export async function readProcedures(client: Client): Promise<Procedures> {
  const list = async (lang: string): Promise<readonly Sheet[]> =>
    required(await client.get<{ items: readonly Sheet[] }>(`/v1/procedures?lang=${lang}`), 'the list of procedures')
      .items
  /** What the dictionary says of every datum, whether or not a procedure asks it: its kind tells how it is written. */
  async function dictionary(): Promise<Form> {
    const { items } = required(
      await client.get<{ items: readonly { id: string; type: string; line: boolean }[] }>('/v1/dictionary'),
      'the dictionary',
    )
    const kinds: Readonly<Record<string, ValueSchema>> = {
      'yes-no': { type: 'boolean' },
      quantity: { properties: { unit: {} } },
      money: { properties: { currency: {} } },
      party: { properties: { name: {} } },
    }
    const of = (line: boolean): Record<string, ValueSchema> =>
      Object.fromEntries(items.filter((e) => e.line === line).map((e) => [e.id, kinds[e.type] ?? {}]))
    return { elements: of(false), lines: of(true) }
  }
  const [en, es] = [await list('en'), await list('es')]
  let everything: Promise<Form> | undefined
  const known = new Map<string, Promise<Form>>()
  const titleIn = (sheets: readonly Sheet[], id: string): string => sheets.find((s) => s.procedure === id)?.title ?? id

  async function read(id: string): Promise<Form> {
    const answer = await client.get<SheetWithForm>(`/v1/procedures/${encodeURIComponent(id)}`)
    const { elements, lines } = required(answer, `the form of ${id}`).form.properties
    return { elements: elements?.properties ?? {}, lines: lines?.items?.properties ?? {} }
  }
  function form(id: string): Promise<Form> {
    const asked = known.get(id) ?? read(id)
    known.set(id, asked)
    return asked
  }
  return {
    all: en,
    find: (id) => en.find((s) => s.procedure === plainId(id)),
    title: (id) => ({ en: titleIn(en, plainId(id)), es: titleIn(es, plainId(id)) }),
    form,
    forms: async (country) => {
      const ids = [...new Set(en.filter((s) => s.country === country).map((s) => s.procedure))]
      everything ??= dictionary()
      const all = [await everything, ...(await Promise.all(ids.map(form)))]
      const merged = (part: keyof Form): Form[keyof Form] => Object.assign({}, ...all.map((f) => f[part]))
      return { elements: merged('elements'), lines: merged('lines') }
    },
  }
}
