import { Type } from 'typebox'
import {
  AuthorityOrderId,
  CaseId,
  GivenTime,
  orNull,
  PlatformId,
  SubjectSchema,
  strict,
  Timestamp,
} from '../../../foundation/schemas/schemas.ts'
import { Language, Region } from '../../accounts/body-parts.ts'

/** The ways in which a person makes sure that an order is of its authority. */
export const VERIFIED_BY = ['called_back', 'signature'] as const
/** The proofs that an order is of its authority. key: its own API key sent it. */
export const VERIFICATIONS = ['key', ...VERIFIED_BY, 'not_verified'] as const
export type Verification = (typeof VERIFICATIONS)[number]
/** The elements of an order that the law asks for (DSA, articles 9 (2) and 10 (2)) and that it may lack. */
export const ELEMENTS = ['contact', 'legalBasis', 'reasons', 'redress', 'item'] as const
export type Element = (typeof ELEMENTS)[number]

export const ORDER_STATES = ['open', 'answered', 'contested'] as const

/** The most accounts or addresses that one order names. */
const ACCOUNTS_MAX = 100
const ADDRESSES_MAX = 20
const words = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ pattern: '\\S', maxLength, description }))

/** The fields of an order beside its contents, its reference and its document. */
export const TERMS_FIELDS = {
  accounts: Type.Optional(
    Type.Array(PlatformId, {
      maxItems: ACCOUNTS_MAX,
      uniqueItems: true,
      description: 'The accounts that it names. Each gets a case, and no order is a ground to act on one.',
    }),
  ),
  addresses: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 2_048 }), {
      maxItems: ADDRESSES_MAX,
      uniqueItems: true,
      description: 'Addresses that it names. The connector finds the content or account of each.',
    }),
  ),
  deadline: Type.Optional(
    Type.String({
      ...GivenTime,
      description: 'The time by which it asks for its effect. A removal order has one hour from its receipt at most.',
    }),
  ),
  memberState: Type.Optional({ ...Region, description: 'The state of the authority. A key already names it.' }),
  contact: words(500, 'The contact point of the authority. Stored as personal data.'),
  verified: Type.Optional(
    Type.Enum([...VERIFIED_BY, 'not_verified'], {
      description: 'How you made sure that the authority sent it. Unverified, it is no ground to act alone.',
    }),
  ),
  legalBasis: words(1_000, 'The legal basis that it states.'),
  reasons: words(10_000, 'The statement of reasons of the authority.'),
  redress: words(2_000, 'The redress that it names, for the authority’s and the affected person’s side.'),
  language: Type.Optional({ ...Language, description: 'The language of the order.' }),
  silentUntil: Type.Optional(
    Type.String({
      ...GivenTime,
      description:
        'Until then the authority forbids to tell the person affected: six weeks at most. Stated by a person, it ends after 72 hours unless another person confirms it.',
    }),
  ),
}

/** One subject of an order: its case, its clock, and the time since which it is out of sight. */
export const OrderItem = Type.Object(
  {
    subject: SubjectSchema,
    caseId: orNull(CaseId, 'Its case: the open one, else the latest. Null: none at your place of work.'),
    dueAt: orNull(Timestamp, 'The time by which the law asks for its effect. Null: its clock does not run.'),
    offlineAt: orNull(
      Timestamp,
      'The time since which it is out of sight. Null: it is visible, or you may still be asked to review an action on it.',
    ),
  },
  strict,
)

/** An act on an order by a person of the desk. */
export const OrderAct = Type.Object(
  {
    kind: Type.Enum([
      'verified',
      'answered',
      'contested',
      'resumed',
      'silence_extended',
      'silence_confirmed',
      'preserved',
    ]),
    outcome: orNull(Type.Enum(['given', 'partly', 'not_given']), 'The effect that an answer states. Null: no answer.'),
    ground: orNull(Type.String()),
    until: orNull(Timestamp),
    note: orNull(Type.String(), 'The words to the authority. Null: none, or deleted.'),
    by: Type.String(),
    at: Timestamp,
  },
  strict,
)

/** The terms of an order as they are read. */
export const TERMS_REPLY = {
  accounts: Type.Array(PlatformId),
  dueAt: orNull(Timestamp, 'The time by which the order asks for its effect. Null: it states none.'),
  silentUntil: orNull(
    Timestamp,
    'Until then the authority forbids to tell the person affected. A statement waits until it ends: see Handle orders. Null: no silence.',
  ),
  silenceToConfirm: orNull(
    Timestamp,
    'The end of a silence that one person stated. It ends at silentUntil, unless another person confirms it before. Null: none.',
  ),
  verified: orNull(Type.Enum([...VERIFICATIONS]), 'Null: it was entered before the desk stored this.'),
  memberState: orNull(Type.String(), 'The state of the authority. Null: not stated.'),
  language: orNull(Type.String()),
  state: Type.Enum([...ORDER_STATES], {
    description: 'open also while you may still be asked to review an action on an item: acts of others are withheld.',
  }),
  erased: Type.Boolean({ description: 'True when its document and its words were deleted.' }),
}

/** The words of an order, which one order shows and no list. */
export const WORDS_REPLY = {
  authorityContact: Type.Optional(orNull(Type.String(), 'The contact point of the authority.')),
  legalBasis: orNull(Type.String(), 'The legal basis that it states. Null: none, or deleted.'),
  reasons: orNull(Type.String(), 'The statement of reasons of the authority. Null: none, or deleted.'),
  redress: orNull(Type.String(), 'The redress that it names. Null: none, or deleted.'),
  unresolved: Type.Array(Type.String(), {
    description: 'The addresses that no platform knows, or that could not be looked up.',
  }),
  missing: Type.Array(Type.Enum([...ELEMENTS]), { description: 'The elements that the law asks for and it lacks.' }),
  items: Type.Array(OrderItem),
  acts: Type.Array(OrderAct),
}

export const OrderParams = Type.Object({ orderId: AuthorityOrderId })
