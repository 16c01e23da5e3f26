import sql, { raw, type Sql } from 'sql-template-tag'
import { type Static, Type } from 'typebox'
import { AT_THEIR_PLACE, IS_PROTECTED, MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { CASE, type CaseRow } from '../../cases/queue/queries.ts'
import { listHiddenActors } from '../../enforcement/approve/kept-from.ts'
import type { AssessmentText } from '../../enforcement/gate-queries.ts'
import { attentionText } from '../../enforcement/present/attention-text.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Position } from '../../foundation/database/page-cursor.ts'
import type {
  Action,
  Category,
  Conclusion,
  EnforcementState,
  EvidenceClass,
  Ground,
  RestoreCause,
} from '../../foundation/domain.ts'
import type { Text } from '../../foundation/messages/message.ts'
import { orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import type { Item } from '../../policy/items/item-types.ts'
import { policiesAt } from '../../policy/policies-at.ts'
import { isLookedAtAgain } from '../quality-review/qa-sample-queries.ts'
import { ownActionReply } from '../../policy/items/own-action-reply.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'

/** The clearance for restricted evidence, in addition to those that the case needs. */
const RESTRICTED_CLEARANCE = 'restricted'

/** The most entries of each kind that are shown, the newest ones. */
const HISTORY_MAX = 50
const EVIDENCE_MAX = 200
/** The bytes of a text that are shown: many copies of a post fit. The rest stays stored. */
export const EVIDENCE_TEXT_BYTES_MAX = 65_536

/** Returns the name of an actor: a person by their pseudonym, a machine as key:ID, the desk as desk. */
export const doneBy = (column: string) =>
  raw(`coalesce((select member.pseudonym from staff member
    where member.id = actor_id(${column}, 'staff')), ${column})`)

export type OpenedCase = CaseRow & {
  holder: string | null
  atTheirPlace: boolean
  missingClearances: string[]
  /** True when this person may read about the restricted evidence of the case. */
  seesRestricted: boolean
  /**
   * The case with the reports and evidence: this case, or for an appeal the case in which its enforcement was decided.
   */
  reportedIn: string
}

/** Finds a case with this person's rights to it. */
export async function findCaseFor(db: Queryable, caseId: string, staffId: string): Promise<OpenedCase | undefined> {
  return db.find<OpenedCase>(sql`
    select ${CASE}, ${AT_THEIR_PLACE} as "atTheirPlace", ${RESTRICTED_CLEARANCE} = any (person.clearances) as "seesRestricted",
      coalesce((select coalesce(ordered.case_id, contested.case_id) from appeal
        left join enforcement ordered on ordered.id = appeal.enforcement_id left join decision contested on contested.id = appeal.decision_id
        where appeal.id = candidate.appeal_id), candidate.id) as "reportedIn",
      (select holder.pseudonym from staff holder
        where holder.id = candidate.claimed_by and candidate.claimed_until > desk_now()) as holder,
      array(
        select distinct needed
        from unnest(candidate.clearances || candidate.queue_clearances || case when ${IS_PROTECTED} then array['protected'] else '{}' end) needed
        where needed <> all (person.clearances) order by needed) as "missingClearances"
    from review_case candidate join staff person on person.id = ${staffId}
    where candidate.id = ${caseId}`)
}

export interface CaseReport {
  id: string
  receivedAt: Date
  reportedAt: Date
  ground: Ground
  category: Category
  keyword: string | null
  comment: string | null
  language: string | null
  region: string | null
  accountFacts: Record<string, unknown> | null
  /** The item as the report states it. Null: it states none. */
  item: Item | null
  micros: number
}

/** Lists a page of a case's reports in order of arrival, with the position of the first among all. */
export async function listReports(
  db: Queryable,
  caseId: string,
  page: { after: Position | undefined; size: number },
): Promise<{ reports: CaseReport[]; ordinal: number }> {
  const position = page.after
    ? sql`(timestamptz 'epoch' + ${page.after.micros}::bigint * interval '1 microsecond', ${page.after.id})`
    : sql`('-infinity'::timestamptz, '')`
  const counted = db.query<{ before: number }>(sql`
    select count(*) as before from report where case_id = ${caseId} and (received_at, id) <= ${position}`)
  const listed = db.query<CaseReport>(sql`
    select id, received_at as "receivedAt", reported_at as "reportedAt", ground, category, keyword, comment, language, region,
      account_facts as "accountFacts", item, (extract(epoch from received_at) * 1000000)::bigint as micros
    from report where case_id = ${caseId} and (received_at, id) > ${position}
    order by received_at, id limit ${page.size}`)
  const [before, { rows }] = await Promise.all([counted, listed])
  return { reports: rows, ordinal: (before.rows[0]?.before ?? 0) + 1 }
}

/** Finds the comment of a report of this case, with its language. Undefined: there is none. */
export const findComment = (
  db: Queryable,
  { caseId, reportId }: { caseId: string; reportId: string },
): Promise<{ text: string; from: string | null } | undefined> =>
  db.find(sql`
    select comment as text, language as "from" from report
    where id = ${reportId} and case_id = ${caseId} and comment <> ''`)

export interface CaseEvidence {
  id: string
  reportId: string
  class: EvidenceClass
  mediaType: string
  /** The hash. Null: the evidence is restricted, so the reference is null too. */
  sha256: string | null
  bytesCount: number | null
  reference: string | null
  keptAt: Date
  /** The first bytes of a text of the ordinary class. Null for all other evidence. */
  bytes: Buffer | null
}

/** Lists the evidence of these reports. Bytes of any class but the ordinary one are never returned. */
export async function listEvidence(
  db: Queryable,
  caseId: string,
  reportIds: readonly string[],
): Promise<CaseEvidence[]> {
  return db.list<CaseEvidence>(sql`
    select evidence.id, evidence.report_id as "reportId", known.class, evidence.media_type as "mediaType",
      case when known.class <> 'restricted' then encode(evidence.sha256, 'hex') end as sha256,
      case when known.class <> 'restricted' then evidence.bytes_count end as "bytesCount",
      case when known.class <> 'restricted' then evidence.reference end as reference,
      evidence.kept_at as "keptAt", substring(kept.bytes from 1 for ${EVIDENCE_TEXT_BYTES_MAX}) as bytes
    from evidence cross join lateral (
      select case when is_restricted_hash(evidence.sha256) then 'restricted' else evidence.class end as class) known
    left join evidence_bytes kept
      on kept.class = 'ordinary' and known.class = 'ordinary' and kept.evidence_id = evidence.id and evidence.class = 'ordinary'
      and evidence.media_type like 'text/%'
    where evidence.case_id = ${caseId} and evidence.report_id = any (${reportIds})
    order by evidence.kept_at, evidence.id limit ${EVIDENCE_MAX}`)
}
export const Account = Type.Object({
  id: Type.String(),
  handle: orNull(Type.String()),
  displayName: orNull(Type.String()),
  verified: orNull(Type.Boolean()),
  tags: Type.Array(Type.String()),
  createdAt: orNull(Timestamp),
  reach: orNull(Type.Integer({ description: 'As last read.' })),
  reachCounted: orNull(Type.Integer({ description: 'The highest of 180 days, which the desk goes by.' })),
  absent: Type.Array(Type.String(), {
    description: 'The facts that the platform does not have. Other facts that are null are unknown.',
  }),
  protected: Type.Boolean(),
  source: Type.String(),
  factsAt: Timestamp,
})
export type KnownAccount = Static<typeof Account>

export async function findAccount(db: Queryable, accountId: string): Promise<KnownAccount | undefined> {
  return db.find<KnownAccount>(sql`
    select id, handle, display_name as "displayName", verified, tags, account_created_at as "createdAt", reach,
      reach_counted as "reachCounted", absent, protected, source, facts_at as "factsAt"
    from account where id = ${accountId}`)
}
export const Content = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  text: orNull(Type.String()),
  version: orNull(Type.String(), 'The version of the text by the platform’s own name, such as a CID. Null: not known.'),
  language: orNull(Type.String()),
  parentId: orNull(Type.String(), 'The content that it answers, known to the desk or not. Null: none.'),
  createdAt: orNull(Timestamp),
  source: Type.String(),
  factsAt: Timestamp,
})
export type KnownContent = Static<typeof Content>

