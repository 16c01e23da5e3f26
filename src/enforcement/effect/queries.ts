import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { Action, PlatformState, RestoreCause } from '../../foundation/domain.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'

/** A warning that is on its way. */
interface Undelivered {
  id: string
  subject: string
  policyId: string
}

/**
 * Warnings on these subjects that are not yet delivered. Each is delivered once, so it goes with every generation until
 * one is known to have arrived.
 */
export async function listUndelivered(db: Queryable, subjects: readonly string[]): Promise<Undelivered[]> {
  return db.list<Undelivered>(prepared('list-undelivered')`
    select id, subject, policy_id as "policyId" from enforcement
    where subject = any (${subjects}) and action = 'warn' and state = 'releasing' and not failing
    order by proposed_at, id`)
}

/**
 * Lists those of the subjects whose platform is read before an instruction that restricts: the desk is in the recovery
 * state, or an enforcement is older than the loss of data.
 */
export const listDoubted = (db: Queryable, subjects: readonly string[]): Promise<string[]> =>
  db.listValues<string>(prepared('list-doubted')`
    select subject from unnest(${subjects}::text[]) given (subject)
    where in_recovery() or exists (select from enforcement
      where enforcement.subject = given.subject and is_standing(state) and is_restrictive(action)
        and predates_recovery(proposed_at))`)

/** A restored enforcement. `full`: there is no reach that would still have to return. */
interface MadeVisible {
  enforcementId: string
  reachBefore: number | null
  full: boolean
}

/** Records that the subjects of these enforcements are visible again. */
export function queueVisible(tx: Tx, visible: readonly MadeVisible[]): void {
  if (visible.length === 0) return
  tx.queue(prepared('update-visible')`
    update enforcement_restore set visible_at = desk_now(), reach_before = shown_before,
      restored_at = case when is_full then desk_now() end
    from unnest(${visible.map(({ enforcementId }) => enforcementId)}::text[],
      ${visible.map(({ reachBefore }) => reachBefore)}::bigint[], ${visible.map(({ full }) => full)}::boolean[])
      visible (visible_id, shown_before, is_full)
    where enforcement_id = visible_id`)
}

interface RestoreRow {
  enforcementId: string
  cause: RestoreCause
  reachBefore: number | null
  visibleAt: Date | null
  restoredAt: Date | null
  /** The seconds since the restore was asked for. */
  secondsSinceAsked: number
  /** The seconds since the subject became visible again. */
  secondsSinceVisible: number | null
}

export async function findRestore(db: Queryable, enforcementId: string): Promise<RestoreRow | undefined> {
  return (await listRestores(db, [enforcementId]))[0]
}

export async function listRestores(db: Queryable, enforcementIds: readonly string[]): Promise<RestoreRow[]> {
  return db.list<RestoreRow>(prepared('list-restores')`
    select enforcement_id as "enforcementId", cause, reach_before as "reachBefore", visible_at as "visibleAt",
      restored_at as "restoredAt", extract(epoch from desk_now() - asked_at)::float8 as "secondsSinceAsked",
      extract(epoch from desk_now() - visible_at)::float8 as "secondsSinceVisible"
    from enforcement_restore where enforcement_id = any (${enforcementIds})`)
}

/** Marks the whole account as restored, once. Returns true when this call did it. */
export async function updateRestored(
  tx: Tx,
  enforcementId: string,
  accepted: { by: string; reason: string } | null = null,
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update enforcement_restore set restored_at = desk_now(), accepted_by = ${accepted?.by ?? null},
      accepted_reason = ${accepted?.reason ?? null}
    where enforcement_id = ${enforcementId} and visible_at is not null and restored_at is null`)
  return rowCount === 1
}

export function queueLifted(tx: Tx, enforcementIds: readonly string[], why: string): void {
  tx.queue(sql`update enforcement set lifted = true, needs_attention = ${why} where id = any(${enforcementIds})`)
}

interface WithBaseline {
  subject: string
  generation: number
  desired: PlatformState
  baseline: PlatformState
  /** The enforcements on the subject under legal duty. */
  legalDuty: string[]
}

/** Lists the subjects with a baseline and a desired state, in the order of their keys. */
export async function listWithBaseline(db: Queryable, after: string, limit: number): Promise<WithBaseline[]> {
  return db.list<WithBaseline>(sql`
    select subject, generation, desired, baseline, array(
        select id from enforcement where enforcement.subject = subject_state.subject and needs_two_restorers(enforcement) and not failing
          and not lifted and is_acting(state) order by id) as "legalDuty"
    from subject_state
    where subject > ${after} and baseline is not null and desired is not null order by subject limit ${limit}`)
}

/** Lists the subjects with a baseline and a desired state that changed since `after`, the oldest change first. */
export async function listChangedSince(
  db: Queryable,
  after: { at: Date; subject: string },
  limit: number,
): Promise<(WithBaseline & { changedAt: Date })[]> {
  return db.list<WithBaseline & { changedAt: Date }>(sql`
    select subject, generation, desired, baseline, changed_at as "changedAt", array(
        select id from enforcement where enforcement.subject = subject_state.subject and needs_two_restorers(enforcement) and not failing
          and not lifted and is_acting(state) order by id) as "legalDuty"
    from subject_state
    where (changed_at, subject) > (${after.at}, ${after.subject}) and baseline is not null and desired is not null
    order by changed_at, subject limit ${limit}`)
}

/** The most signatures of one subject that an instruction carries. */
const SIGNATURES_MAX = 100

export interface StandingGround {
  id: string
  subject: string
  action: Action
  needsTwoRestorers: boolean
  endsAt: Date | null
  countries: string[] | null
  ownAction: StoredAction | null
}

/** The enforcements that shape the desired states of the subjects, the oldest first. */
export async function listStandingGrounds(db: Queryable, subjects: readonly string[]): Promise<StandingGround[]> {
  return db.list<StandingGround>(prepared('list-standing-grounds')`
    select id, subject, action, needs_two_restorers(enforcement) as "needsTwoRestorers", ends_at as "endsAt", countries, own_action as "ownAction" from enforcement
    where subject = any (${subjects}) and is_acting(state) and not failing and not lifted and action <> 'warn'
    order by proposed_at, id`)
}

export interface EnforcementSignature {
  subject: string
  /** The id of the enforcement. */
  about: string
  credentialId: string
  core: string
  asShown: string
  clientData: Buffer
  authenticatorData: Buffer
  signature: Buffer
}

/** Lists the signatures over the active enforcements of each subject, and over undoing those under legal duty. */
export async function listSignatures(db: Queryable, subjects: readonly string[]): Promise<EnforcementSignature[]> {
  return db.list<EnforcementSignature>(prepared('list-signatures')`
    select given.subject, signed.* from unnest(${subjects}::text[]) given (subject) cross join lateral (
      select about, credential_id as "credentialId", core, as_shown as "asShown", client_data as "clientData",
        authenticator_data as "authenticatorData", signature.signature
      from enforcement join signature on about = enforcement.id
      where enforcement.subject = given.subject
        and (act in ('agree', 'confirm', 'propose', 'resume', 'reinstate') and is_acting(state)
          or act = 'restore_second' and needs_two_restorers(enforcement))
      order by signed_at, signature.id limit ${SIGNATURES_MAX}) signed`)
}
