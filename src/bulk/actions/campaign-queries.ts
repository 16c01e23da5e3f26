import sql, { join, raw } from 'sql-template-tag'
import { type Action, staffKey } from '../../foundation/domain.ts'
import type { CampaignRules } from '../../policy/budgets/campaign-rules.ts'
import type { ActorFacts } from '../../policy/guards/facts.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { only, type Queryable, type Tx } from '../../foundation/database/db.ts'
import type { Position } from '../../foundation/database/page-position.ts'
import type { Progress } from '../stages/next-step.ts'

export const CAMPAIGN_STATES = [
  'preparing',
  'proposed',
  'running',
  'looking',
  'done',
  'stopped',
  'declined',
  'expired',
] as const
export type CampaignState = (typeof CAMPAIGN_STATES)[number]
/** Where something of it could yet begin. */
export const STOPPABLE: readonly CampaignState[] = ['preparing', 'proposed', 'running', 'looking']

/** One decision over many subjects. */
export interface Campaign {
  id: string
  action: Action
  label: string | null
  durationMs: number | null
  policyId: string
  foundBy: string
  rationale: string
  /** In hex. */
  listHash: string
  subjectCount: number
  /** People reached by the accounts concerned, each account once; unknown reach is not in it. */
  reachSum: number
  rules: CampaignRules
  actorFacts: ActorFacts | null
  proposedBy: string
  proposedAt: Date
  expiresAt: Date
  ordinaryCount: number
  state: CampaignState
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

const CAMPAIGN =
  raw(`id, action, label, duration_ms as "durationMs", policy_id as "policyId", found_by as "foundBy", rationale,
  encode(list_hash, 'hex') as "listHash", subject_count as "subjectCount", reach_sum as "reachSum", rules::jsonb as rules,
  actor_facts as "actorFacts", proposed_by as "proposedBy", proposed_at as "proposedAt", expires_at as "expiresAt",
  ordinary_count as "ordinaryCount", state, stage, moved_at as "movedAt", moved_by as "movedBy", moved_why as "movedWhy",
  approved_by as "approvedBy", approved_at as "approvedAt", done_count as "doneCount",
  created_count as "createdCount", hit_count as "hitCount"`)

export async function findCampaign(db: Queryable, campaignId: string): Promise<Campaign | undefined> {
  return (await db.query<Campaign>(sql`select ${CAMPAIGN} from campaign where id = ${campaignId}`)).rows[0]
}

/**
 * The campaign, held until the transaction ends: `to move`, so that nobody else moves it; `as it is`, so that nobody does meanwhile.
 * Whoever moves it comes in turn, so that a stop waits for those before it alone: who inserted its enforcements would pass by those who wait
 * for its row.
 */
export async function lockCampaign(
  tx: Tx,
  campaignId: string,
  how: 'to move' | 'as it is',
): Promise<Campaign | undefined> {
  if (how === 'to move')
    tx.queue(sql`select pg_advisory_xact_lock(hashtextextended('countersign campaign ' || ${campaignId}, 0))`)
  const lock = raw(how === 'to move' ? 'for no key update' : 'for share')
  return (await tx.query<Campaign>(sql`select ${CAMPAIGN} from campaign where id = ${campaignId} ${lock}`)).rows[0]
}

/** One page, the newest first, each with its time to the microsecond. */
export async function listCampaigns(
  db: Queryable,
  page: { after: Position | undefined; size: number },
): Promise<(Campaign & { micros: number })[]> {
  const conditions = [sql`true`]
  if (page.after) {
    conditions.push(sql`(proposed_at, id)
      < (timestamptz 'epoch' + ${page.after.micros}::bigint * interval '1 microsecond', ${page.after.id})`)
  }
  const { rows } = await db.query<Campaign & { micros: number }>(sql`
    select ${CAMPAIGN}, (extract(epoch from proposed_at) * 1000000)::bigint as micros from campaign
    where ${join(conditions, ' and ')} order by proposed_at desc, id desc limit ${page.size}`)
  return rows
}

export type NewCampaign = Pick<
  Campaign,
  | 'action'
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

/** Fixes the set, in an enforcement that chance makes. */
export async function insertCampaign(tx: Tx, asked: NewCampaign, subjects: readonly string[]): Promise<Campaign> {
  const { rules } = asked
  const { rows } = await tx.query<Campaign>(sql`
    insert into campaign (action, label, duration_ms, policy_id, found_by, rationale, list_hash, subject_count, reach_sum, rules,
      sample_size, wrong_share, actor_facts, proposed_by, expires_at, moved_by)
    values (${asked.action}, ${asked.label}, ${asked.durationMs}, ${asked.policyId}, ${asked.foundBy}, ${asked.rationale},
      decode(${asked.listHash}, 'hex'), ${subjects.length},
      0,
      ${canonicalJson(rules as unknown as Json)}, ${rules.sample}, ${rules.wrong}, ${JSON.stringify(asked.actorFacts)}, ${asked.proposedBy},
      desk_now() + ${rules.expiresMs} * interval '1 ms', ${staffKey(asked.proposedBy)})
    returning ${CAMPAIGN}`)
  const campaign = only(rows)
  await tx.query(sql`
    insert into campaign_item (campaign_id, ordinal, subject, account_id, reach)
    select ${campaign.id}, row_number() over (order by gen_random_uuid()), subject, coalesce(account.id,
        subject_id(subject, 'account'), content.account_id), account.reach_counted
    from unnest(${subjects}::text[]) subject
    left join content on content.id = subject_id(subject, 'content')
    left join account on account.id = coalesce(subject_id(subject, 'account'), content.account_id)`)
  return campaign
}

/** Moves a locked campaign. PostgreSQL refuses a move that has no grounds. */
export async function updateCampaignState(
  tx: Tx,
  campaignId: string,
  to: CampaignState,
  how: { by: string; why?: string | undefined; approval?: { by: string; signatureId: string } },
): Promise<Campaign> {
  const { rows } = await tx.query<Campaign>(sql`
    update campaign set state = ${to}, moved_by = ${how.by}, moved_why = ${how.why ?? null},
      approved_by = coalesce(${how.approval?.by ?? null}, approved_by),
      signature_id = coalesce(${how.approval?.signatureId ?? null}, signature_id)
    where id = ${campaignId} returning ${CAMPAIGN}`)
  return only(rows)
}

/** Fixes how many of the set are ordinary and how many people it reaches, once all were looked at. */
export function queueOrdinaryCount(tx: Tx, campaignId: string): void {
  tx.queue(sql`
    update campaign set ordinary_count = (
      select count(*) from campaign_item where campaign_id = ${campaignId} and expected = 'ordinary'),
      reach_sum = (select coalesce(sum(reach), 0) from (
        select max(reach) as reach from campaign_item where campaign_id = ${campaignId} group by coalesce(account_id, subject)) account)
    where id = ${campaignId}`)
}

export function queueStage(tx: Tx, campaignId: string, stage: number): void {
  tx.queue(sql`update campaign set stage = ${stage} where id = ${campaignId}`)
}

/** What a campaign's enforcements came to: a few counts, each by key, however many there are. */
export async function readProgress(db: Queryable, campaign: Campaign): Promise<Progress> {
  const { rows } = await db.query<Pick<Progress, 'releasing' | 'restored' | 'appealed'>>(sql`
    select (select count(*) from enforcement where campaign_id = ${campaign.id} and state = 'releasing') as releasing,
      (select count(*) from enforcement where campaign_id = ${campaign.id} and lifted and not is_undone(state))
        + count(*) filter (where cause <> 'ended') as restored,
      count(*) filter (where cause = 'appeal')
        + (select count(*) from appeal join enforcement appealed on appealed.id = appeal.enforcement_id
          where appealed.campaign_id = ${campaign.id} and appeal.state = 'open') as appealed
    from enforcement join enforcement_restore on enforcement_id = enforcement.id
    where campaign_id = ${campaign.id} and is_undone(state)`)
  const { ordinaryCount: ordinary, doneCount: done, createdCount: acted, hitCount: hits, stage } = campaign
  return { ...only(rows), ordinary, done, acted, hits, stage }
}

/** Whether both people still stand behind it. */
export async function campaignStands(db: Queryable, campaignId: string): Promise<boolean> {
  const { rows } = await db.query<{ stands: boolean }>(sql`select campaign_stands(${campaignId}) as stands`)
  return only(rows).stands
}

/**
 * What a running campaign waits for: the end of a freeze, or two people who close a breaker that is open for it. Only a look: each
 * release is held against both by itself.
 */
export async function findPause(
  db: Queryable,
  { proposedBy }: Pick<Campaign, 'proposedBy'>,
): Promise<'freeze' | 'breaker' | null> {
  const { rows } = await db.query<{ pause: 'freeze' | 'breaker' | null }>(sql`
    select case when is_shut(${staffKey(proposedBy)}, 'campaign') then 'breaker' when frozen_until() is not null then 'freeze' end as pause`)
  return only(rows).pause
}
