import { DigestSchema, problems, type Dictionary } from '#kernel'
import { rolesWith } from '#platform/access'
import type { CaseModule } from '#platform/cases'
import { version } from './config.ts'
import { components } from './openapi-components.ts'
import { dictionaryComponents, dictionaryExtras, linkElements } from './openapi-dictionary.ts'
import { commandExamples } from './openapi-examples.ts'
import { extras, sandboxExtras, type Extra } from './openapi-extras.ts'
import { answer, json, parameter, ref, type Json } from './openapi-parts.ts'

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
const bearer = [{ bearer: [] }, { session: [] }]

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
  paths[`${base}/{id}/access`] = {
    get: {
      ...shared,
      operationId: `access-to-${noun}`,
      summary: 'Who may see it and why, and who looked; for its owner',
      parameters: [parameter('Id'), parameter('Sandbox')],
      responses: { 200: answer('The report', { type: 'object' }), ...reads },
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

function extraPath({
  method,
  path,
  tag,
  id,
  summary,
  open,
  body,
  example,
  answer: given,
  query,
  empty,
  created,
}: Extra): Json {
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
        [empty ??
        (created || (method === 'post' && /(sandboxes|accounts|files|certificates|batches|import)$/.test(path))
          ? 201
          : 200)]: empty ? { description: 'Done' } : (given ?? answer('The answer', { type: 'object' })),
        ...(open ? problemAnswers(404, 422) : problemAnswers(401, 404, 422)),
      },
    },
  }
}

/** The OpenAPI 3.1 document of this house. Deterministic: committed as openapi.json and compared by the check. */
export function openApiOf({
  modules,
  config,
  dictionary,
}: {
  readonly modules: readonly CaseModule[]
  readonly config: { readonly sandbox: boolean }
  readonly dictionary: Dictionary
}): object {
  const paths: Record<string, Json> = {}
  for (const module of modules) {
    const own = casePaths(module)
    // A dossier holds the dictionary's data; other cases take parts of it, or what one procedure asks.
    Object.assign(paths, module.type.name === 'dossier' ? linkElements(JSON.parse(JSON.stringify(own))) : own)
  }
  for (const extra of [...extras, ...dictionaryExtras, ...(config.sandbox ? sandboxExtras : [])])
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
        'drafts',
        'files',
        'h2h',
        'requirements',
        'dictionary',
        'documents',
        'notices',
        'identity',
        'service',
        ...(config.sandbox ? ['sandboxes'] : []),
      ].map((name) => ({ name })),
    ],
    paths,
    components: { ...components, schemas: { ...components.schemas, ...dictionaryComponents(dictionary) } },
  }
  // Schemas carry symbols of their library: only what JSON can say is published.
  return JSON.parse(JSON.stringify(document)) as object
}
