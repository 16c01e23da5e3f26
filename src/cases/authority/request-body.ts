import { type Static, Type } from 'typebox'
import { CaseId, orNull, PlatformId, RemovalRequestId, Timestamp } from '../../foundation/schemas/schemas.ts'

const strict = { additionalProperties: false }
const text = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ pattern: '\\S', maxLength, description }))

export const MISSING = ['signature', 'identification', 'goodFaith', 'contact'] as const

/** A request to take a content offline. Without the elements that the law requires it is stored, but not valid. */
export const RequestBody = Type.Object(
  {
    id: { ...PlatformId, description: 'The sender’s own id for it. Sent again, it is the same request.' },
    policyId: Type.String({ minLength: 1, maxLength: 64, description: 'A policy whose clock starts from a request.' }),
    content: Type.Optional({ ...PlatformId, description: 'The content that is meant, by the platform’s id.' }),
    signature: text(500, 'The name, or an electronic signature, of the person affected or of their representative.'),
    identification: text(2_000, 'How the request says which content is meant, such as its address.'),
    goodFaith: text(2_000, 'The statement of good faith, as they made it.'),
    contact: text(500, 'How to reach the requester.'),
    receivedAt: Type.Optional(
      Type.String({ ...Timestamp, description: 'When it was received, if a person enters it: at most 90 days ago.' }),
    ),
  },
  strict,
)
export type RequestBody = Static<typeof RequestBody>

export const RequestAnswer = Type.Object({
  id: Type.String({ description: 'The id it was sent with.' }),
  requestId: RemovalRequestId,
  valid: Type.Boolean({ description: 'False: no legal clock runs.' }),
  missing: Type.Array(Type.Enum([...MISSING])),
  receivedAt: Timestamp,
  caseId: orNull(CaseId, 'The case in which its content is reviewed. Null: the request is not valid.'),
})
export type RequestAnswer = Static<typeof RequestAnswer>

export const RequestReply = Type.Object({
  id: RemovalRequestId,
  policyId: Type.String(),
  content: orNull(PlatformId),
  valid: Type.Boolean(),
  missing: Type.Array(Type.Enum([...MISSING])),
  identification: orNull(Type.String(), 'Null also after the desk deleted it.'),
  goodFaith: orNull(Type.String()),
  requesterName: Type.Optional(orNull(Type.String(), 'Its signature.')),
  requesterContact: Type.Optional(orNull(Type.String())),
  receivedAt: Timestamp,
})
export type RequestReply = Static<typeof RequestReply>
