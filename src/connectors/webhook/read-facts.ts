import { Type } from 'typebox'
import { TimeText } from './apply-instruction.ts'
import { factOf, Reach } from './read-back.ts'

export const FactsAnswer = Type.Object({
  account: Type.Object({
    id: Type.String({ minLength: 1 }),
    handle: Type.String(),
    displayName: Type.String(),
    reach: Reach,
    verified: factOf(Type.Boolean()),
    tags: factOf(Type.Array(Type.String())),
    createdAt: factOf(TimeText),
    items: Type.Optional(Reach),
  }),
  content: Type.Optional(
    Type.Object({
      id: Type.String({ minLength: 1 }),
      accountId: Type.String({ minLength: 1 }),
      kind: Type.String(),
      text: Type.String(),
      createdAt: factOf(TimeText),
    }),
  ),
  readAt: TimeText,
})
