import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusal, wordsIn, type Language } from '#kernel'
import { readQuestion, type Question } from '#modules/finder'
import { Refusals } from '#platform/cases'
import { isSameOrigin, type Door } from '#platform/http'
import {
  certificateReady,
  journeyAnswer,
  journeyNothing,
  journeyProduct,
  journeyQuestion,
  journeyStart,
  languageOf,
  type JourneyPage,
} from '../web/public/index.ts'
import { takeForms } from './access/form-body.ts'
import type { House } from './house.ts'

/** What the pages add to a question of the finder, and the finder does not know. */
const OURS = ['place', 'otra', 'lang']

/** From «what do I sell, and where» to what is needed: plain pages, readable without JavaScript, over the finder that anybody may ask. */
export async function journeyRoutes(app: Door, house: House): Promise<void> {
  const { library, finder, config, clock } = house
  const pageOf = (query: unknown, headers: FastifyRequest['headers']): JourneyPage => {
    const given = Object.entries(query as Readonly<Record<string, unknown>>).filter(
      (e): e is [string, string] => typeof e[1] === 'string' && e[1].length <= 300,
    )
    const asked: Record<string, string> = Object.fromEntries(given)
    const language = languageOf(asked['lang'], headers['accept-language'])
    // One question of the sentence, «the other country», is the destination or the origin by what one wants to do.
    if (asked['place']) asked[asked['regime'] === 'import' ? 'origin' : 'destination'] = asked['place']
    delete asked['place']
    const countries = [...library.packs.values()].map((p) => ({ id: p.id, name: wordsIn(p.name, language) }))
    return { language, sandbox: config.sandbox, asked, countries }
  }
  const questionOf = ({ asked, language }: JourneyPage): Question | undefined => {
    const plain = Object.fromEntries(
      Object.entries(asked).filter(([name, value]) => value !== '' && !OURS.includes(name)),
    )
    // Words stand beside a code that was chosen for them; the finder takes the one or the other.
    if (plain['hs']) delete plain['q']
    const { question } = readQuestion(
      { ...plain, lang: language },
      { packs: library.packs, dictionary: library.dictionary, now: clock.now() },
    )
    return question
  }
  const send = (reply: FastifyReply, body: string): FastifyReply => reply.type('text/html; charset=utf-8').send(body)

  app.get('/que-necesito', async (request, reply) => {
    const page = pageOf(request.query, request.headers)
    const { asked } = page
    if (asked['otra'] || (!asked['q'] && !asked['hs']))
      return send(reply, journeyStart(page, { wrong: 'q' in asked && !asked['otra'] }))
    const question = questionOf(page)
    if (!question) return send(reply, journeyStart(page, { wrong: true }))
    const answer = await finder.ask(question)
    if (answer.status === 'choose-hs' || answer.status === 'unknown-hs')
      return send(reply, journeyProduct(page, answer))
    const [next] = answer.questions
    if (next && answer.status !== 'prohibited') return send(reply, journeyQuestion(page, answer, next))
    if (answer.status === 'depends')
      return send(
        reply,
        journeyProduct(
          { ...page, asked: { ...asked, hs: '' } },
          await finder.ask({ ...question, words: asked['q'] ?? answer.hs?.description ?? '' }),
        ),
      )
    return send(reply, answer.status === 'nothing-needed' ? journeyNothing(page, answer) : journeyAnswer(page, answer))
  })

  await app.register(async (forms) => {
    takeForms(forms)
    forms.post('/que-necesito/constancia', async (request, reply) => {
      if (!isSameOrigin(request)) throw new Refusals([refusal('CROSS_SITE')])
      const page = pageOf(request.body ?? {}, request.headers)
      const question = questionOf(page)
      if (!question) throw new Refusals([refusal('FIELD_REQUIRED', '/hs', { field: 'hs' })])
      const { record } = await finder.certify(question)
      return reply.redirect(`/constancia/${record.code}${page.language === 'es' ? '' : `?lang=${page.language}`}`, 303)
    })
  })

  app.get('/constancia/:code', async (request, reply) => {
    const { code } = request.params as { code: string }
    const found = await finder.findCertificate(code)
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'certificate', id: code })])
    const { lang } = request.query as { lang?: string }
    const language: Language = languageOf(lang, request.headers['accept-language'])
    return send(
      reply,
      certificateReady({ language, sandbox: config.sandbox }, { code: found.record.code, number: found.record.number }),
    )
  })
}
