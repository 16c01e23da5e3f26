import sql, { raw } from 'sql-template-tag'
import { descending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import { type Action, staffKey } from '../../foundation/domain.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'
import type { BulkActionRules } from '../../policy/budgets/bulk-action-rules.ts'
import type { ActorFacts } from '../../policy/guards/facts.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { only, type Queryable, type Tx } from '../../foundation/database/db.ts'
import type { Progress } from '../stages/next-step.ts'

export const BULK_ACTION_STATES = [
  'preparing',
  'proposed',
  'running',
  'looking',
  'done',
  'stopped',
  'declined',
  'expired',
] as const
export type BulkActionState = (typeof BULK_ACTION_STATES)[number]
/** The states in which a bulk action may still start an enforcement. */
export const STOPPABLE: readonly BulkActionState[] = ['preparing', 'proposed', 'running', 'looking']

/** One decision over many subjects. */
export interface BulkAction {
  id: string
  action: Action
  /** The organisation's own action, which counts as `action`. Null: one of the eight. */
  ownAction: StoredAction | null
  label: string | null
  durationMs: number | null
  policyId: string
  foundBy: string
  rationale: string
  /** The hash of the set, in hex. */
  listHash: string
  subjectCount: number
  /** The sum of the reach of the accounts, each counted once; unknown reach counts as none. */
  reachSum: number
  rules: BulkActionRules
  actorFacts: ActorFacts | null
  proposedBy: string
  proposedAt: Date
  expiresAt: Date
  ordinaryCount: number
  state: BulkActionState
  stage: number
  movedAt: Date
  movedBy: string
  movedWhy: string | null
  approvedBy: string | null
  approvedAt: Date | null
  doneCount: number
  createdCount: number
  hitCount: number
}

const BULK_ACTION =
  raw(`id, action, own_action as "ownAction", label, duration_ms as "durationMs", policy_id as "policyId", found_by as "foundBy", rationale,
  encode(list_hash, 'hex') as "listHash", subject_count as "subjectCount", reach_sum as "reachSum", rules::jsonb as rules,
  actor_facts as "actorFacts", proposed_by as "proposedBy", proposed_at as "proposedAt", expires_at as "expiresAt",
  ordinary_count as "ordinaryCount", state, stage, moved_at as "movedAt", moved_by as "movedBy", moved_why as "movedWhy",
  approved_by as "approvedBy", approved_at as "approvedAt", done_count as "doneCount",
  created_count as "createdCount", hit_count as "hitCount"`)

export async function findBulkAction(db: Queryable, bulkActionId: string): Promise<BulkAction | undefined> {
  return (await db.query<BulkAction>(sql`select ${BULK_ACTION} from bulk_action where id = ${bulkActionId}`)).rows[0]
}

/**
 * Locks a bulk action until the transaction ends: `to move` exclusively, `as it is` so that no other transaction moves
 * it. Transactions that move it queue on an advisory lock first, so a stop waits only for those before it. On the row
 * lock alone, transactions that insert enforcements of the bulk action would overtake a stop.
 */
export async function lockBulkAction(
  tx: Tx,
  bulkActionId: string,
  how: 'to move' | 'as it is',
): Promise<BulkAction | undefined> {
  if (how === 'to move')
    tx.queue(sql`select pg_advisory_xact_lock(hashtextextended('countersign bulk action ' || ${bulkActionId}, 0))`)
  const lock = raw(how === 'to move' ? 'for no key update' : 'for share')
  return (await tx.query<BulkAction>(sql`select ${BULK_ACTION} from bulk_action where id = ${bulkActionId} ${lock}`))
    .rows[0]
}

/** Lists one page of bulk actions, the newest first. */
export async function listBulkActions(db: Queryable, page: PageRequest): Promise<PageOf<BulkAction>> {
  const rows = sql`select ${BULK_ACTION} from bulk_action`
  const key = [descending(sql`listed."proposedAt"`, 'time'), descending(sql`listed.id`, 'text')]
  return selectPage<BulkAction>(db, { rows, key }, page)
}

type NewBulkAction = Pick<
  BulkAction,
  | 'action'
  | 'ownAction'
  | 'label'
  | 'durationMs'
  | 'policyId'
  | 'foundBy'
  | 'rationale'
  | 'listHash'
  | 'rules'
  | 'actorFacts'
  | 'proposedBy'
>

/** Inserts a bulk action and its set in random order. */
export async function insertBulkAction(tx: Tx, asked: NewBulkAction, subjects: readonly string[]): Promise<BulkAction> {
  const { rules } = asked
  const bulkAction = await tx.only<BulkAction>(sql`
    insert into bulk_action (action, own_action, label, duration_ms, policy_id, found_by, rationale, list_hash, subject_count, reach_sum, rules,
      sample_size, wrong_share, actor_facts, proposed_by, expires_at, moved_by)
    values (${asked.action}, ${asked.ownAction && JSON.stringify(asked.ownAction)}, ${asked.label}, ${asked.durationMs}, ${asked.policyId}, ${asked.foundBy}, ${asked.rationale},
      decode(${asked.listHash}, 'hex'), ${subjects.length},
      0,
      ${canonicalJson(rules as unknown as Json)}, ${rules.sample}, ${rules.wrong}, ${JSON.stringify(asked.actorFacts)}, ${asked.proposedBy},
      desk_now() + ${rules.expiresMs} * interval '1 ms', ${staffKey(asked.proposedBy)})
    returning ${BULK_ACTION}`)
  await tx.query(sql`
    insert into bulk_action_item (bulk_action_id, ordinal, subject, account_id, reach)
    select ${bulkAction.id}, row_number() over (order by gen_random_uuid()), subject, coalesce(account.id,
        subject_id(subject, 'account'), content.account_id), account.reach_counted
    from unnest(${subjects}::text[]) subject
    left join content on content.id = subject_id(subject, 'content')
    left join account on account.id = coalesce(subject_id(subject, 'account'), content.account_id)`)
  return bulkAction
}

/** Moves a locked bulk action to another state. PostgreSQL refuses a move that its rules don't allow. */
export async function updateBulkActionState(
  tx: Tx,
  bulkActionId: string,
  to: BulkActionState,
  how: { by: string; why?: string | undefined; approval?: { by: string; signatureId: string } },
): Promise<BulkAction> {
  return tx.only<BulkAction>(sql`
    update bulk_action set state = ${to}, moved_by = ${how.by}, moved_why = ${how.why ?? null},
      approved_by = coalesce(${how.approval?.by ?? null}, approved_by),
      signature_id = coalesce(${how.approval?.signatureId ?? null}, signature_id)
    where id = ${bulkActionId} returning ${BULK_ACTION}`)
}

/** Stores the number of ordinary items and the reach of the set, once all items are classified. */
export function queueOrdinaryCount(tx: Tx, bulkActionId: string): void {
  tx.queue(sql`
    update bulk_action set ordinary_count = (
      select count(*) from bulk_action_item where bulk_action_id = ${bulkActionId} and expected = 'ordinary'),
      reach_sum = (select coalesce(sum(reach), 0) from (
        select max(reach) as reach from bulk_action_item where bulk_action_id = ${bulkActionId} group by coalesce(account_id, subject)) account)
    where id = ${bulkActionId}`)
}

export function queueStage(tx: Tx, bulkActionId: string, stage: number): void {
  tx.queue(sql`update bulk_action set stage = ${stage} where id = ${bulkActionId}`)
}

/**
 * Counts the results of a bulk action's enforcements. Each count uses an index, so its cost doesn't grow with the set.
 */
export async function readProgress(db: Queryable, bulkAction: BulkAction): Promise<Progress> {
  const { rows } = await db.query<Pick<Progress, 'releasing' | 'restored' | 'appealed'>>(sql`
    select (select count(*) from enforcement where bulk_action_id = ${bulkAction.id} and state = 'releasing') as releasing,
      (select count(*) from enforcement where bulk_action_id = ${bulkAction.id} and lifted and not is_undone(state))
        + count(*) filter (where cause <> 'ended') as restored,
      count(*) filter (where cause = 'appeal')
        + (select count(*) from appeal join enforcement appealed on appealed.id = appeal.enforcement_id
          where appealed.bulk_action_id = ${bulkAction.id} and appeal.state = 'open') as appealed
    from enforcement join enforcement_restore on enforcement_id = enforcement.id
    where bulk_action_id = ${bulkAction.id} and is_undone(state)`)
  const { ordinaryCount: ordinary, doneCount: done, createdCount: acted, hitCount: hits, stage } = bulkAction
  return { ...only(rows), ordinary, done, acted, hits, stage }
}

/** True while the proposer and the approver of the bulk action may both still act. */
export async function bulkActionStands(db: Queryable, bulkActionId: string): Promise<boolean> {
  return db.onlyValue<boolean>(sql`select is_bulk_action_backed(${bulkActionId}) as stands`)
}

/** True when a bulk action was proposed before a recovery state. */
export async function isOfEarlier(db: Queryable, bulkActionId: string): Promise<boolean> {
  return db.onlyValue<boolean>(sql`select predates_recovery(proposed_at) from bulk_action where id = ${bulkActionId}`)
}

/**
 * Finds the cause for which a running bulk action pauses: a freeze, or a circuit breaker that is open for its proposer
 * until two people close it. This only reads: each release is checked against both by itself.
 */
export async function findPause(
  db: Queryable,
  { proposedBy }: Pick<BulkAction, 'proposedBy'>,
): Promise<'freeze' | 'breaker' | null> {
  return db.onlyValue<'freeze' | 'breaker' | null>(sql`
    select case when breaker_open(${staffKey(proposedBy)}, 'bulk_action') then 'breaker' when frozen_until() is not null then 'freeze' end as pause`)
}
