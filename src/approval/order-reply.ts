import { type Static, Type } from 'typebox'
import { ACTIONS, ORDER_STATES, parseSubjectKey, RESTORE_CAUSES } from '../domain.ts'
import type { Queryable } from '../lib/db.ts'
import { OrderId, SubjectSchema, Timestamp } from '../lib/schemas.ts'
import { nameActors } from '../staff/name-actors.ts'
import type { OrderHistory, RestoreHistory } from './order-history.ts'
import type { Order } from './queries.ts'

const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])

const By = Type.String({ description: 'A person by their pseudonym, a machine as key:ID, the desk itself as desk.' })

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
  proposedBy: By,
  protected: Type.Boolean(),
  state: Type.Enum([...ORDER_STATES]),
  movedAt: Timestamp,
  proposedAt: Timestamp,
  inEffectAt: orNull(Timestamp),
  endsAt: orNull(Timestamp),
  needsAttention: orNull(Type.String({ description: 'Why a person should look; null: nothing to see to.' })),
})

export const RestoreReply = Type.Object({
  cause: Type.Enum([...RESTORE_CAUSES]),
  by: By,
  reason: orNull(Type.String()),
  askedAt: Timestamp,
  visibleAt: orNull(Timestamp),
  restoredAt: orNull(Timestamp),
  reachBefore: orNull(Type.Integer()),
  askedBy: orNull(Type.String({ description: 'Two people were needed: who asked first.' })),
})

export const MoveReply = Type.Object({
  from: orNull(Type.Enum([...ORDER_STATES])),
  to: Type.Enum([...ORDER_STATES]),
  by: By,
  at: Timestamp,
})

/** One order with all that happened to it. */
export const OrderHistoryReply = Type.Object({
  ...OrderReply.properties,
  moves: Type.Array(MoveReply),
  restore: Type.Optional(RestoreReply),
})

type Name = Awaited<ReturnType<typeof nameActors>>

/** Orders as they are told, with people by their pseudonyms. */
export async function orderReplies(db: Queryable, orders: readonly Order[]): Promise<Static<typeof OrderReply>[]> {
  const name = await nameActors(
    db,
    orders.map(({ proposedBy }) => proposedBy),
  )
  return orders.map((order) => toReply(order, name))
}

export async function orderReply(db: Queryable, order: Order): Promise<Static<typeof OrderReply>> {
  return toReply(order, await nameActors(db, [order.proposedBy]))
}

export async function historyReply(
  db: Queryable,
  order: Order,
  { moves, restore }: OrderHistory,
): Promise<Static<typeof OrderHistoryReply>> {
  const name = await nameActors(db, [
    order.proposedBy,
    ...[...moves, ...(restore ? [restore] : [])].map(({ by }) => by),
    ...(restore?.askedBy ? [restore.askedBy] : []),
  ])
  return {
    ...toReply(order, name),
    moves: moves.map((move) => ({ ...move, by: name(move.by), at: move.at.toISOString() })),
    ...(restore && { restore: toRestoreReply(restore, name) }),
  }
}

function toReply(order: Order, name: Name): Static<typeof OrderReply> {
  const { subject, proposedBy, movedAt, proposedAt, inEffectAt, endsAt, ...rest } = order
  return {
    ...rest,
    proposedBy: name(proposedBy),
    subject: parseSubjectKey(subject),
    movedAt: movedAt.toISOString(),
    proposedAt: proposedAt.toISOString(),
    inEffectAt: inEffectAt?.toISOString() ?? null,
    endsAt: endsAt?.toISOString() ?? null,
  }
}

const toRestoreReply = (restore: RestoreHistory, name: Name): Static<typeof RestoreReply> => ({
  ...restore,
  by: name(restore.by),
  askedBy: restore.askedBy === null ? null : name(restore.askedBy),
  askedAt: restore.askedAt.toISOString(),
  visibleAt: restore.visibleAt?.toISOString() ?? null,
  restoredAt: restore.restoredAt?.toISOString() ?? null,
})
