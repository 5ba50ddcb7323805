import { Type } from 'typebox'
import { strict } from '#kernel'
import { answerKinds, type CustomsAnswer } from './res.ts'
import type { MessageKind } from './queue.ts'

/** An answer as a case is given it: what customs said, and about which kind of message. */
export type TakenAnswer = CustomsAnswer & { readonly about: MessageKind }

const Nullable = Type.Union([Type.String(), Type.Null()])
export const AnswerSchema = Type.Unsafe<TakenAnswer>(
  Type.Object(
    {
      about: Type.String(),
      kind: Type.Union(answerKinds.map((k) => Type.Literal(k))),
      id: Type.String(),
      reference: Type.String(),
      mrn: Nullable,
      at: Nullable,
      channel: Nullable,
      text: Nullable,
      errors: Type.Array(
        Type.Object(
          {
            code: Type.String(),
            text: Type.String(),
            element: Nullable,
            line: Type.Union([Type.Integer(), Type.Null()]),
          },
          strict,
        ),
      ),
    },
    strict,
  ),
)
