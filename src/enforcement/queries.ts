import sql, { join, raw, type Sql } from 'sql-template-tag'
import {
  type ActingGround,
  type Action,
  DARKENING,
  type OrderSource,
  type OrderState,
  type Revert,
  type Target,
} from '../foundation/domain.ts'
import { only, type Queryable, type Tx } from '../foundation/database/db.ts'
import type { Position } from '../foundation/database/page-position.ts'
import { prepared } from '../foundation/database/prepared.ts'
import { AT_THEIR_PLACE } from '../cases/claims/who-fits.ts'
import { SEES_UNBOUND } from '../cases/claims/who-sees.ts'

/** One order, as it stands. */
export interface Order {
  id: string
  subject: string
  accountId: string | null
  action: Action
  label: string | null
  durationMs: number | null
  /** It takes nothing anywhere else; null: everywhere. */
  countries: string[] | null
  policyId: string
  legalDuty: boolean
  caseId: string | null
  decisionId: string | null
  source: OrderSource
  proposedBy: string
  reach: number | null
  protected: boolean
  state: OrderState
  movedAt: Date
  proposedAt: Date
  expiresAt: Date
  inEffectAt: Date | null
  endsAt: Date | null
  generation: number | null
  failing: boolean
  lifted: boolean
  /** An interim measure: one person's, at once, for a short time. */
  lesser: boolean
  /** The reason for an interim measure; null: its decision says why, or it is none. */
  reason: string | null
  needsAttention: string | null
  /** The hash of what approvers are shown; null: no approver is asked. */
  materialHash: Buffer | null
  holdMs: number
  /** The part of the hold that earlier enforcements on the same matter had served. */
  holdServedMs: number
  heldSince: Date | null
  confirmMs: number | null
  /** The time at which it is undone unless a person confirms it; null: no such clock runs. */
  confirmBy: Date | null
  confirmedAt: Date | null
  /** The platform itself holds it until then, or did; null: it does not. Its clocks begin there. */
  platformHeldUntil: Date | null
  identifiedAs: string | null
  successorOf: string | null
  /** The signature by which this enforcement resubmits another. */
  signatureId: string | null
  /** On what one person alone takes a content of a protected account offline; null: no such ground is on record. */
  ground: ActingGround | null
  /** The row that proves it: an authority's order, a match or a document. */
  groundRef: string | null
  /** The proposer's own signature, where they act alone on a protected account. */
  proposalSignatureId: string | null
  /** Asked for while nothing was held. */
  shadow: boolean
  /** Of which campaign it is; null: of none. */
  campaignId: string | null
}

/** What a subject should be and what of it the platform has shown. */
export interface SubjectState {
  subject: string
  generation: number
  target: Target | null
  reverts: readonly Revert[]
  baseline: Target | null
  reachBefore: number | null
  settledGeneration: number
  /** The platform's number for a generation is ours less this. */
  generationOffset: number
  /** In which the platform takes instructions. */
  platformEpoch: number
  /** As the platform was last read to show it; null: never, or there was nothing to see. */
  seen: Target | null
  needsAttention: string | null
}

export const ORDER =
  raw(`id, subject, account_id as "accountId", action, label, duration_ms as "durationMs", countries, policy_id as "policyId",
  legal_duty as "legalDuty", case_id as "caseId", decision_id as "decisionId", source, proposed_by as "proposedBy", reach,
  protected, state, moved_at as "movedAt", proposed_at as "proposedAt", expires_at as "expiresAt",
  in_effect_at as "inEffectAt", ends_at as "endsAt", generation, failing, lifted, lesser, interim_reason as reason, needs_attention as "needsAttention",
  material_hash as "materialHash", hold_ms as "holdMs", hold_served_ms as "holdServedMs", held_since as "heldSince",
  confirm_ms as "confirmMs", confirm_by as "confirmBy", confirmed_at as "confirmedAt", platform_held_until as "platformHeldUntil", identified_as as "identifiedAs",
  successor_of as "successorOf", signature_id as "signatureId", ground, ground_ref as "groundRef", proposal_signature_id as "proposalSignatureId", shadow, campaign_id as "campaignId"`)

