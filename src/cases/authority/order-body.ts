import { type Static, Type } from 'typebox'
import {
  AuthorityId,
  AuthorityOrderId,
  CaseId,
  GivenTime,
  orNull,
  PlatformId,
  strict,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { Region } from '../accounts/body-parts.ts'
import { TERMS_FIELDS, TERMS_REPLY, WORDS_REPLY } from './order-acts/order-terms.ts'

const Short = Type.String({ pattern: '\\S', maxLength: 200 })

/**
 * The kinds of orders: to act against illegal content (DSA, article 9), to provide information (article 10), to remove
 * terrorist content within one hour (Regulation (EU) 2021/784), or another one, which is stored alone.
 */
export const ORDER_KINDS = ['removal_order', 'illegal_content', 'information', 'other'] as const
export type OrderKind = (typeof ORDER_KINDS)[number]

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
    kind: Type.Enum([...ORDER_KINDS], {
      description:
        'removal_order: terrorist content, within one hour (Regulation (EU) 2021/784). illegal_content: to act against it (DSA, article 9). information: to provide information (DSA, article 10). other: it is only stored.',
    }),
    policyId: Type.String({ minLength: 1, maxLength: 64, description: 'A policy with a legal duty.' }),
    contents: Type.Optional(
      Type.Array(PlatformId, {
        maxItems: CONTENTS_MAX,
        uniqueItems: true,
        description: 'The contents that it names. An order names at least one content, account or address.',
      }),
    ),
    ...TERMS_FIELDS,
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
  ...TERMS_REPLY,
})
export type OrderReply = Static<typeof OrderReply>

/** One order with its words, its subjects and the acts on it. */
export const WholeOrderReply = Type.Object({ ...OrderReply.properties, ...WORDS_REPLY })
export type WholeOrderReply = Static<typeof WholeOrderReply>

export const OrderAnswer = Type.Object({
  id: AuthorityOrderId,
  reference: Type.String(),
  receivedAt: Timestamp,
  dueAt: orNull(Timestamp, 'The time by which it asks for its effect. Null: it states none.'),
  cases: Type.Array(CaseId, { description: 'The cases in which its contents and accounts are reviewed.' }),
  unresolved: Type.Array(Type.String(), {
    description: 'Its addresses that no platform knows, or that could not be looked up.',
  }),
})
export type OrderAnswer = Static<typeof OrderAnswer>
