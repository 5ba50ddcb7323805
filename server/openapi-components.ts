import { Type } from 'typebox'
import { UuidSchema } from '#kernel'
import { problemExample } from './openapi-examples.ts'

/** Parts that every route shares: headers, pages, the case, the problem. */
export const components = {
  securitySchemes: {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'The access token of an API client; in a sandbox also the token of a demo account.',
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: 'vuce_session',
      description: 'The session of a browser. What changes anything also needs our Origin and the header Vuce-Client.',
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