export async function findOrder(db: Queryable, orderId: string): Promise<Order | undefined> {
  return (await db.query<Order>(prepared('find-order')`select ${ORDER} from desk_order where id = ${orderId}`)).rows[0]
}

/**
 * The order and a lock on it, until the transaction ends. Lock its subject first: that is the order everyone keeps. Rows
 * that refer to the order may still be written meanwhile, so nobody waits for a preview of thousands.
 */
export async function lockOrder(tx: Tx, orderId: string): Promise<Order | undefined> {
  return (
    await tx.query<Order>(
      prepared('lock-order')`select ${ORDER} from desk_order where id = ${orderId} for no key update`,
    )
  ).rows[0]
}

/** Orders that have an effect, are about to, or are being undone, the oldest first. */
export async function listStanding(tx: Queryable, subject: string): Promise<Order[]> {
  const { rows } = await tx.query<Order>(prepared('list-standing')`
    select ${ORDER} from desk_order
    where subject = ${subject} and is_standing(state)
    order by proposed_at, id`)
  return rows
}

export interface OrderFilter {
  states?: readonly OrderState[]
  subject?: string
  needsAttention?: boolean
  proposedBy?: string
  /** Interim measures and what takes an account offline: what must never fall off a list. */
  urgent?: boolean
}

/**
 * Whether this person may look at an order: those who work at a vendor's see the orders of cases at their place, everybody
 * else sees all. Never asked of a stop or a restore.
 */
const seenBy = (staffId: string): Sql => sql`(
  (select ${SEES_UNBOUND} from staff person where person.id = ${staffId})
  or exists (select from review_case candidate join staff person on person.id = ${staffId}
    where candidate.id = desk_order.case_id and ${AT_THEIR_PLACE}))`

/** The order, if this person may look at it, and has not yet to say what they make of what came after it. */
export async function findOrderFor(db: Queryable, orderId: string, staffId: string): Promise<Order | undefined> {
  const { rows } = await db.query<Order>(sql`
    select ${ORDER} from desk_order where id = ${orderId} and ${seenBy(staffId)} and not is_kept_back(${staffId}, desk_order)`)
  return rows[0]
}

/** The order, if others are asked about it and this person may look at whom it is about; whoever asked for it may. */
export async function findAskedFor(db: Queryable, orderId: string, staffId: string): Promise<Order | undefined> {
  const { rows } = await db.query<Order>(sql`
    select ${ORDER} from desk_order
    where id = ${orderId} and material_hash is not null and ${seenBy(staffId)}
      and (exists (select from order_party party where party.order_id = desk_order.id and party.staff_id = ${staffId})
        or (select is_cleared_for(desk_order, person) from staff person where person.id = ${staffId}))`)
  return rows[0]
}

/** One page of the orders that this person may look at, the newest first, each with its time to the microsecond. */
export async function listOrders(
  db: Queryable,
  staffId: string,
  filter: OrderFilter,
  page: { after: Position | undefined; size: number },
): Promise<(Order & { micros: number })[]> {
  const conditions = [seenBy(staffId), sql`not is_kept_back(${staffId}, desk_order)`]
  if (filter.states) conditions.push(sql`state = any(${filter.states})`)
  if (filter.subject) conditions.push(sql`subject = ${filter.subject}`)
  if (filter.proposedBy) conditions.push(sql`proposed_by = ${filter.proposedBy}`)
  if (filter.urgent) conditions.push(sql`(lesser or action = any(${DARKENING}))`)
  if (filter.needsAttention) conditions.push(sql`needs_attention is not null`)
  if (page.after) {
    conditions.push(sql`(proposed_at, id)
      < (timestamptz 'epoch' + ${page.after.micros}::bigint * interval '1 microsecond', ${page.after.id})`)
  }
  const { rows } = await db.query<Order & { micros: number }>(sql`
    select ${ORDER}, (extract(epoch from proposed_at) * 1000000)::bigint as micros from desk_order where ${join(conditions, ' and ')}
    order by proposed_at desc, id desc limit ${page.size}`)
  return rows
}

