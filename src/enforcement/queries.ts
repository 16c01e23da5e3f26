import sql, { join, raw, type Sql } from 'sql-template-tag'
import { AT_THEIR_PLACE, seesPlatform } from '../cases/claims/who-fits.ts'
import { SEES_UNBOUND } from '../cases/claims/who-sees.ts'
import { only, type Queryable, type Tx } from '../foundation/database/db.ts'
import { prepared } from '../foundation/database/prepared.ts'
import { ascending, descending, type PageOf, type PageRequest, selectPage } from '../foundation/database/select-page.ts'
import {
  type ActingGround,
  type Action,
  type EnforcementSource,
  type EnforcementState,
  type PlatformState,
  type Revert,
  TAKING_OFFLINE,
} from '../foundation/domain.ts'
import { requireFound } from '../foundation/errors.ts'
import { message } from '../foundation/messages/message.ts'
import type { StoredAction } from '../policy/items/own-actions.ts'
import type { Progress } from './enforcement-state.ts'

/** The fields of an enforcement that may have any value in any state. */
interface Terms {
  id: string
  subject: string
  accountId: string | null
  action: Action
  label: string | null
  durationMs: number | null
  /** The only countries in which it applies. Null: everywhere. */
  countries: string[] | null
  policyId: string
  legalDuty: boolean
  caseId: string | null
  decisionId: string | null
  source: EnforcementSource
  proposedBy: string
  reach: number | null
  protected: boolean
  movedAt: Date
  proposedAt: Date
  expiresAt: Date
  /** True for an interim measure: by one person, at once, for a short time. */
  interim: boolean
  /** The reason for an interim measure. Null: its decision states the reason, or it is no interim measure. */
  reason: string | null
  needsAttention: string | null
  /** The hash of the material that approvers are shown. Null: no approver is asked. */
  materialHash: Buffer | null
  holdMs: number
  /** The part of the hold that earlier enforcements on the same matter have served. */
  holdServedMs: number
  confirmMs: number | null
  identifiedAs: string | null
  successorOf: string | null
  /** The signature by which this enforcement resubmits another. */
  signatureId: string | null
  /** The ground on which one person alone takes a content of a protected account offline. Null: none. */
  ground: ActingGround | null
  /** The row that proves the ground: an authority's order, a match or a document. */
  groundRef: string | null
  /** The proposer's own signature, where they act alone on a protected account. */
  proposalSignatureId: string | null
  /** True when it was proposed in shadow mode. */
  shadow: boolean
  /** The bulk action to which it belongs. Null: none. */
  bulkActionId: string | null
  /** The action of the organisation's own, which counts as `action`. Null: it is one of the eight. */
  ownAction: StoredAction | null
  /** The version of the content about which it was decided, by the platform's own name. Null: none was known. */
  contentVersion: string | null
}

/** One enforcement in its current state. */
export type Enforcement = Terms & Progress

/** An enforcement known to be in one of these states. */
export type EnforcementIn<State extends EnforcementState> = Enforcement & { state: State }

/** The desired state of a subject, and the state that the platform has shown. */
export interface SubjectState {
  subject: string
  generation: number
  desired: PlatformState | null
  reverts: readonly Revert[]
  baseline: PlatformState | null
  reachBefore: number | null
  settledGeneration: number
  /** The difference between this database's number of a generation and the platform's. */
  generationOffset: number
  /** The epoch in which the platform accepts instructions for the subject. */
  platformEpoch: number
  /** The state that the platform last showed. Null: never read, or no such subject. */
  seen: PlatformState | null
  needsAttention: string | null
}

export const ENFORCEMENT =
  raw(`id, subject, account_id as "accountId", action, label, duration_ms as "durationMs", countries, policy_id as "policyId",
  legal_duty as "legalDuty", case_id as "caseId", decision_id as "decisionId", source, proposed_by as "proposedBy", reach,
  protected, state, moved_at as "movedAt", proposed_at as "proposedAt", expires_at as "expiresAt",
  in_effect_at as "inEffectAt", ends_at as "endsAt", generation, failing, lifted, interim, interim_reason as reason, needs_attention as "needsAttention",
  material_hash as "materialHash", hold_ms as "holdMs", hold_served_ms as "holdServedMs", held_since as "heldSince",
  confirm_ms as "confirmMs", confirm_by as "confirmBy", confirmed_at as "confirmedAt", platform_held_until as "platformHeldUntil", identified_as as "identifiedAs",
  successor_of as "successorOf", signature_id as "signatureId", ground, ground_ref as "groundRef", proposal_signature_id as "proposalSignatureId", shadow, bulk_action_id as "bulkActionId", own_action as "ownAction", content_version as "contentVersion"`)

