import { type Static, type TSchema, Type } from 'typebox'
import { GivenTime } from '../../foundation/schemas/schemas.ts'

const ID_CHARS_MAX = 200
const TYPE_CHARS_MAX = 64
const POLICY_CHARS_MAX = 128
const REASON_CHARS_MAX = 10_000
const CONTEXT_ITEMS_MAX = 500
const ITEMS_MAX = 100

const Id = Type.String({ minLength: 1, maxLength: ID_CHARS_MAX, description: 'The platform’s own id of the item.' })
const TypeId = Type.String({ minLength: 1, maxLength: TYPE_CHARS_MAX, description: 'The id of the item’s type.' })

/** An item by its id and type. Members of later versions of Coop are ignored, in every body. */
export const ItemIdentifier = Type.Object({ id: Id, typeId: TypeId })

export const ItemSubmission = Type.Object({
  id: Id,
  typeId: TypeId,
  data: Type.Record(Type.String(), Type.Unknown(), { description: 'The fields of the item.' }),
})
export type ItemSubmission = Static<typeof ItemSubmission>

const orNull = <Schema extends TSchema>(schema: Schema, description: string) =>
  Type.Optional(Type.Union([schema, Type.Null()], { description }))

/** A report in the form of Coop. */
export const CoopReport = Type.Object({
  reporter: Type.Object(
    { kind: Type.Literal('user'), id: Id, typeId: TypeId },
    { description: 'The person who reports. They are shown to no person here.' },
  ),
  reportedAt: GivenTime,
  reportedForReason: orNull(
    Type.Object({
      policyId: orNull(
        Type.String({ maxLength: POLICY_CHARS_MAX }),
        'The id of a policy of this desk. Another id is stored as a keyword.',
      ),
      reason: orNull(Type.String({ maxLength: REASON_CHARS_MAX }), 'The words of the reporter.'),
      csam: orNull(
        Type.Boolean(),
        'True: child sexual abuse. The data of the items is then not stored, because it may be copies.',
      ),
    }),
    'The reason of the reporter.',
  ),
  reportedItem: { ...ItemSubmission, description: 'The item that the report is about.' },
  reportedItemThread: Type.Optional(
    Type.Array(ItemSubmission, { maxItems: CONTEXT_ITEMS_MAX, description: 'The items around the reported one.' }),
  ),
  reportedItemsInThread: Type.Optional(
    Type.Array(ItemIdentifier, {
      maxItems: CONTEXT_ITEMS_MAX,
      description: 'The items of the thread that were reported. Stored only together with the thread.',
    }),
  ),
  additionalItems: Type.Optional(
    Type.Array(ItemSubmission, { maxItems: CONTEXT_ITEMS_MAX, description: 'Other items, stored as evidence.' }),
  ),
})
export type CoopReport = Static<typeof CoopReport>

export const CoopReported = Type.Object({
  reportId: Type.String({ description: 'The id of the report at this desk.' }),
})

/** Items that a platform submits without a report. */
export const CoopItems = Type.Object({ items: Type.Array(ItemSubmission, { minItems: 1, maxItems: ITEMS_MAX }) })

export const CoopPolicies = Type.Object({
  policies: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      parentId: Type.Null({ description: 'Policies of this desk have no parents.' }),
    }),
  ),
})
