import sql, { type Sql } from 'sql-template-tag'
import type { Queryable, Tx } from '../foundation/database/db.ts'
import { prepared } from '../foundation/database/prepared.ts'
import type { Action, Actor, EnforcementSource } from '../foundation/domain.ts'
import { actorKey } from '../foundation/domain.ts'
import { queueJob, queueWakeUp } from '../foundation/jobs.ts'
import { isProtectedAccount, type JudgedBy } from '../policy/guards/judge.ts'
import { actionsWithSameLosses, isRestrictive } from '../policy/requirements/action-order.ts'
import type { Agreeing, Clause } from '../policy/requirements/requirement.ts'
import { actsAlone } from './alone/acts-alone.ts'
import type { Waiting } from './next-step.ts'
import { ENFORCEMENT, type Enforcement } from './queries.ts'

/** An enforcement that was declined within this time needs a lead when it is proposed again. */
export const DECLINED_MS = 24 * 3_600_000

/** Returns the waiting enforcements on a locked subject, the oldest first, and locks them too. */
export async function lockWaiting(tx: Tx, subject: string): Promise<Enforcement[]> {
  return tx.list<Enforcement>(prepared('lock-waiting')`
    select ${ENFORCEMENT} from enforcement
    where subject = ${subject} and is_waiting(state)
    order by proposed_at, id for no key update`)
}

export interface Before {
  frozenUntil: Date | null
  /** True when a circuit breaker is open for the proposer. */
  isBreakerOpen: boolean
  /** True in the recovery state: nothing restrictive takes effect. */
  isRecovering: boolean
  /** True when an equal enforcement was proposed and declined within a day. */
  declined: boolean
  /** True when other people declined two proposals of this proposer on protected accounts within a day. */
  declinedTwice: boolean
}

/**
 * Finds the events that affect a new enforcement before the guards judge it. From then on no freeze begins unnoticed.
 */
export async function findBefore(
  tx: Tx,
  { subject, action, by, source }: { subject: string; action: Action; by: Actor; source: EnforcementSource },
): Promise<Before> {
  queueFreezeLock(tx)
  return tx.only<Before>(prepared('find-before')`
    select frozen_until() as "frozenUntil", breaker_open(${actorKey(by)}, ${source}) as "isBreakerOpen",
      is_restrictive(${action}) and in_recovery() as "isRecovering",
      exists (select from enforcement where subject = ${subject} and action = any (${actionsWithSameLosses(action)}) and state = 'declined'
        and moved_at > desk_now() - ${DECLINED_MS} * interval '1 ms') as declined,
      count_declined_protected(${actorKey(by)}, desk_now()) >= 2 as "declinedTwice"`)
}

/** Takes a shared lock: a freeze begins before this whole transaction, or after it. */
function queueFreezeLock(tx: Tx): void {
  tx.queue(prepared('hold-freeze')`select pg_advisory_xact_lock_shared(freeze_lock())`)
}

/**
 * Requires a lead where an equal proposal was declined within a day. Also requires one where two of the proposer's
 * enforcements on protected accounts were declined, and this one restricts such an account without a legal duty.
 * Twin of needs_lead in SQL.
 */
export function clausesAfter(
  { declined, declinedTwice }: Pick<Before, 'declined' | 'declinedTwice'>,
  { action, judgedBy }: { action: Action; judgedBy: Pick<JudgedBy, 'account' | 'facts'> },
): Clause[] {
  const takes = isRestrictive(action) && judgedBy.facts['enforcement.legal_duty'] !== true
  return declined || (declinedTwice && takes && isProtectedAccount(judgedBy.account))
    ? [{ count: 1, roles: ['lead'] }]
    : []
}

