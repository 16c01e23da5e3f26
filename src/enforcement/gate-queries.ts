import sql, { type Sql } from 'sql-template-tag'
import type { Action, Actor, OrderSource } from '../foundation/domain.ts'
import { actorKey } from '../foundation/domain.ts'
import { isRestrictive, takingTheSame } from '../policy/requirements/action-order.ts'
import { isProtectedAccount, type JudgedBy } from '../policy/guards/judge.ts'
import type { Agreeing, Clause } from '../policy/requirements/requirement.ts'
import { only, type Queryable, type Tx } from '../foundation/database/db.ts'
import { queueJob, queueWakeUp } from '../foundation/due.ts'
import { prepared } from '../foundation/database/prepared.ts'
import { actsAlone } from './alone/acts-alone.ts'
import type { Waiting } from './next-step.ts'
import { ORDER, type Order } from './queries.ts'

/** An order that was declined within this time isn't simply asked for again. */
export const DECLINED_MS = 24 * 3_600_000

/** Orders on a locked subject that wait, the oldest first, locked too. */
export async function lockWaiting(tx: Tx, subject: string): Promise<Order[]> {
  const { rows } = await tx.query<Order>(prepared('lock-waiting')`
    select ${ORDER} from desk_order
    where subject = ${subject} and is_waiting(state)
    order by proposed_at, id for no key update`)
  return rows
}

export interface Before {
  frozenUntil: Date | null
  /** A breaker is open for the proposer. */
  isShut: boolean
  /** The same was asked for and declined within a day. */
  declined: boolean
  /** Others declined two proposals of this proposer on protected accounts within a day. */
  declinedTwice: boolean
}

/** Finds the events that bear on a new enforcement before the guards judge it. No freeze begins unseen from here on. */
export async function findBefore(
  tx: Tx,
  { subject, action, by, source }: { subject: string; action: Action; by: Actor; source: OrderSource },
): Promise<Before> {
  queueFreezeLock(tx)
  const { rows } = await tx.query<Before>(prepared('find-before')`
    select frozen_until() as "frozenUntil", is_shut(${actorKey(by)}, ${source}) as "isShut",
      exists (select from desk_order where subject = ${subject} and action = any (${takingTheSame(action)}) and state = 'declined'
        and moved_at > desk_now() - ${DECLINED_MS} * interval '1 ms') as declined,
      protected_declines(${actorKey(by)}, desk_now()) >= 2 as "declinedTwice"`)
  return only(rows)
}

/** Takes a shared lock: a freeze begins before this whole transaction, or after it. */
function queueFreezeLock(tx: Tx): void {
  tx.queue(prepared('hold-freeze')`select pg_advisory_xact_lock_shared(freeze_lock())`)
}

/**
 * Requires a lead where the same was declined within a day. Requires one too where two of the proposer's enforcements
 * on protected accounts were, and this one restricts such an account without a legal duty.
 * Twin of needs_lead in SQL.
 */
export function clausesAfter(
  { declined, declinedTwice }: Pick<Before, 'declined' | 'declinedTwice'>,
  { action, judgedBy }: { action: Action; judgedBy: Pick<JudgedBy, 'account' | 'facts'> },
): Clause[] {
  const takes = isRestrictive(action) && judgedBy.facts['order.legal_duty'] !== true
  return declined || (declinedTwice && takes && isProtectedAccount(judgedBy.account))
    ? [{ count: 1, roles: ['lead'] }]
    : []
}

/** Reads the state of a waiting enforcement, under its lock. */
export async function readWaiting(tx: Tx, order: Order, unread = false): Promise<Waiting> {
  queueFreezeLock(tx)
  const { rows } = await tx.query<
    Pick<Waiting, 'now' | 'assessed' | 'signed' | 'duties' | 'frozenUntil' | 'isShut' | 'askerGone' | 'groundGone'> & {
      agreeing: Agreeing[]
    }
  >(prepared('read-waiting')`
    select desk_now() as now, frozen_until() as "frozenUntil", is_shut(${order.proposedBy}, ${order.source}) as "isShut",
      exists (select from assessment where order_id = ${order.id}) as assessed,
      (select not lacks_proposer_signature(desk_order) from desk_order where id = ${order.id}) as signed,
      order_duties(${order.id}) as duties,
      is_restrictive(${order.action}) and not asker_stands(${order.proposedBy})
        or (select is_authors_own(desk_order) from desk_order where id = ${order.id})
        or campaign_forbids(${order.campaignId}, ${order.subject}) or automation_forbids(${order.id}) as "askerGone",
      exists (select from desk_order where id = ${order.id} and ground is not null and not ground_proved(desk_order)) as "groundGone",
      coalesce((select jsonb_agg(jsonb_build_object('staffId', staff_id, 'roles', roles, 'team', team, 'employer', employer))
        from order_agreeing(${order.id})), '[]') as agreeing`)
  const { frozenUntil, isShut, ...row } = only(rows)
  return {
    ...row,
    unread,
    frozenUntil: isUnderFreeze(order) ? frozenUntil : null,
    isShut: isShut && isUnderFreeze(order),
    state: order.state,
    expiresAt: order.expiresAt,
    heldSince: order.heldSince,
    holdServedMs: order.holdServedMs,
    identified: order.identifiedAs !== null,
  }
}

