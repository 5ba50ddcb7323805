import { Type } from 'typebox'
import { strict } from '#kernel'
import type { Extra } from './openapi-extras.ts'
import { answer } from './openapi-parts.ts'

/** What the screens ask besides: open to every client. */
export const webExtras: readonly Extra[] = [
  {
    method: 'get',
    path: '/v1/operations',
    tag: 'dossiers',
    id: 'list-operations',
    summary: 'Your operations at a glance: the cases of each, whose turn it is and until when',
    query: ['limit', 'cursor'],
  },
  {
    method: 'get',
    path: '/v1/operations/{id}',
    tag: 'dossiers',
    id: 'get-operation',
    summary: 'One operation at a glance',
  },
  {
    method: 'get',
    path: '/v1/live',
    tag: 'inbox',
    id: 'live-changes',
    summary: 'Tells, as server-sent events, which cases you may see have changed',
    answer: {
      description: 'A stream; each message a list of the cases that changed',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
  },
  {
    method: 'get',
    path: '/v1/commands/{cases}',
    tag: 'inbox',
    id: 'describe-case-type',
    summary: 'The commands of a case type, and what opening a case takes where people open them',
    open: true,
  },
  {
    method: 'get',
    path: '/v1/packs',
    tag: 'requirements',
    id: 'list-packs',
    summary: 'The country packs in force, each with the digest of its files',
    open: true,
    query: ['lang'],
  },
  {
    method: 'get',
    path: '/v1/commands/{cases}/{command}',
    tag: 'inbox',
    id: 'describe-command',
    summary: 'What a command of a case takes, as JSON Schema',
    open: true,
    answer: answer(
      'The command',
      Type.Object(
        { name: Type.String(), summary: Type.String(), signature: Type.Optional(Type.String()), input: Type.Unknown() },
        strict,
      ),
    ),
  },
]
