import { type Static, Type } from 'typebox'
import {
  AuthorityId,
  AuthorityOrderId,
  CaseId,
  orNull,
  PlatformId,
  Timestamp,
  strict,
  GivenTime,
} from '../../foundation/schemas/schemas.ts'
import { Region } from '../accounts/body-parts.ts'

const Short = Type.String({ pattern: '\\S', maxLength: 200 })

export const ORDER_KINDS = ['removal_order', 'other'] as const
const CONTENTS_MAX = 100
export const DOCUMENT_BYTES_MAX = 5_242_880
const DOCUMENT_BASE64_MAX = Math.ceil(DOCUMENT_BYTES_MAX / 3) * 4
/** The body of an order: the document in base64, and all other fields. */
export const ORDER_BODY_BYTES_MAX = DOCUMENT_BASE64_MAX + 131_072

export const DOCUMENT_TYPES = ['application/pdf', 'text/plain', 'image/png', 'image/jpeg'] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]

/** The body of an order as an authority sends it with its own key, or as a person enters it. */
export const OrderBody = Type.Object(
  {
    reference: Type.String({
      ...Short,
      description: 'The authority’s own reference. The same reference again means the same order.',
    }),
    kind: Type.Enum([...ORDER_KINDS], { description: 'removal_order: the contents are to be taken offline.' }),
    policyId: Type.String({ minLength: 1, maxLength: 64, description: 'A policy with a legal duty.' }),
    contents: Type.Array(PlatformId, { minItems: 1, maxItems: CONTENTS_MAX, uniqueItems: true }),
    countries: Type.Optional(
      Type.Array(Region, {
        minItems: 1,
        maxItems: 249,
        uniqueItems: true,
        description: 'The countries in which it applies. Default: everywhere.',
      }),
    ),
    authority: Type.Optional(
      Type.String({ ...Short, description: 'The authority, if a person enters the order. A key already names it.' }),
    ),
    receivedAt: Type.Optional(
      Type.String({ ...GivenTime, description: 'The time of receipt, if a person enters it: at most 90 days ago.' }),
    ),
    document: Type.Optional(
      Type.Object(
        {
          name: Short,
          mediaType: Type.Enum([...DOCUMENT_TYPES]),
          base64: Type.String({ minLength: 4, maxLength: DOCUMENT_BASE64_MAX, description: 'At most 5 MiB of bytes.' }),
        },
        { ...strict, description: 'The order itself. A person who enters one must send it.' },
      ),
    ),
  },
  strict,
)
export type OrderBody = Static<typeof OrderBody>

export const OrderReply = Type.Object({
  id: AuthorityOrderId,
  authority: Type.String(),
  authorityId: orNull(AuthorityId, 'Null: a person entered it.'),
  authenticated: Type.Boolean({ description: 'True when the key of a registered authority sent it.' }),
  revoked: Type.Boolean({
    description: 'True when the authority was revoked since: no person may act alone on this order.',
  }),
  reference: Type.String(),
  kind: Type.Enum([...ORDER_KINDS]),
  policyId: Type.String(),
  contents: Type.Array(PlatformId),
  countries: orNull(Type.Array(Type.String())),
  receivedAt: Timestamp,
  enteredBy: orNull(Type.String(), 'The pseudonym of the person who entered it.'),
  documentSha256: orNull(Type.String(), 'The SHA-256 of the document, in hex.'),
})
export type OrderReply = Static<typeof OrderReply>

export const OrderAnswer = Type.Object({
  id: AuthorityOrderId,
  reference: Type.String(),
  receivedAt: Timestamp,
  cases: Type.Array(CaseId, { description: 'The cases in which its contents are reviewed.' }),
})
export type OrderAnswer = Static<typeof OrderAnswer>
