import sql, { raw, type Sql } from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { Category } from '../../foundation/domain.ts'
import { CASE_FITS, claimEligibility, FITS, MAY_OPEN, PARTITION_FITS, UNRESERVED } from '../claims/who-fits.ts'

/** A case in its present state. The claim is given only while it is valid. */
export interface CaseRow {
  id: string
  subject: string
  accountId: string | null
  state: 'open' | 'closed'
  queue: string
  category: Category
  language: string | null
  region: string | null
  returned: boolean
  /** The earliest due time of a legal clock on its subject. Null: no clock runs. */
  lawDueAt: Date | null
  /** True when the case missed its due time. */
  late: boolean
  /** The decision that escalated the case, while specialists have it. */
  escalationId: string | null
  /** The appeal that the case judges, and the bulk action of the appealed enforcement, if any. */
  appealId: string | null
  bulkActionId: string | null
  reportCount: number
  reporterCount: number
  openedAt: Date
  dueAt: Date
  closedAt: Date | null
  claimedBy: string | null
  claimedAt: Date | null
  claimedUntil: Date | null
}

/**
 * The length of a claim: longer than reading one case takes. The browser of an active reviewer renews it; an absent one
 * loses the case.
 */
export const LEASE_MS = 10 * 60_000
/** The longest a reviewer may hold one case; after that another reviewer takes it. */
export const CLAIM_MAX_MS = 60 * 60_000

const LEASE_END = sql`desk_now() + ${LEASE_MS} * interval '1 ms'`

/**
 * The columns of a case, selected from `review_case candidate`. An expired claim has no holder, even before its expiry
 * is recorded.
 */
export const CASE = raw(`candidate.id, candidate.subject, candidate.account_id as "accountId", candidate.state,
  candidate.queue, candidate.category, candidate.language, candidate.region, candidate.returned,
  (select min(clock.due_at) from legal_clock clock where clock.subject = candidate.subject and clock.ended_at is null) as "lawDueAt",
  candidate.missed_due_at is not null as late, candidate.escalation_id as "escalationId",
  candidate.appeal_id as "appealId", candidate.bulk_action_id as "bulkActionId",
  candidate.report_count as "reportCount", candidate.reporter_count as "reporterCount",
  candidate.opened_at as "openedAt", candidate.due_at as "dueAt", candidate.closed_at as "closedAt",
  case when candidate.claimed_until > desk_now() then candidate.claimed_by end as "claimedBy",
  case when candidate.claimed_until > desk_now() then candidate.claimed_at end as "claimedAt",
  case when candidate.claimed_until > desk_now() then candidate.claimed_until end as "claimedUntil"`)

/**
 * Locks the person's row until the transaction ends, so that their claims and their departure wait for each other. Lock
 * order: person, then subjects, enforcements and cases.
 */
export function queueClaimantLock(tx: Tx, staffId: string): void {
  tx.queue(prepared('hold-claimant')`select from staff where id = ${staffId} for no key update`)
}

type Claimed = CaseRow & { claimedBy: string; claimedAt: Date; claimedUntil: Date; before: string | null }

/** The order within a partition: near legal clocks, returned cases, late cases by lateness, then rank. */
const URGENCY = raw(
  'candidate.pressing_due_at, candidate.returned desc, candidate.missed_due_at, candidate.rank desc, candidate.opened_at, candidate.id',
)
const FREE = raw(`candidate.state = 'open'
  and (candidate.claimed_until is null or candidate.claimed_until <= (select now from moment))
  and (candidate.snoozed_until is null or candidate.snoozed_until <= (select now from moment))`)

/**
 * The numbers of most urgent cases among which one is locked, in successive attempts: other reviewers may be taking the
 * first ones. Each attempt reads so many cases of every partition, so the last one takes twenty times as long as the first.
 */
const FRONTS = [3, 12, 48] as const

/**
 * Merges the first cases of all partitions that fit the person: one index lookup per partition. Reserved cases come first; near legal
 * clocks next. After many severe cases in a row, other cases precede severe ones. Partitions of higher precedence, such as
 * possible child abuse, precede returned and late cases. The person is the only parameter, so the plan is generic.
 */
function claimStatement(staffId: string, front: number) {
  return prepared(`claim-next-${front}`)`
    with moment as materialized (select desk_now() as now),
    person as materialized (${claimEligibility(staffId)}),
    front as (
      select kept.id, 0 as turn, false as heavy, 0::smallint as precedence, kept.returned, kept.pressing_due_at, kept.missed_due_at, kept.rank, kept.opened_at
      from person cross join lateral (
        select candidate.* from review_case candidate
        where candidate.reserved_for = person.id and candidate.reserved_until > (select now from moment) and ${FREE} and ${FITS}
        order by ${URGENCY} limit ${raw(`${front}`)}) kept
      union all
      select first.id, 1, part.severe and person."restsFromSevere", part.precedence, first.returned, first.pressing_due_at, first.missed_due_at, first.rank, first.opened_at
      from person join case_partition part on ${PARTITION_FITS} cross join lateral (
        select candidate.* from review_case candidate
        where candidate.partition_id = part.id and ${FREE} and ${CASE_FITS} and ${UNRESERVED}
          and person.id <> all (candidate.not_offered_to)
        order by ${URGENCY} limit ${raw(`${front}`)}) first),
    first as materialized (
      select id, row_number() over (order by turn, pressing_due_at, heavy, precedence desc, returned desc, missed_due_at, rank desc, opened_at, id) as place
      from front order by place limit ${raw(`${front}`)}),
    chosen as (
      select candidate.id, candidate.claimed_by as before from first join review_case candidate on candidate.id = first.id
      where ${FREE} order by first.place limit 1
      for update of candidate skip locked),
    claimed as (
      update review_case candidate
      set claimed_by = (select id from person), claimed_at = date_trunc('milliseconds', desk_now()), claimed_until = ${LEASE_END},
        reserved_for = null, reserved_until = null
      from chosen where candidate.id = chosen.id
      returning ${CASE}, chosen.before),
    told as (
      insert into case_event (case_id, kind, by)
      select claimed.id, told.kind, 'staff:' || told.who
      from claimed cross join lateral (values (0, 'lapsed', claimed.before), (1, 'claimed', claimed."claimedBy")) told(turn, kind, who)
      where told.who is not null order by told.turn)
    select claimed.*, exists (select from first) as waiting from (values (1)) always left join claimed on true`
}

