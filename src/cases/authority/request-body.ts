import { type Static, Type } from 'typebox'
import {
  CaseId,
  GivenTime,
  orNull,
  PlatformId,
  RemovalRequestId,
  strict,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'

const text = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ pattern: '\\S', maxLength, description }))

export const MISSING = ['signature', 'identification', 'goodFaith', 'contact'] as const

/** A request to take a content offline. Without the elements that the law requires it is stored, but not valid. */
export const RequestBody = Type.Object(
  {
    id: { ...PlatformId, description: 'The id that the sender gave it. The same id again is the same request.' },
    policyId: Type.String({ minLength: 1, maxLength: 64, description: 'A policy whose clock starts from a request.' }),
    content: Type.Optional({ ...PlatformId, description: 'The content concerned, by the id of the platform.' }),
    signature: text(500, 'The name, or an electronic signature, of the person affected or of their representative.'),
    identification: text(2_000, 'The way in which the request identifies the content, such as its address.'),
    goodFaith: text(2_000, 'The statement of good faith in the words of the requester.'),
    contact: text(500, 'The contact of the requester.'),
    receivedAt: Type.Optional(
      Type.String({ ...GivenTime, description: 'The time of receipt, if a person enters it: at most 90 days ago.' }),
    ),
  },
  strict,
)
export type RequestBody = Static<typeof RequestBody>

export const RequestAnswer = Type.Object({
  id: Type.String({ description: 'The id that the sender gave it.' }),
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
  requesterName: Type.Optional(orNull(Type.String(), 'The signature on the request.')),
  requesterContact: Type.Optional(orNull(Type.String())),
  receivedAt: Timestamp,
})
export type RequestReply = Static<typeof RequestReply>