/** Of these orders that are held, until when a freeze holds them, and which a breaker does, however long. */
export async function findPauses(
  db: Queryable,
  orders: readonly Order[],
): Promise<{ frozenUntil: Date | null; shut: ReadonlySet<string> }> {
  const held = orders.filter((order) => order.state === 'held' && isUnderFreeze(order)).map(({ id }) => id)
  if (held.length === 0) return { frozenUntil: null, shut: new Set() }
  const { rows } = await db.query<{ until: Date | null; shut: string[] }>(prepared('find-pauses')`
    select frozen_until() as until, array(
      select id from desk_order where id = any (${held}) and is_shut(proposed_by, source)) as shut`)
  const { until, shut } = only(rows)
  return { frozenUntil: until, shut: new Set(shut) }
}

/** Has what waited for the end of a freeze or for a breaker be looked at now. */
export async function wakeHeld(tx: Tx): Promise<void> {
  await tx.query(sql`update due set due_at = desk_now() where kind = 'release' and due_at > desk_now()`)
}

/** Has each of these orders that waits be looked at now, so that it ends with what asked for it. */
export async function wakeWaiting(tx: Tx, which: Sql): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(sql`
    select id from desk_order where ${which} and is_waiting(state)`)
  for (const { id } of rows) queueJob(tx, 'release', id, 'effect')
  if (rows.length > 0) queueWakeUp(tx, 'effect')
}

/** Holds the rows of all who have a part in an order, and of whoever acts on it: first, before any subject. */
export async function lockPeople(tx: Tx, orderId: string, by: Actor): Promise<void> {
  await tx.query(prepared('lock-people')`
    select from staff where id = ${by.kind === 'staff' ? by.id : null}
      or id in (select staff_id from order_party where order_id = ${orderId}
        union select staff_id from approval where order_id = ${orderId})
    order by id for share`)
}

/** Holds each pair of somebody who answers and who asked for the order, so that what two do at once counts for both. */
export function queuePairsLock(tx: Tx, orderId: string, by: Actor): void {
  if (by.kind === 'staff') tx.queue(prepared('lock-pairs')`select lock_pairs(${orderId}, ${by.id})`)
}

/**
 * How many of this proposer's orders wait for others. What one proposer asks for is counted one after the other, and only
 * what others are asked about: take it after every subject and case, so that one which is busy keeps no other waiting.
 */
export async function countPending(tx: Tx, by: Actor): Promise<number> {
  const proposer = actorKey(by)
  tx.queue(prepared('lock-pending')`select pg_advisory_xact_lock(hashtextextended('pending ' || ${proposer}, 0))`)
  const { rows } = await tx.query<{ pending: number }>(prepared('count-pending')`
    select count(*) as pending from desk_order where proposed_by = ${proposer}
      and is_waiting(state) and material_hash is not null`)
  return only(rows).pending
}

/**
 * A freeze is for harm, as breakers are: not for what the law lets one person do alone, nor for a lesser measure. A document that
 * somebody entered is as good as whoever entered it, so that waits.
 * Twin of is_harm in SQL.
 */
export const isUnderFreeze = (
  order: Pick<Order, 'action' | 'legalDuty' | 'lesser' | 'ground' | 'protected'>,
): boolean => isRestrictive(order.action) && !order.lesser && (!actsAlone(order) || order.ground === 'document')

export function queueParty(tx: Tx, orderId: string, staffId: string, how: 'proposed' | 'joined' | 'undid'): void {
  tx.queue(prepared('insert-party')`
    insert into order_party (order_id, staff_id, how) values (${orderId}, ${staffId}, ${how}) on conflict do nothing`)
}

/** What approvers are shown changed, or what is asked for. */
export async function updateAsked(
  tx: Tx,
  orderId: string,
  asked: { materialHash: Buffer | null; holdMs: number; confirmMs: number | null },
): Promise<Order> {
  const { rows } = await tx.query<Order>(prepared('update-asked')`
    update desk_order set material_hash = ${asked.materialHash}, hold_ms = ${asked.holdMs}, confirm_ms = ${asked.confirmMs}
    where id = ${orderId} returning ${ORDER}`)
  return only(rows)
}

export function queueSupersededBy(tx: Tx, orderIds: readonly string[], orderId: string): void {
  tx.queue(sql`update desk_order set superseded_by = ${orderId} where id = any(${orderIds})`)
}

export function queueIdentified(tx: Tx, orderId: string, identifiedAs: string): void {
  tx.queue(sql`update desk_order set identified_as = ${identifiedAs} where id = ${orderId}`)
}

export interface AssessmentText {
  whoSpeaks: string
  publicInterest: string
  harm: string
  alternatives: string
}

export function queueAssessment(tx: Tx, orderId: string, staffId: string, text: AssessmentText): void {
  tx.queue(sql`
    insert into assessment (order_id, by, who_speaks, public_interest, harm, alternatives)
    values (${orderId}, ${staffId}, ${text.whoSpeaks}, ${text.publicInterest}, ${text.harm}, ${text.alternatives})`)
}

/** Nothing of an order's waiting is due any more. */
export function queueWaitingJobsEnd(tx: Tx, orderId: string): void {
  tx.queue(prepared('end-waiting-due')`delete from due where kind in ('release', 'expire') and key = ${orderId}`)
}
