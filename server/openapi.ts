import { Type, type TSchema } from 'typebox'
import { problems, DigestSchema, MoneySchema, strict, UuidSchema } from '#kernel'
import { AskSchema } from '#modules/applications'
import { AdvanceSchema, SettleSchema, WorldSchema } from '#modules/sandbox'
import { AccountSchema } from '#modules/sandbox/routes'
import { rolesWith } from '#platform/access'
import type { CaseModule } from '#platform/cases'
import { version } from './config.ts'
import { StorySchema } from './pages.ts'
import { commandExamples, problemExample, shipmentExample } from './openapi-examples.ts'

type Json = Record<string, unknown>

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const parameter = (name: string): Json => ({ $ref: `#/components/parameters/${name}` })
const json = (schema: unknown, example?: unknown): Json => ({
  'application/json': { schema, ...(example === undefined ? {} : { example }) },
})
const answer = (description: string, schema: unknown): Json => ({ description, content: json(schema) })

const problemAnswers = (...statuses: readonly number[]): Json =>
  Object.fromEntries(
    statuses.map((s) => [
      String(s),
      {
        description: `Refused. Codes: ${
          Object.keys(problems)
            .filter((c) => problems[c]?.status === s)
            .join(', ') || 'see the body'
        }`,
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  )

const writes = problemAnswers(400, 401, 403, 404, 409, 422, 428, 503)
const reads = problemAnswers(401, 404)
const bearer = [{ bearer: [] }]

/** Paths of one case type, from its table of commands: nothing about a command is written twice (DESIGN 5). */
function casePaths(module: CaseModule): Json {
  const { type, path, noun, opens, summary } = module
  const tags = [path]
  const base = `/v1/${path}`
  const shared = { tags, security: bearer }
  const paths: Record<string, Json> = {
    [base]: {
      get: {
        ...shared,
        operationId: `list-${path}`,
        summary: `Lists what you may see: ${summary.toLowerCase()}`,
        parameters: [
          parameter('Limit'),
          parameter('Cursor'),
          { name: 'status', in: 'query', schema: { type: 'string' } },
          parameter('Sandbox'),
        ],
        responses: { 200: answer('A page', ref('Page')), ...reads },
      },
    },
    [`${base}/{id}`]: {
      get: {
        ...shared,
        operationId: `get-${noun}`,
        summary: `One ${noun}, with what you may do next`,
        parameters: [parameter('Id'), parameter('Sandbox')],
        responses: { 200: answer('The case', ref('Case')), ...reads },
      },
    },
    [`${base}/{id}/files/{digest}`]: {
      get: {
        ...shared,
        operationId: `file-of-${noun}`,
        summary: 'A file that the case names',
        parameters: [
          parameter('Id'),
          { name: 'digest', in: 'path', required: true, schema: DigestSchema },
          parameter('Sandbox'),
        ],
        responses: {
          200: {
            description: 'Its bytes',
            content: { 'application/octet-stream': { schema: { type: 'string', contentEncoding: 'binary' } } },
          },
          ...reads,
        },
      },
    },
    [`${base}/{id}/history`]: {
      get: {
        ...shared,
        operationId: `history-of-${noun}`,
        summary: 'Its events: who did what, when, chained by hash',
        parameters: [parameter('Id'), parameter('Limit'), parameter('Cursor'), parameter('Sandbox')],
        responses: { 200: answer('Events in order', ref('Page')), ...reads },
      },
    },
  }
  for (const [name, command] of Object.entries(type.commands)) {
    if (command.internal) continue
    const opening = name === opens?.command
    const roles = rolesWith(command.may)
    const example = commandExamples[`${type.name}.${name}`]
    const operation = {
      ...shared,
      operationId: `${name}-${noun}`,
      summary: command.summary,
      description: [
        opening ? '' : `From: ${command.from.join(', ')}.`,
        `May: ${roles.join(', ') || 'the platform'}${opening ? '' : `, as ${command.as.join(' or ')}`}.`,
        command.signature ? `Signature: ${command.signature}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
      'x-may': roles,
      parameters: [
        ...(opening ? [] : [parameter('Id'), parameter('IfMatch')]),
        parameter('IdempotencyKey'),
        parameter('Sandbox'),
      ],
      requestBody: { required: true, content: json((opening && opens?.input) || command.input, example) },
      responses: { [opening ? 201 : 200]: answer('The case as it stands now', ref('Case')), ...writes },
    }
    const at = opening ? base : `${base}/{id}/${name}`
    paths[at] = { ...paths[at], post: operation }
  }
  return paths
}

interface Extra {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly tag: string
  readonly id: string
  readonly summary: string
  readonly open?: boolean
  readonly body?: TSchema | 'bytes'
  readonly example?: unknown
  readonly answer?: Json
  readonly query?: readonly string[]
  /** Status of the answer when it has no body. */
  readonly empty?: 204
}

const file = {
  description: 'Digest, size and the type found in the bytes',
  content: json(Type.Object({ digest: DigestSchema, size: Type.Integer(), mediaType: Type.String() }, strict)),
}
const pdf = {
  description: 'The rendering',
  content: { 'application/pdf': { schema: { type: 'string', contentEncoding: 'binary' } } },
}

const extras: readonly Extra[] = [
  {
    method: 'get',
    path: '/v1/inbox',
    tag: 'inbox',
    id: 'inbox',
    summary: 'What waits for your organisation, in order of legal time',
    query: ['limit', 'cursor', 'role'],
  },
  {
    method: 'post',
    path: '/v1/files',
    tag: 'files',
    id: 'upload-file',
    summary: 'Keeps a file and answers its digest, by which cases refer to it',
    body: 'bytes',
    answer: file,
  },
  {
    method: 'post',
    path: '/v1/requirements',
    tag: 'requirements',
    id: 'ask-requirements',
    summary: 'What these goods need, why, and what it costs',
    open: true,
    body: AskSchema,
    example: { ...shipmentExample, answers: undefined, documents: undefined },
  },
  {
    method: 'get',
    path: '/v1/dossiers/{id}/requirements',
    tag: 'requirements',
    id: 'requirements-of-dossier',
    summary: 'What a dossier needs',
  },
  {
    method: 'get',
    path: '/v1/procedures',
    tag: 'requirements',
    id: 'list-procedures',
    summary: 'Procedures in force, with their times and laws',
    open: true,
    query: ['lang'],
  },
  {
    method: 'get',
    path: '/v1/procedures/{id}',
    tag: 'requirements',
    id: 'get-procedure',
    summary: 'One procedure and its form as JSON Schema',
    open: true,
    query: ['lang'],
  },
  {
    method: 'post',
    path: '/v1/orders/{id}/checkout',
    tag: 'orders',
    id: 'checkout-order',
    summary: 'Sends the payer to the payment provider',
    answer: answer(
      'Where to pay',
      Type.Object(
        { id: Type.String(), payUrl: Type.String(), order: UuidSchema, amount: MoneySchema, due: Type.String() },
        strict,
      ),
    ),
  },
  {
    method: 'get',
    path: '/v1/permits/{id}/document',
    tag: 'documents',
    id: 'get-document',
    summary: 'The signed record of the issued document: the original',
  },
  {
    method: 'get',
    path: '/v1/permits/{id}/document.pdf',
    tag: 'documents',
    id: 'get-document-pdf',
    summary: 'Its PDF rendering',
    query: ['lang'],
    answer: pdf,
  },
  {
    method: 'get',
    path: '/v1/verify/{code}',
    tag: 'documents',
    id: 'verify-document',
    summary: 'Verifies a document by its public code',
    open: true,
    query: ['digest'],
  },
  {
    method: 'post',
    path: '/v1/verify',
    tag: 'documents',
    id: 'verify-record',
    summary: 'Verifies a signed record, a digest or a code',
    open: true,
    body: Type.Object(
      { jws: Type.Optional(Type.String()), digest: Type.Optional(DigestSchema), code: Type.Optional(Type.String()) },
      strict,
    ),
    example: { code: '7KQM-2XVD-9RWA' },
  },
  {
    method: 'get',
    path: '/.well-known/jwks.json',
    tag: 'documents',
    id: 'get-keys',
    summary: 'Public keys of the seals',
    open: true,
  },
  {
    method: 'get',
    path: '/v1/notices',
    tag: 'notices',
    id: 'list-notices',
    summary: 'Your mailbox',
    query: ['limit', 'cursor'],
  },
  {
    method: 'post',
    path: '/v1/notices/{id}/open',
    tag: 'notices',
    id: 'open-notice',
    summary: 'Opens a notice: the moment is kept',
  },
  { method: 'get', path: '/v1/me', tag: 'identity', id: 'me', summary: 'Who you are here' },
  {
    method: 'get',
    path: '/health',
    tag: 'service',
    id: 'health',
    summary: 'Answers when the service is ready',
    open: true,
  },
]

const sandboxExtras: readonly Extra[] = [
  {
    method: 'get',
    path: '/v1/demo/accounts',
    tag: 'sandboxes',
    id: 'list-demo-accounts',
    summary: 'The invented people of the packs, with their tokens',
    open: true,
  },
  {
    method: 'post',
    path: '/v1/demo/story',
    tag: 'sandboxes',
    id: 'tell-demo-story',
    summary: 'Tells the landing page the steps of a demonstration',
    body: StorySchema,
    empty: 204,
  },
  {
    method: 'post',
    path: '/v1/sandboxes',
    tag: 'sandboxes',
    id: 'create-sandbox',
    summary: 'A test clock and the facts of its world',
    body: WorldSchema,
    example: { now: '2026-06-08T14:00:00.000Z', facts: { 'applicant.cleanApprovals': 12 } },
  },
  { method: 'get', path: '/v1/sandboxes/{id}', tag: 'sandboxes', id: 'get-sandbox', summary: 'A sandbox and its time' },
  {
    method: 'post',
    path: '/v1/sandboxes/{id}/advance',
    tag: 'sandboxes',
    id: 'advance-sandbox',
    summary: 'Moves its clock: due things happen, each at its moment',
    body: AdvanceSchema,
    example: { to: '2026-06-12T15:00:00.000Z' },
  },
  {
    method: 'post',
    path: '/v1/sandboxes/{id}/settle',
    tag: 'sandboxes',
    id: 'settle-sandbox',
    summary: 'Says that a permit others wait for was granted or refused',
    body: SettleSchema,
    example: { permit: 'pe.pesticide-registration', outcome: 'granted' },
  },
  {
    method: 'post',
    path: '/v1/sandboxes/{id}/accounts',
    tag: 'sandboxes',
    id: 'create-sandbox-account',
    summary: 'A person who acts in this sandbox, with a token',
    body: AccountSchema,
    example: { org: 'pe.senasa', name: 'ana', roles: ['evaluator', 'approver'] },
  },
]

function extraPath({ method, path, tag, id, summary, open, body, example, answer: given, query, empty }: Extra): Json {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) =>
    name === 'id' && !path.startsWith('/v1/procedures')
      ? parameter('Id')
      : { name, in: 'path', required: true, schema: { type: 'string' } },
  )
  const inQuery = (query ?? []).map((name) =>
    name === 'limit'
      ? parameter('Limit')
      : name === 'cursor'
        ? parameter('Cursor')
        : { name, in: 'query', schema: { type: 'string' } },
  )
  const content =
    body === 'bytes'
      ? { 'application/octet-stream': { schema: { type: 'string', contentEncoding: 'binary' } } }
      : body
        ? json(body, example)
        : undefined
  return {
    [method]: {
      tags: [tag],
      operationId: id,
      summary,
      security: open ? [] : bearer,
      ...(inPath.length || inQuery.length ? { parameters: [...inPath, ...inQuery] } : {}),
      ...(content ? { requestBody: { required: true, content } } : {}),
      responses: {
        [empty ?? (method === 'post' && /(sandboxes|accounts|files)$/.test(path) ? 201 : 200)]: empty
          ? { description: 'Done' }
          : (given ?? answer('The answer', { type: 'object' })),
        ...(open ? problemAnswers(404, 422) : problemAnswers(401, 404, 422)),
      },
    },
  }
}

const components = {
  securitySchemes: {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'A development token of a demo account, until OpenID Connect fills its place.',
    },
  },
  parameters: {
    Id: { name: 'id', in: 'path', required: true, schema: UuidSchema },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      required: true,
      description: 'The version you saw, as in the ETag of the last answer; * for whatever it is now',
      schema: { type: 'string' },
      example: '"3"',
    },
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: 'One UUID per act. The same key and content answer the same; other content answers 409',
      schema: UuidSchema,
      example: '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a90',
    },
    Sandbox: {
      name: 'Vuce-Sandbox',
      in: 'header',
      required: false,
      description: 'The sandbox in whose world this happens',
      schema: UuidSchema,
    },
    Limit: { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } },
    Cursor: { name: 'cursor', in: 'query', description: '`next` of the page before', schema: { type: 'string' } },
  },
  schemas: {
    Case: Type.Object(
      {
        id: UuidSchema,
        type: Type.String(),
        number: Type.Union([Type.String(), Type.Null()]),
        title: Type.String(),
        status: Type.String(),
        version: Type.Integer({ minimum: 1 }),
        definition: Type.String({ description: 'The procedure, version and edition it is decided under' }),
        turn: Type.Array(
          Type.Object({
            name: Type.String(),
            org: UuidSchema,
            role: Type.String(),
            due: Type.Union([Type.String(), Type.Null()]),
          }),
          { description: 'Whose turn it is, and until when' },
        ),
        actions: Type.Array(
          Type.Object({
            name: Type.String(),
            method: Type.Literal('POST'),
            href: Type.String(),
            summary: Type.String(),
          }),
          { description: 'What you may do next' },
        ),
        links: Type.Object({ self: Type.String(), history: Type.String() }),
        state: Type.Object({}, { description: 'The data of the case' }),
      },
      { description: 'Further members depend on the type: permits and orders of an application, tasks of a permit' },
    ),
    Page: Type.Object({ items: Type.Array(Type.Object({})), next: Type.Union([Type.String(), Type.Null()]) }),
    Problem: {
      type: 'object',
      required: ['type', 'code', 'status', 'title_es', 'title_en', 'detail', 'errors', 'traceId'],
      properties: {
        type: { type: 'string' },
        code: { type: 'string' },
        status: { type: 'integer' },
        title_es: { type: 'string' },
        title_en: { type: 'string' },
        title_pt: { type: 'string' },
        detail: { type: 'string' },
        errors: {
          type: 'array',
          items: {
            type: 'object',
            required: ['pointer', 'code', 'message_es', 'message_en', 'fix_es'],
            properties: {
              pointer: { type: 'string', description: 'JSON Pointer into what was sent' },
              code: { type: 'string' },
              message_es: { type: 'string' },
              message_en: { type: 'string' },
              message_pt: { type: 'string' },
              fix_es: { type: 'string' },
              fix_en: { type: 'string' },
              fix_pt: { type: 'string' },
              example: { type: 'string' },
              source: { type: 'string' },
            },
          },
        },
        traceId: { type: 'string' },
        allowed: { type: 'array', items: { type: 'string' }, description: 'Commands that are allowed now' },
        currentVersion: { type: 'integer' },
        diff: {
          type: 'array',
          items: { type: 'object' },
          description: 'Field by field, what changed since the version you saw',
        },
      },
      example: problemExample,
    },
  },
}

/** The OpenAPI 3.1 document of this house. Deterministic: committed as openapi.json and compared by the check. */
export function openApiOf({
  modules,
  config,
}: {
  readonly modules: readonly CaseModule[]
  readonly config: { readonly sandbox: boolean }
}): object {
  const paths: Record<string, Json> = {}
  for (const module of modules) Object.assign(paths, casePaths(module))
  for (const extra of [...extras, ...(config.sandbox ? sandboxExtras : [])])
    paths[extra.path] = { ...paths[extra.path], ...extraPath(extra) }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Ventanilla',
      version,
      description:
        'The foreign-trade single window. One dossier, one application, every agency in parallel. Every command carries Idempotency-Key; commands on a case carry If-Match.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      ...modules.map((m) => ({ name: m.path, description: m.summary })),
      ...[
        'inbox',
        'files',
        'requirements',
        'documents',
        'notices',
        'identity',
        'service',
        ...(config.sandbox ? ['sandboxes'] : []),
      ].map((name) => ({ name })),
    ],
    paths,
    components,
  }
  // Schemas carry symbols of their library: only what JSON can say is published.
  return JSON.parse(JSON.stringify(document)) as object
}