/** Reads the state of a waiting enforcement under its lock. */
export async function readWaiting(tx: Tx, enforcement: Enforcement, unread = false): Promise<Waiting> {
  queueFreezeLock(tx)
  const { frozenUntil, isBreakerOpen, ...row } = await tx.only<
    Pick<
      Waiting,
      | 'now'
      | 'assessed'
      | 'signed'
      | 'duties'
      | 'frozenUntil'
      | 'isBreakerOpen'
      | 'isBarredByRecovery'
      | 'askerGone'
      | 'groundGone'
    > & {
      agreeing: Agreeing[]
    }
  >(prepared('read-waiting')`
    select desk_now() as now, frozen_until() as "frozenUntil", breaker_open(${enforcement.proposedBy}, ${enforcement.source}) as "isBreakerOpen",
      is_restrictive(${enforcement.action}) and (select recovery_bars(proposed_at) from enforcement where id = ${enforcement.id}) as "isBarredByRecovery",
      exists (select from assessment where enforcement_id = ${enforcement.id}) as assessed,
      (select not lacks_proposer_signature(enforcement) from enforcement where id = ${enforcement.id}) as signed,
      count_confirm_duties(${enforcement.id}) as duties,
      is_restrictive(${enforcement.action}) and not proposer_may_act(${enforcement.proposedBy})
        or (select is_proposal_denied(enforcement, proposed_by) from enforcement where id = ${enforcement.id})
        or (select proposer_loosened_protection(enforcement) from enforcement where id = ${enforcement.id})
        or is_blocked_by_bulk_action(${enforcement.bulkActionId}, ${enforcement.subject}) or is_blocked_by_paused_rule(${enforcement.id}) as "askerGone",
      exists (select from enforcement where id = ${enforcement.id} and ground is not null and not ground_proved(enforcement)) as "groundGone",
      coalesce((select jsonb_agg(jsonb_build_object('staffId', staff_id, 'roles', roles, 'team', team, 'employer', employer))
        from list_agreeing_people(${enforcement.id})), '[]') as agreeing`)
  return {
    ...row,
    unread,
    frozenUntil: isUnderFreeze(enforcement) ? frozenUntil : null,
    isBreakerOpen: isBreakerOpen && isUnderFreeze(enforcement),
    state: enforcement.state,
    expiresAt: enforcement.expiresAt,
    heldSince: enforcement.state === 'held' ? enforcement.heldSince : null,
    holdServedMs: enforcement.holdServedMs,
    identified: enforcement.identifiedAs !== null,
  }
}

/**
 * Returns the time until which a freeze holds these enforcements, and those that a circuit breaker or the recovery state
 * holds without an end. Only enforcements in the state `held` count.
 */
export async function findPauses(
  db: Queryable,
  enforcements: readonly Enforcement[],
): Promise<{ frozenUntil: Date | null; heldWithoutEnd: ReadonlySet<string> }> {
  const held = enforcements.filter(({ state, action }) => state === 'held' && isRestrictive(action)).map(({ id }) => id)
  if (held.length === 0) return { frozenUntil: null, heldWithoutEnd: new Set() }
  const { until, heldWithoutEnd } = await db.only<{ until: Date | null; heldWithoutEnd: string[] }>(prepared(
    'find-pauses',
  )`
    select frozen_until() as until, array(
      select id from enforcement where id = any (${held})
        and (is_restrictive(enforcement) and breaker_open(proposed_by, source) or in_recovery())) as "heldWithoutEnd"`)
  return { frozenUntil: until, heldWithoutEnd: new Set(heldWithoutEnd) }
}

/** Makes the jobs due now that wait for the end of a freeze or for the closing of a circuit breaker. */
export async function wakeHeld(tx: Tx): Promise<void> {
  await tx.query(sql`update job set due_at = desk_now() where kind = 'release' and due_at > desk_now()`)
}

/** Makes a job due now for each of these waiting enforcements, so that it ends together with its cause. */
export async function wakeWaiting(tx: Tx, which: Sql): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(sql`
    select id from enforcement where ${which} and is_waiting(state)`)
  for (const { id } of rows) queueJob(tx, 'release', id, 'effect')
  if (rows.length > 0) queueWakeUp(tx, 'effect')
}

/**
 * Locks (for share) the rows of all people with a part in an enforcement, and of the person who acts on it. Take this
 * lock first, before any subject.
 */
