import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusal, type Language } from '#kernel'
import { Refusals, type CaseModule } from '#platform/cases'
import { cookieOf, sendJson, SESSION_COOKIE, type Door } from '#platform/http'
import {
  APP_POLICY,
  areas,
  monoFont,
  openBundle,
  shellPage,
  WEB_MANIFEST,
  type Drawn,
  type WebBundle,
  type WebFile,
} from '../web/build/index.ts'
import { languageOf } from '../web/public/index.ts'

export interface WebApp {
  /** Made at the first call, once; taken from the data folder when the sources did not change. */
  bundle(): Promise<WebBundle>
}

/** `watch`: whoever edits a screen sees it at the next reload, so the sources are looked at again now and then. */
export function createWebApp(dataDir: string, { watch = false } = {}): WebApp {
  let made: Promise<WebBundle> | undefined
  let looked = 0
  const make = (): Promise<WebBundle> => {
    looked = Date.now()
    const opening = openBundle(join(dataDir, 'web')).catch((error: unknown) => {
      made = undefined
      throw error
    })
    made = opening
    return opening
  }
  return {
    bundle: () => (made === undefined || (watch && Date.now() - looked > 2000) ? make() : made),
  }
}

const squeeze = promisify(brotliCompress)
const QUICKLY = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }
const YEAR = 'public, max-age=31536000, immutable'

/** The application's files and the page that every one of its addresses begins with. */
export function webRoutes(app: Door, web: WebApp, modules: readonly CaseModule[]): void {
  // The generic screen of a case makes its forms from what the commands themselves say they take.
  app.get('/v1/commands/:cases/:command', async (request, reply) => {
    const { cases, command } = request.params as { cases: string; command: string }
    const found = modules.find((m) => m.path === cases)?.type.commands[command]
    if (!found || found.internal) throw new Refusals([refusal('NOT_FOUND', '', { type: 'command', id: command })])
    const { summary, signature, input } = found
    return sendJson(reply, 200, JSON.stringify({ name: command, summary, ...(signature ? { signature } : {}), input }))
  })
  // How a case of a type is opened, where people open them: what its form asks.
  app.get('/v1/commands/:cases', async (request, reply) => {
    const { cases } = request.params as { cases: string }
    const found = modules.find((m) => m.path === cases)
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'command', id: cases })])
    const opens = found.opens && found.type.commands[found.opens.command]
    const input = found.opens?.input ?? opens?.input
    return sendJson(
      reply,
      200,
      JSON.stringify({
        commands: Object.keys(found.type.commands).filter((name) => !found.type.commands[name]?.internal),
        opens: opens && input ? { name: found.opens?.command, summary: opens.summary, may: opens.may, input } : null,
      }),
    )
  })
  app.get('/assets/app/:file', async (request, reply) => {
    const { file } = request.params as { file: string }
    const found = (await web.bundle()).files.get(`/assets/app/${file}`)
    return found ? sendFile(request, reply, found, YEAR) : reply.callNotFound()
  })
  app.get('/assets/chivo-mono-latin.woff2', async (_, reply) =>
    reply.type('font/woff2').header('cache-control', YEAR).send(monoFont()),
  )
  app.get('/sw.js', async (request, reply) => {
    const { files } = await web.bundle()
    const worker = files.get('/sw.js')
    return worker ? sendFile(request, reply, worker, 'no-cache') : reply.callNotFound()
  })
  app.get('/ventanilla.webmanifest', async (_, reply) =>
    reply.type('application/manifest+json').header('cache-control', 'public, max-age=3600').send(WEB_MANIFEST),
  )
  // What the worker keeps for the days without a network.
  app.get('/app-shell.json', async (_, reply) => {
    const { digest, shell } = await web.bundle()
    return reply.header('cache-control', 'no-cache').send({ digest, files: shell })
  })
  for (const [area, sources] of Object.entries(areas)) {
    const page = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      const { lang } = request.query as { lang?: string }
      const language = languageOf(
        lang ?? /(?:^|; )idioma=(es|en|pt)/.exec(request.headers.cookie ?? '')?.[1],
        request.headers['accept-language'],
      )
      const start = (await web.bundle()).start([
        ...sources.map((s) => s.replace('{language}', language)),
        `web/texts/${language}.ts`,
      ])
      const drawn = request.url.split('?')[0] === '/inicio' ? await draw(app, web, request, language) : undefined
      const html = shellPage(start, language, area, drawn)
      void reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', APP_POLICY)
        .header('cache-control', drawn ? 'no-store' : 'no-cache')
        .header('vary', 'accept-encoding')
      // A drawn page carries its answers: squeezed it is a fifth. It repeats nothing that a stranger sends, and holds no secret to guess at.
      if (!drawn || !/\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(html)
      return reply.header('content-encoding', 'br').send(await squeeze(html, QUICKLY))
    }
    app.get(`/${area}`, page)
    app.get(`/${area}/*`, page)
  }
}

/** The firm's home with its answers, asked as the browser would ask them: under the same session, through the same door. */
async function draw(app: Door, web: WebApp, request: FastifyRequest, language: Language): Promise<Drawn | undefined> {
  if (!cookieOf(request, SESSION_COOKIE)) return undefined
  const { first } = await web.bundle()
  const { cookie = '', 'user-agent': agent = '' } = request.headers
  const answers: Record<string, unknown> = {}
  for (const url of first.FIRST_QUESTIONS) {
    const { statusCode, payload } = await app.inject({
      method: 'GET',
      url,
      headers: { cookie, 'user-agent': agent },
      remoteAddress: request.ip,
    })
    if (statusCode !== 200) return undefined
    answers[url] = JSON.parse(payload) as unknown
  }
  // A page that cannot be drawn here is drawn by the browser, as every other one is.
  const markup = await first.firstPage(answers, language).catch(() => undefined)
  return markup === undefined ? undefined : { markup, answers }
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: WebFile, cache: string): FastifyReply {
  const accepts = String(request.headers['accept-encoding'] ?? '')
  void reply.type(file.contentType).header('cache-control', cache).header('vary', 'accept-encoding')
  if (file.br && /\bbr\b/.test(accepts)) return reply.header('content-encoding', 'br').send(file.br)
  if (file.gzip && /\bgzip\b/.test(accepts)) return reply.header('content-encoding', 'gzip').send(file.gzip)
  return reply.send(file.body)
}