export async function findEnforcement(db: Queryable, enforcementId: string): Promise<Enforcement | undefined> {
  return db.find<Enforcement>(
    prepared('find-enforcement')`select ${ENFORCEMENT} from enforcement where id = ${enforcementId}`,
  )
}

/** Returns the enforcement; throws `not_found` when there is none. */
export async function readEnforcement(db: Queryable, enforcementId: string): Promise<Enforcement> {
  return requireFound(await findEnforcement(db, enforcementId), message('enforcement.unknown', { enforcementId }))
}

/**
 * Locks the enforcement until the transaction ends, and returns it. Lock its subject first: every transaction keeps
 * this order. Rows that refer to the enforcement can still be written, so a preview of thousands blocks no writer.
 */
export const lockEnforcement = async (tx: Tx, enforcementId: string): Promise<Enforcement> =>
  only(await lockEnforcements(tx, [enforcementId]))

/** Locks enforcements as `lockEnforcement` does, in the order of their ids. */
export async function lockEnforcements(tx: Tx, enforcementIds: readonly string[]): Promise<Enforcement[]> {
  return tx.list<Enforcement>(prepared('lock-enforcements')`
    select ${ENFORCEMENT} from enforcement where id = any (${enforcementIds}) order by id for no key update`)
}

/** Lists the enforcements that are in effect, on their way, or being undone, the oldest first. */
export const listStanding = (tx: Queryable, subject: string): Promise<Enforcement[]> => listStandingOn(tx, [subject])

/** Lists the enforcements on several subjects, as `listStanding` does. */
export async function listStandingOn(tx: Queryable, subjects: readonly string[]): Promise<Enforcement[]> {
  return tx.list<Enforcement>(prepared('list-standing')`
    select ${ENFORCEMENT} from enforcement
    where subject = any (${subjects}) and is_standing(state)
    order by proposed_at, id`)
}

interface EnforcementFilter {
  states?: readonly EnforcementState[]
  subject?: string
  needsAttention?: boolean
  proposedBy?: string
  /** The oldest first, instead of the newest. */
  oldestFirst?: boolean
  /** Those of one bulk restore. */
  restoreId?: string
  /** Interim measures and enforcements that take an account offline: a list must always show them. */
  urgent?: boolean
}

/**
 * Returns the SQL condition that this person may see an enforcement. A vendor's staff see the enforcements of cases at
 * their site, people with limited roles those of their platforms; other people see all. It never limits a stop or a restore.
 */
export const seenBy = (staffId: string): Sql => sql`(
  (select ${SEES_UNBOUND} and ${seesPlatform('enforcement.subject')} from staff person where person.id = ${staffId})
  or exists (select from review_case candidate join staff person on person.id = ${staffId}
    where candidate.id = enforcement.case_id and ${AT_THEIR_PLACE}))`

/** Returns the enforcement if this person may see it now; throws `not_found` otherwise. */
export async function readEnforcementFor(db: Queryable, enforcementId: string, staffId: string): Promise<Enforcement> {
  const found = await db.find<Enforcement>(sql`
    select ${ENFORCEMENT} from enforcement
    where id = ${enforcementId} and ${seenBy(staffId)} and not is_withheld_from_reviewer(${staffId}, enforcement)`)
  return requireFound(found, message('enforcement.unknown', { enforcementId }))
}

/**
 * Returns the enforcement if approvers are asked about it and this person may see it. People with a part in it always
 * may; others need its clearances.
 */
export async function findAskedFor(
  db: Queryable,
  enforcementId: string,
  staffId: string,
): Promise<Enforcement | undefined> {
  return db.find<Enforcement>(sql`
    select ${ENFORCEMENT} from enforcement
    where id = ${enforcementId} and material_hash is not null and ${seenBy(staffId)}
      and (exists (select from enforcement_party party where party.enforcement_id = enforcement.id and party.staff_id = ${staffId})
        or (select is_cleared_for(enforcement, person) from staff person where person.id = ${staffId}))`)
}

/** Lists one page of the enforcements that this person may see, the newest first. */
export async function listEnforcements(
  db: Queryable,
  staffId: string,
  filter: EnforcementFilter,
  page: PageRequest,
): Promise<PageOf<Enforcement>> {
  const conditions = [seenBy(staffId), sql`not is_withheld_from_reviewer(${staffId}, enforcement)`]
  if (filter.states) conditions.push(sql`state = any(${filter.states})`)
  if (filter.subject) conditions.push(sql`subject = ${filter.subject}`)
  if (filter.proposedBy) conditions.push(sql`proposed_by = ${filter.proposedBy}`)
  if (filter.urgent) conditions.push(sql`(interim or action = any(${TAKING_OFFLINE}))`)
  if (filter.restoreId)
    conditions.push(sql`id in (select enforcement_id from bulk_restore_item where bulk_id = ${filter.restoreId})`)
  if (filter.needsAttention) conditions.push(sql`needs_attention is not null`)
  const rows = sql`select ${ENFORCEMENT} from enforcement where ${join(conditions, ' and ')}`
  const newest = [descending(sql`listed."proposedAt"`, 'time'), descending(sql`listed.id`, 'text')]
  const oldest = [ascending(sql`listed."proposedAt"`, 'time'), ascending(sql`listed.id`, 'text')]
  return selectPage<Enforcement>(db, { rows, key: filter.oldestFirst ? oldest : newest }, page)
}