export async function lockPeople(tx: Tx, enforcementId: string, by: Actor): Promise<void> {
  await tx.query(prepared('lock-people')`
    select from staff where id = ${by.kind === 'staff' ? by.id : null}
      or id in (select staff_id from enforcement_party where enforcement_id = ${enforcementId}
        union select staff_id from approval where enforcement_id = ${enforcementId})
    order by id for share`)
}

/**
 * Locks each pair of an approver and a proposer of the enforcement, so that concurrent answers of two people are both
 * counted.
 */
export function queuePairsLock(tx: Tx, enforcementId: string, by: Actor): void {
  if (by.kind === 'staff') tx.queue(prepared('lock-pairs')`select lock_pairs(${enforcementId}, ${by.id})`)
}

/**
 * Counts this proposer's enforcements that wait for approvers, one transaction after the other. A transaction takes
 * this lock after every subject and case, so that a busy subject keeps no other proposal waiting.
 */
export async function countPending(tx: Tx, by: Actor): Promise<number> {
  const proposer = actorKey(by)
  tx.queue(prepared('lock-pending')`select pg_advisory_xact_lock(hashtextextended('pending ' || ${proposer}, 0))`)
  return tx.onlyValue<number>(prepared('count-pending')`
    select count(*) as pending from enforcement where proposed_by = ${proposer}
      and is_waiting(state) and material_hash is not null`)
}

/**
 * True when a freeze or an open circuit breaker holds the enforcement: restrictive actions, but no interim measure and
 * nothing that the law lets one person do alone. The ground `document` is no exception: a document is as reliable as
 * the person who entered it. Twin of is_restrictive in SQL.
 */
export const isUnderFreeze = (
  enforcement: Pick<Enforcement, 'action' | 'legalDuty' | 'interim' | 'ground' | 'protected'>,
): boolean =>
  isRestrictive(enforcement.action) &&
  !enforcement.interim &&
  (!actsAlone(enforcement) || enforcement.ground === 'document')

export function queueParty(tx: Tx, enforcementId: string, staffId: string, how: 'proposed' | 'joined' | 'undid'): void {
  tx.queue(prepared('insert-party')`
    insert into enforcement_party (enforcement_id, staff_id, how) values (${enforcementId}, ${staffId}, ${how}) on conflict do nothing`)
}

/** Stores the changed material hash and requirement of an enforcement. */
export async function updateAsked(
  tx: Tx,
  enforcementId: string,
  asked: { materialHash: Buffer | null; holdMs: number; confirmMs: number | null },
): Promise<Enforcement> {
  return tx.only<Enforcement>(prepared('update-asked')`
    update enforcement set material_hash = ${asked.materialHash}, hold_ms = ${asked.holdMs}, confirm_ms = ${asked.confirmMs}
    where id = ${enforcementId} returning ${ENFORCEMENT}`)
}

export function queueSupersededBy(tx: Tx, enforcementIds: readonly string[], enforcementId: string): void {
  tx.queue(sql`update enforcement set superseded_by = ${enforcementId} where id = any(${enforcementIds})`)
}

export function queueIdentified(tx: Tx, enforcementId: string, identifiedAs: string): void {
  tx.queue(sql`update enforcement set identified_as = ${identifiedAs} where id = ${enforcementId}`)
}

export interface AssessmentText {
  whoSpeaks: string
  publicInterest: string
  harm: string
  alternatives: string
}

export function queueAssessment(tx: Tx, enforcementId: string, staffId: string, text: AssessmentText): void {
  tx.queue(sql`
    insert into assessment (enforcement_id, by, who_speaks, public_interest, harm, alternatives)
    values (${enforcementId}, ${staffId}, ${text.whoSpeaks}, ${text.publicInterest}, ${text.harm}, ${text.alternatives})`)
}

/** Ends everything that was due while the enforcement waited. */
export function queueWaitingJobsEnd(tx: Tx, enforcementId: string): void {
  tx.queue(prepared('end-waiting-due')`delete from job where kind in ('release', 'expire') and key = ${enforcementId}`)
}