export type NewOrder = Pick<
  Order,
  | 'subject'
  | 'accountId'
  | 'action'
  | 'label'
  | 'durationMs'
  | 'countries'
  | 'policyId'
  | 'legalDuty'
  | 'caseId'
  | 'decisionId'
  | 'source'
  | 'proposedBy'
  | 'reach'
  | 'protected'
  | 'materialHash'
  | 'holdMs'
  | 'confirmMs'
  | 'identifiedAs'
  | 'successorOf'
  | 'signatureId'
  | 'campaignId'
  | 'lesser'
  | 'reason'
  | 'ground'
  | 'groundRef'
  | 'proposalSignatureId'
> & { /** As its proposer signed it before it was there; null: it gets one. */ id: string | null }

export async function insertOrder(tx: Tx, order: NewOrder, lapseMs: number): Promise<Order> {
  const { rows } = await tx.query<Order>(prepared('insert-order')`
    insert into desk_order (id, subject, account_id, action, label, duration_ms, policy_id, legal_duty, case_id, decision_id,
      source, proposed_by, reach, protected, moved_by, expires_at, material_hash, hold_ms, confirm_ms, identified_as, successor_of,
      signature_id, lesser, interim_reason, campaign_id, countries, ground, ground_ref, proposal_signature_id)
    values (coalesce(${order.id}::text, 'o-' || nextval('desk_order_seq')), ${order.subject}, ${order.accountId}, ${order.action}, ${order.label}, ${order.durationMs}, ${order.policyId},
      ${order.legalDuty}, ${order.caseId}, ${order.decisionId}, ${order.source}, ${order.proposedBy}, ${order.reach},
      ${order.protected}, ${order.proposedBy}, desk_now() + ${lapseMs} * interval '1 ms', ${order.materialHash},
      ${order.holdMs}, ${order.confirmMs}, ${order.identifiedAs}, ${order.successorOf},
      ${order.signatureId}, ${order.lesser}, ${order.reason}, ${order.campaignId}, ${order.countries}, ${order.ground}, ${order.groundRef},
      ${order.proposalSignatureId})
    returning ${ORDER}`)
  return only(rows)
}

/** Moves an order, with the generation it now has, if it still is where it was thought to be. PostgreSQL refuses a move that has no grounds. */
export async function updateOrderState(tx: Tx, order: Order, to: OrderState, by: string): Promise<Order | undefined> {
  const { rows } = await tx.query<Order>(prepared('update-order-state')`
    update desk_order set state = ${to}, moved_by = ${by}, needs_attention = null,
      generation = greatest(generation, ${order.generation}),
      released_at = case when ${to} = 'releasing' then desk_now() else released_at end,
      in_effect_at = case when ${to} = 'in_effect' then desk_now() else in_effect_at end,
      ends_at = case when ${to} = 'releasing' then desk_now() + duration_ms * interval '1 ms' else ends_at end
    where id = ${order.id} and state = ${order.state}
    returning ${ORDER}`)
  return rows[0]
}

/** Remembers at which generation an order last changed what its subject should be. */
export function queueGeneration(tx: Tx, orderId: string, generation: number): void {
  tx.queue(prepared('update-order-generation')`update desk_order set generation = ${generation} where id = ${orderId}`)
}

export function queueFailing(tx: Tx, orderIds: readonly string[], why: string): void {
  tx.queue(sql`update desk_order set failing = true, needs_attention = ${why} where id = any(${orderIds})`)
}

export function queueAttention(tx: Tx, orderIds: readonly string[], why: string | null): void {
  tx.queue(sql`update desk_order set needs_attention = ${why} where id = any(${orderIds})`)
}