/**
 * Gives the person the most urgent free case that fits them, and adds a case event with the previous holder whose claim
 * expired (`before`). Skips locked cases without waiting. 'busy': cases wait, and each one examined is locked.
 * Undefined: no case waits.
 */
export async function updateNextClaim(tx: Tx, staffId: string): Promise<Claimed | 'busy' | undefined> {
  for (const front of FRONTS) {
    const row = await tx.find<Claimed & { waiting: boolean }>(claimStatement(staffId, front))
    if (row === undefined || !row.waiting) return undefined
    const { waiting: _waiting, ...claimed } = row
    if (claimed.id !== null) return claimed
  }
  return 'busy'
}

/**
 * Extends a claim by its length, up to the longest duration. An expired claim is renewed under the conditions of a new
 * one.
 */
export async function updateClaimEnd(tx: Tx, caseId: string, staffId: string): Promise<Date | undefined> {
  return tx.findValue<Date>(sql`
    with person as materialized (${claimEligibility(staffId)})
    update review_case candidate
    set claimed_until = least(${LEASE_END}, candidate.claimed_at + ${CLAIM_MAX_MS} * interval '1 ms')
    where candidate.id = ${caseId} and candidate.claimed_by = ${staffId} and candidate.state = 'open'
      and candidate.claimed_at + ${CLAIM_MAX_MS} * interval '1 ms' > desk_now()
      and (candidate.claimed_until > desk_now()
          and exists (select from staff person where person.id = ${staffId} and ${MAY_OPEN})
        or exists (select from person where ${FITS} and ${UNRESERVED}))
    returning candidate.claimed_until as "claimedUntil"`)
}

/** True when the person's claim, expired or not, has reached its longest duration. */
export async function isSpent(tx: Tx, caseId: string, staffId: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    select from review_case where id = ${caseId} and claimed_by = ${staffId} and state = 'open'
      and claimed_at + ${CLAIM_MAX_MS} * interval '1 ms' <= desk_now()`)
  return rowCount === 1
}

/** Finds a case by id, without checking access. */
export async function findCase(db: Queryable, caseId: string): Promise<CaseRow | undefined> {
  return db.find<CaseRow>(
    prepared('find-case')`select ${CASE} from review_case candidate where candidate.id = ${caseId}`,
  )
}

/** Lists the cases that a person holds. */
export async function listHeld(db: Queryable, staffId: string): Promise<string[]> {
  return db.listValues<string>(sql`
    select id from case_claim join review_case on id = case_id
    where staff_id = ${staffId} and claimed_until > desk_now() order by claimed_at, id`)
}

export interface EndedClaim {
  caseId: string
  subject: string
  staffId: string
}

/** Ends a person's claim on one case. Undefined: they have none. */
export async function deleteClaim(tx: Tx, caseId: string, staffId: string): Promise<EndedClaim | undefined> {
  return (await endClaims(tx, sql`id = ${caseId} and claimed_by = ${staffId}`))[0]
}

/** Stores that a case is not offered to a person again. They may still choose it. */
export async function updateNotOffered(tx: Tx, caseId: string, staffId: string): Promise<void> {
  await tx.query(sql`
    update review_case set not_offered_to = not_offered_to || ${staffId}::text
    where id = ${caseId} and not ${staffId} = any (not_offered_to)`)
}

export const deleteClaimsOf = (tx: Tx, staffId: string): Promise<EndedClaim[]> =>
  endClaims(tx, sql`id in (select case_id from case_claim where staff_id = ${staffId}) and claimed_by = ${staffId}`)

/** Ends up to `limit` claims that expired longer ago than `agoMs`. Skips locked cases. */
export const deleteClaimsRunOut = (tx: Tx, agoMs: number, limit: number): Promise<EndedClaim[]> =>
  endClaims(
    tx,
    sql`id in (
      select id from case_claim join review_case on id = case_id
      where claimed_until <= desk_now() - ${agoMs} * interval '1 ms'
      order by claimed_until limit ${limit} for update of review_case skip locked)`,
  )

async function endClaims(tx: Tx, which: Sql): Promise<EndedClaim[]> {
  return tx.list<EndedClaim>(sql`
    with ended as (select id, claimed_by from review_case where ${which} order by id for update)
    update review_case set claimed_by = null, claimed_at = null, claimed_until = null
    from ended where review_case.id = ended.id
    returning review_case.id as "caseId", review_case.subject, ended.claimed_by as "staffId"`)
}

type CaseEventKind =
  | 'claimed'
  | 'released'
  | 'lapsed'
  | 'taken_over'
  | 'transferred'
  | 'escalated'
  | 'answered'
  | 'returned'
  | 'qa_sample'
  | 'decided'
  | 'note'
  | 'requested'

export async function insertEvent(
  tx: Tx,
  event: { caseId: string; kind: CaseEventKind; by: string; detail?: Record<string, unknown> },
): Promise<void> {
  await tx.query(sql`
    insert into case_event (case_id, kind, by, detail)
    values (${event.caseId}, ${event.kind}, ${event.by}, ${JSON.stringify(event.detail ?? {})})`)
}