export async function findContent(db: Queryable, contentId: string): Promise<KnownContent | undefined> {
  return db.find<KnownContent>(sql`
    select id, kind, text, version, language, parent_id as "parentId", content_created_at as "createdAt", source, facts_at as "factsAt"
    from content where id = ${contentId}`)
}

export const keptOf = ({ subject, accountId }: { subject: string; accountId: string | null }, staffId: string): Sql =>
  listHiddenActors(staffId, sql`${subject}`, sql`${accountId}`)

interface EarlierDecision {
  id: string
  caseId: string
  subject: string
  conclusion: Conclusion
  standing: 'final' | 'proposed'
  policyId: string | null
  policyVersion: number | null
  policySince: Date | null
  rationale: string
  assessment: AssessmentText | null
  by: string
  decidedAt: Date
}

/**
 * Lists decisions about the subject and its account, the newest first, from cases that this person may open. Decisions
 * of a proposer are left out while this person may be asked for an independent review.
 */
export async function listEarlierDecisions(
  db: Queryable,
  of: { subject: string; accountId: string | null },
  staffId: string,
): Promise<EarlierDecision[]> {
  return db.list<EarlierDecision>(sql`
    select decision.id, decision.case_id as "caseId", candidate.subject, decision.conclusion,
      decision.standing, decision.policy_id as "policyId", policies.version as "policyVersion",
      policies.since as "policySince", decision.rationale, decision.assessment, author.pseudonym as by, decision.decided_at as "decidedAt"
    from review_case candidate join staff person on person.id = ${staffId}
    join decision on decision.case_id = candidate.id join staff author on author.id = decision.staff_id
    left join lateral ${policiesAt(sql`decision.decided_at`)} policies on decision.policy_id is not null
    where not ${isLookedAtAgain(staffId)} and ('staff:' || decision.staff_id) <> all (${keptOf(of, staffId)}) and candidate.id in (
        select id from review_case where subject = ${of.subject}
        union select id from review_case where account_id = ${of.accountId})
      and ${MAY_OPEN}
    order by decision.decided_at desc, decision.id desc limit ${HISTORY_MAX}`)
}

