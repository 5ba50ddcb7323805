import { Type } from 'typebox'
import { UuidSchema } from '#kernel'
import { answer, pdf } from './openapi-parts.ts'
import type { Extra } from './openapi-extras.ts'
import { JoinSchema } from '#modules/enterprises'
import { ClientSchema } from './access/client-routes.ts'
import { EndSchema, HatSchema } from './access/session-routes.ts'

const Organisation = Type.Object({
  id: UuidSchema,
  name: Type.String(),
  kind: Type.String(),
  pack: Type.Union([Type.String(), Type.Null()]),
})
const Me = Type.Object({
  person: UuidSchema,
  name: Type.String(),
  email: Type.Union([Type.String(), Type.Null()]),
  language: Type.String(),
  account: Type.String({ description: 'The hat this request wears' }),
  roles: Type.Array(Type.String()),
  grants: Type.Array(Type.String()),
  organisation: Organisation,
  hats: Type.Array(Type.Object({ account: UuidSchema, organisation: Organisation, roles: Type.Array(Type.String()) }), {
    description: 'Every account of this person: what POST /v1/session/hat takes',
  }),
  mandates: Type.Array(Type.Object({ id: UuidSchema, principal: UuidSchema, principalName: Type.String() }), {
    description: 'For whom this hat may act: name one in Vuce-Mandate, or in POST /v1/session/hat',
  }),
  mandate: Type.Union([UuidSchema, Type.Null()]),
  session: Type.Union([
    Type.Object({
      methods: Type.Array(Type.String(), { description: 'How you showed who you are (RFC 8176)' }),
      createdAt: Type.String(),
      expiresAt: Type.String({ description: 'When it ends if nothing more is asked' }),
      endsAt: Type.String({ description: 'When it ends whatever happens' }),
      steppedUpAt: Type.Union([Type.String(), Type.Null()]),
    }),
    Type.Null(),
  ]),
})

/** Who you are and the session of a browser, for OpenAPI. */
export const sessionExtras: readonly Extra[] = [
  {
    method: 'get',
    path: '/v1/me',
    tag: 'identity',
    id: 'me',
    summary: 'Who you are here, and which hats you have',
    answer: answer('You', Me),
  },
  {
    method: 'post',
    path: '/v1/session/hat',
    tag: 'identity',
    id: 'change-hat',
    summary: 'Goes on as another of your accounts; the session gets a new token',
    body: HatSchema,
    answer: answer('You, under the other hat', Me),
  },
  {
    method: 'post',
    path: '/v1/session/end',
    tag: 'identity',
    id: 'end-session',
    summary: 'Signs out, here or everywhere',
    body: EndSchema,
    empty: 204,
  },
  {
    method: 'get',
    path: '/v1/break-glass/{id}/case',
    tag: 'break-glass',
    id: 'read-behind-glass',
    summary: 'The contents of the case that was opened; each reading is an event',
  },
  {
    method: 'post',
    path: '/v1/enterprises/join',
    tag: 'enterprises',
    id: 'ask-to-join',
    summary: 'Asks a firm to let you join; the same answer whether or not it is here',
    body: JoinSchema,
    empty: 204,
  },
  ...(
    [
      ['enterprises/{id}/certificate', 'enterprises', 'certificate', 'A firm’s certificate of registration'],
      ['mandates/{id}/deed', 'mandates', 'deed', 'The deed of a mandate'],
    ] as const
  ).flatMap(([path, tag, id, what]): Extra[] => [
    {
      method: 'get',
      path: `/v1/${path}`,
      tag,
      id: `${id}-record`,
      summary: `${what}: the signed record and its editions`,
    },
    {
      method: 'get',
      path: `/v1/${path}.pdf`,
      tag,
      id: `${id}-pdf`,
      summary: `${what} as PDF/A, with its QR`,
      answer: pdf,
    },
  ]),
  {
    method: 'get',
    path: '/v1/clients',
    tag: 'identity',
    id: 'list-clients',
    summary: 'Programs that act for your organisation',
  },
  {
    method: 'post',
    path: '/v1/clients',
    tag: 'identity',
    id: 'register-client',
    summary:
      'Registers a program by its public key; it gets tokens at /oidc/token (private_key_jwt, client_credentials)',
    body: ClientSchema,
    created: true,
  },
  {
    method: 'post',
    path: '/v1/clients/{id}/revoke',
    tag: 'identity',
    id: 'revoke-client',
    summary: 'A program acts no more',
  },
]
