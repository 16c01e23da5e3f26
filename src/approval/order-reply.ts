import { type Static, Type } from 'typebox'
import { ACTIONS, ORDER_STATES, parseSubjectKey, RESTORE_CAUSES } from '../domain.ts'
import { OrderId, SubjectSchema, Timestamp } from '../lib/schemas.ts'
import type { Order } from './queries.ts'

const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])

export const OrderReply = Type.Object({
  id: OrderId,
  subject: SubjectSchema,
  accountId: orNull(Type.String()),
  action: Type.Enum([...ACTIONS]),
  label: orNull(Type.String()),
  durationMs: orNull(Type.Integer()),
  policyId: Type.String(),
  caseId: orNull(Type.String()),
  decisionId: orNull(Type.String()),
  proposedBy: Type.String({ description: 'staff:ID or key:ID.' }),
  protected: Type.Boolean(),
  state: Type.Enum([...ORDER_STATES]),
  movedAt: Timestamp,
  proposedAt: Timestamp,
  inEffectAt: orNull(Timestamp),
  endsAt: orNull(Timestamp),
  needsAttention: orNull(Type.String({ description: 'Why a person should look; null: nothing to see to.' })),
})

export function orderReply(order: Order): Static<typeof OrderReply> {
  const { subject, movedAt, proposedAt, inEffectAt, endsAt, ...rest } = order
  return {
    ...rest,
    subject: parseSubjectKey(subject),
    movedAt: movedAt.toISOString(),
    proposedAt: proposedAt.toISOString(),
    inEffectAt: inEffectAt?.toISOString() ?? null,
    endsAt: endsAt?.toISOString() ?? null,
  }
}

export const RestoreReply = Type.Object({
  cause: Type.Enum([...RESTORE_CAUSES]),
  by: Type.String(),
  reason: orNull(Type.String()),
  askedAt: Timestamp,
  visibleAt: orNull(Timestamp),
  restoredAt: orNull(Timestamp),
  reachBefore: orNull(Type.Integer()),
  alone: Type.Boolean({ description: 'Two people were needed and a lead did it alone.' }),
})

export const MoveReply = Type.Object({
  from: orNull(Type.Enum([...ORDER_STATES])),
  to: Type.Enum([...ORDER_STATES]),
  by: Type.String(),
  at: Timestamp,
})

/** One order with all that happened to it. */
export const OrderHistoryReply = Type.Object({
  ...OrderReply.properties,
  moves: Type.Array(MoveReply),
  restore: Type.Optional(RestoreReply),
})