export type NewEnforcement = Pick<
  Terms,
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
  | 'bulkActionId'
  | 'interim'
  | 'reason'
  | 'ground'
  | 'groundRef'
  | 'proposalSignatureId'
  | 'ownAction'
> & { /** As its proposer signed it before it was there; null: it gets one. */ id: string | null }

export async function insertEnforcement(
  tx: Tx,
  enforcement: NewEnforcement,
  lapseMs: number,
): Promise<EnforcementIn<'proposed'>> {
  return tx.only<EnforcementIn<'proposed'>>(prepared('insert-enforcement')`
    insert into enforcement (id, subject, account_id, action, label, duration_ms, policy_id, legal_duty, case_id, decision_id,
      source, proposed_by, reach, protected, moved_by, expires_at, material_hash, hold_ms, confirm_ms, identified_as, successor_of,
      signature_id, interim, interim_reason, bulk_action_id, countries, ground, ground_ref, proposal_signature_id, own_action)
    values (coalesce(${enforcement.id}::text, 'enf_' || nextval('enforcement_seq')), ${enforcement.subject}, ${enforcement.accountId}, ${enforcement.action}, ${enforcement.label}, ${enforcement.durationMs}, ${enforcement.policyId},
      ${enforcement.legalDuty}, ${enforcement.caseId}, ${enforcement.decisionId}, ${enforcement.source}, ${enforcement.proposedBy}, ${enforcement.reach},
      ${enforcement.protected}, ${enforcement.proposedBy}, desk_now() + ${lapseMs} * interval '1 ms', ${enforcement.materialHash},
      ${enforcement.holdMs}, ${enforcement.confirmMs}, ${enforcement.identifiedAs}, ${enforcement.successorOf},
      ${enforcement.signatureId}, ${enforcement.interim}, ${enforcement.reason}, ${enforcement.bulkActionId}, ${enforcement.countries}, ${enforcement.ground}, ${enforcement.groundRef},
      ${enforcement.proposalSignatureId}, ${enforcement.ownAction && JSON.stringify(enforcement.ownAction)})
    returning ${ENFORCEMENT}`)
}

/** An enforcement in the state from which it moves, with its generation after the move. */
export interface Move<State extends EnforcementState = EnforcementState> {
  enforcement: Pick<Enforcement, 'id' | 'subject' | 'state' | 'generation'>
  to: State
}

/**
 * Moves enforcements with their generations, those that are still in the expected state. PostgreSQL refuses a move
 * without the rows that justify it.
 */
export async function updateEnforcementStates(tx: Tx, moves: readonly Move[], by: string): Promise<Enforcement[]> {
  const moving = moves.map(({ enforcement }) => enforcement)
  return tx.list<Enforcement>(prepared('update-enforcement-states')`
    update enforcement set state = to_state, moved_by = ${by}, needs_attention = null,
      generation = greatest(generation, to_generation),
      released_at = case when to_state = 'releasing' then desk_now() else released_at end,
      in_effect_at = case when to_state = 'in_effect' then desk_now() else in_effect_at end,
      ends_at = case when to_state = 'releasing' then desk_now() + duration_ms * interval '1 ms' else ends_at end
    from unnest(${moving.map(({ id }) => id)}::text[], ${moving.map(({ state }) => state)}::text[],
      ${moves.map(({ to }) => to)}::text[], ${moving.map(({ generation }) => generation)}::bigint[])
      move (moving_id, from_state, to_state, to_generation)
    where id = moving_id and state = from_state
    returning ${ENFORCEMENT}`)
}

/** Stores the generation at which an enforcement last changed the desired state. */
export function queueGeneration(tx: Tx, enforcementId: string, generation: number): void {
  tx.queue(
    prepared(
      'update-enforcement-generation',
    )`update enforcement set generation = ${generation} where id = ${enforcementId}`,
  )
}

export function queueFailing(tx: Tx, enforcementIds: readonly string[], why: string): void {
  tx.queue(sql`update enforcement set failing = true, needs_attention = ${why} where id = any(${enforcementIds})`)
}

export function queueAttention(tx: Tx, enforcementIds: readonly string[], why: string | null): void {
  tx.queue(sql`update enforcement set needs_attention = ${why} where id = any(${enforcementIds})`)
}
