import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusal, type Language } from '#kernel'
import type { Identity } from '#platform/access'
import { Refusals } from '#platform/cases'
import { cookieOf, isSameOrigin, SESSION_COOKIE, type Door } from '#platform/http'
import type { IdentityService, Limit, Login, Passkeys, RelyingParty } from '#platform/identity'
import type { Look } from '../../web/access/index.ts'
import { languageOf } from '../../web/public/index.ts'
import type { House } from '../house.ts'

/** What the pages of coming in and going out share. */
export interface Desk {
  readonly house: House
  readonly login: Login
  readonly passkeys: Passkeys
  readonly service: () => IdentityService
  readonly relyingParty: RelyingParty
  readonly url: () => string
  /** The first page of the web application, where there is one. */
  readonly home: () => string
  /** Attempts from one address. */
  readonly attempts: Limit
  readonly mails: Limit
  look(request: FastifyRequest): Look
  page(reply: FastifyReply, markup: string, status?: number): FastifyReply
  secure(): boolean
  inside(request: FastifyRequest): Promise<Identity | undefined>
}

export const languageIn = ({ query, headers }: FastifyRequest): Language =>
  languageOf((query as { lang?: string }).lang, headers['accept-language'])

/** A form of ours, not one of another site. @throws Refusals CROSS_SITE. */
export const requireOwnPage = (request: FastifyRequest): void => {
  if (!isSameOrigin(request)) throw new Refusals([refusal('CROSS_SITE')])
}

export function createDesk(app: Door, parts: Pick<Desk, 'house' | 'service' | 'relyingParty' | 'url'>): Desk {
  const { house } = parts
  return {
    ...parts,
    login: house.login,
    passkeys: house.login.passkeysAt(parts.url),
    home: () => (app.hasRoute({ method: 'GET', url: '/inicio' }) ? '/inicio' : '/'),
    attempts: house.login.limit({ what: 'login', max: 30, seconds: 300 }),
    mails: house.login.limit({ what: 'mail', max: 10, seconds: 3600 }),
    look: (request) => ({ language: languageIn(request), sandbox: house.config.sandbox }),
    page: (reply, markup, status = 200) =>
      reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(markup),
    secure: () => parts.url().startsWith('https:'),
    inside: async (request) => {
      const token = cookieOf(request, SESSION_COOKIE)
      return token ? house.directory.identifySession(token) : undefined
    },
  }
}
