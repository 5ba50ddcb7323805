import {
  describeElement,
  describeForm,
  dossierSchema,
  dossierXsd,
  elementSchema,
  formSchema,
  isDay,
  labelsOf,
  refusal,
  wordsIn,
  type Day,
  type Element,
  type Language,
  type Procedure,
} from '#kernel'
import { Refusals } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { sendJson, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'

export interface DictionaryDeps {
  readonly library: PackLibrary
  readonly clock: Clock
}

const languageOf = (query: unknown): Language => {
  const { lang } = query as { lang?: string }
  return lang === 'en' || lang === 'pt' ? lang : 'es'
}

/** The dictionary as anybody may read it, and each procedure's form in the shapes that programs and screens need. */
export function dictionaryRoutes(app: Door, { library, clock }: DictionaryDeps): void {
  const { dictionary } = library

  const dayOf = (query: unknown): Day => {
    const { day } = query as { day?: string }
    if (day === undefined) return clock.now().slice(0, 10)
    if (!isDay(day)) throw new Refusals([refusal('INPUT_SHAPE', '/day', { reason: 'no such day' })])
    return day
  }
  const getElement = (params: unknown): Element => {
    const { element: id } = params as { element: string }
    const found = dictionary.elements.get(id)
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'element', id })])
    return found
  }
  const getProcedure = (params: unknown, day: Day): Procedure => {
    const { id } = params as { id: string }
    const found = library.findProcedure(id, day)
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'procedure', id })])
    return found.procedure
  }

  app.get('/v1/dictionary', async (request, reply) => {
    const language = languageOf(request.query)
    const { group } = request.query as { group?: string }
    const items = [...dictionary.elements.values()].filter((element) => group === undefined || element.group === group)
    const groups = [...(dictionary.groups ?? [])].map(([id, words]) => ({ id, label: wordsIn(words, language) }))
    return sendJson(
      reply,
      200,
      JSON.stringify({ groups, items: items.map((element) => describeElement(element, language)), next: null }),
    )
  })

  app.get('/v1/dictionary/schema.json', async (request, reply) =>
    sendJson(reply, 200, JSON.stringify(dossierSchema(dictionary, languageOf(request.query)))),
  )

  app.get('/v1/dictionary/schema.xsd', async (_, reply) =>
    reply.header('content-type', 'application/xml; charset=utf-8').send(dossierXsd(dictionary)),
  )

  app.get('/v1/dictionary/labels', async (request, reply) =>
    sendJson(reply, 200, JSON.stringify(labelsOf(dictionary, languageOf(request.query)))),
  )

  app.get('/v1/dictionary/:element', async (request, reply) => {
    const found = getElement(request.params)
    return sendJson(reply, 200, JSON.stringify(describeElement(found, languageOf(request.query))))
  })

  app.get('/v1/dictionary/:element/schema.json', async (request, reply) => {
    const found = getElement(request.params)
    return sendJson(reply, 200, JSON.stringify(elementSchema(found, languageOf(request.query))))
  })

  app.get('/v1/procedures/:id/form', async (request, reply) => {
    const day = dayOf(request.query)
    const procedure = getProcedure(request.params, day)
    return sendJson(reply, 200, JSON.stringify(describeForm(procedure, dictionary, languageOf(request.query), day)))
  })

  app.get('/v1/procedures/:id/schema.json', async (request, reply) => {
    const day = dayOf(request.query)
    const procedure = getProcedure(request.params, day)
    return sendJson(reply, 200, JSON.stringify(formSchema(procedure, languageOf(request.query), day)))
  })
}
