import { type TSchema, Type } from 'typebox'
import { VERSION_CHARS_MAX } from '../../foundation/connector/connector.ts'
import { StateAnswer, TimeText } from './apply-instruction.ts'
import { Epoch, Generation } from './send-call.ts'

export const SubjectAnswer = Type.Object({
  kind: Type.Union([Type.Literal('account'), Type.Literal('content')]),
  id: Type.String(),
})
export const factOf = <Schema extends TSchema>(schema: Schema) =>
  Type.Union([schema, Type.Null(), Type.Literal('absent')])
export const Reach = factOf(Type.Integer({ minimum: 0 }))
export const ReadBackAnswer = Type.Object({
  subject: SubjectAnswer,
  state: StateAnswer,
  generation: Generation,
  epoch: Epoch,
  reach: Reach,
  credentialsResetAt: Type.Optional(TimeText),
  credentialsChangedAt: Type.Optional(TimeText),
  address: Type.Optional(Type.String({ maxLength: 2_048 })),
  version: Type.Optional(Type.String({ minLength: 1, maxLength: VERSION_CHARS_MAX })),
  readAt: TimeText,
})