interface CaseEnforcement {
  id: string
  subject: string
  caseId: string | null
  /** The action. Null: the reader reviews it independently. */
  action: Action | null
  own: ReturnType<typeof ownActionReply>
  label: string | null
  durationMs: number | null
  /** The policy. Null until the reader's independent review. */
  policyId: string | null
  state: EnforcementState
  proposedAt: Date
  movedAt: Date
  endsAt: Date | null
  needsAttention: Text | null
  restoreCause: RestoreCause | null
}

type Stored = Omit<CaseEnforcement, 'needsAttention' | 'own'> & {
  needsAttention: string | null
  isUntold: boolean
  ownAction: StoredAction | null
}

/** Lists enforcements on the subject and on everything of its account, the newest first. */
export async function listEnforcementsOn(
  db: Queryable,
  of: { subject: string; accountId: string | null },
  staffId: string,
): Promise<CaseEnforcement[]> {
  const rows = await db.list<Stored>(sql`
    select placed.id, placed.subject, placed.case_id as "caseId", case when not hidden then placed.action end as action,
      case when not hidden then placed.own_action end as "ownAction", case when not hidden then placed.label end as label, case when not hidden then placed.duration_ms end as "durationMs",
      case when not hidden and placed.proposed_by <> all (${keptOf(of, staffId)}) then placed.policy_id end as "policyId", placed.state, placed.proposed_at as "proposedAt",
      placed.moved_at as "movedAt", case when not hidden then placed.ends_at end as "endsAt", placed.needs_attention as "needsAttention",
      placed.needs_attention is not null and withholds_alert_text(${staffId}, placed) as "isUntold",
      restore.cause as "restoreCause"
    from enforcement placed cross join lateral hides_action(${staffId}, placed) hidden left join enforcement_restore restore on restore.enforcement_id = placed.id
    where placed.id in (
      select id from enforcement where subject = ${of.subject}
      union select id from enforcement where account_id = ${of.accountId})
      and not is_withheld_from_reviewer(${staffId}, placed)
    order by placed.proposed_at desc, placed.id desc limit ${HISTORY_MAX}`)
  return rows.map(({ isUntold, ownAction, ...row }) => ({
    ...row,
    own: ownActionReply(ownAction),
    needsAttention: attentionText(row.needsAttention, { isUntold }),
  }))
}

/** An item that a content has or had. Null: its source gave none from then on. */
export interface StoredItem {
  storedAt: Date
  item: Item | null
}

/** The most items of one content that a case shows: the present one and the latest before. */
const ITEMS_MAX = 6

/** Lists the items of a content, the newest first. So an edit never takes from view what a decision was about. */
export async function listItems(db: Queryable, contentId: string): Promise<StoredItem[]> {
  return db.list<StoredItem>(sql`
    select stored_at as "storedAt", case when jsonb_typeof(item) = 'object' then item end as item
    from content_item where content_id = ${contentId} order by id desc limit ${ITEMS_MAX}`)
}
