import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Category } from '../domain.ts'
import type { Queryable, Tx } from '../lib/db.ts'
import type { Position } from '../lib/page-position.ts'

/** A case, as it stands. Its claim is told only while it holds. */
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
  reportCount: number
  reporterCount: number
  openedAt: Date
  dueAt: Date
  closedAt: Date | null
  claimedBy: string | null
  claimedAt: Date | null
  claimedUntil: Date | null
}

/** Longer than reading one case takes; whoever is at work renews, whoever went away is waited for no longer. */
export const LEASE_MS = 10 * 60_000
/** One to decide and one that waits for an answer: more would keep cases from others who are free. */
export const CLAIMS_MAX = 2

/** Nobody is given a protected case who worked this long without a break or in all, or whose shift ends this soon. */
const MINUTES_SINCE_BREAK_MAX = 120
const MINUTES_ON_SHIFT_MAX = 540
const LAST_MINUTES_OF_SHIFT = 60

const LEASE_END = sql`desk_now() + ${LEASE_MS} * interval '1 ms'`

/** Columns of `review_case candidate`. A claim that ran out is nobody's, whether or not it was recorded yet. */
export const CASE = raw(`candidate.id, candidate.subject, candidate.account_id as "accountId", candidate.state,
  candidate.queue, candidate.category, candidate.language, candidate.region, candidate.returned,
  candidate.report_count as "reportCount", candidate.reporter_count as "reporterCount",
  candidate.opened_at as "openedAt", candidate.due_at as "dueAt", candidate.closed_at as "closedAt",
  case when candidate.claimed_until > desk_now() then candidate.claimed_by end as "claimedBy",
  case when candidate.claimed_until > desk_now() then candidate.claimed_at end as "claimedAt",
  case when candidate.claimed_until > desk_now() then candidate.claimed_until end as "claimedUntil"`)

/**
 * By the account's facts at this moment. Unknown never loosens: a case whose account the desk doesn't know, or whose
 * account is not told at all, counts as protected.
 */
export const IS_PROTECTED = raw(
  'coalesce((select account.protected from account where account.id = candidate.account_id), true)',
)

/** Where the person's place of work lets them see `candidate`: cases bound to an employer or a site stay there. */
export const AT_THEIR_PLACE = raw(`(candidate.employer is null or candidate.employer = person.employer)
  and (candidate.site is null or candidate.site = person.site)`)

/** Which of all cases a person may open: at their place, with every clearance the case asks for. */
export const MAY_OPEN = raw(`${AT_THEIR_PLACE.sql} and candidate.clearances <@ person.clearances
  and ('protected' = any (person.clearances) or not ${IS_PROTECTED.sql})`)

/** A person who may be given a case at all: employed, on shift, not on a break, and not holding too many. */
const ableToClaim = (staffId: string): Sql => sql`
  select member.id, member.clearances, member.employer, member.site,
    array(select lower(language) from unnest(member.languages) language) as languages,
    'protected' = any (member.clearances) and not standing.leaving
      and standing.minutes_since_break < ${MINUTES_SINCE_BREAK_MAX}
      and standing.minutes_on_shift < ${MINUTES_ON_SHIFT_MAX}
      and standing.minutes_to_shift_end >= ${LAST_MINUTES_OF_SHIFT} as "takesProtected"
  from staff member cross join lateral staff_standing(member.id) standing
  where member.id = ${staffId} and standing.active and standing.on_shift and not standing.on_break
    and (select count(*) from review_case held
      where held.claimed_by = member.id and held.claimed_until > desk_now()) < ${CLAIMS_MAX}`

/** Whether `candidate` may be given to `person`. No languages means all; en speaks en-GB too. */
const FITS = raw(`${AT_THEIR_PLACE.sql} and candidate.clearances <@ person.clearances
  and (candidate.language is null or cardinality(person.languages) = 0
    or lower(candidate.language) = any (person.languages)
    or split_part(lower(candidate.language), '-', 1) = any (person.languages))
  and (person."takesProtected" or not ${IS_PROTECTED.sql})`)

/**
 * Holds the person's row until the transaction ends, so that two of their claims, or a claim and their ending, wait for
 * each other. Whoever holds it may go on to subjects, orders and cases, never the other way round.
 */
export async function lockStaff(tx: Tx, staffId: string): Promise<void> {
  await tx.query(sql`select from staff where id = ${staffId} for no key update`)
}

export type Claimed = CaseRow & { claimedBy: string; claimedAt: Date; claimedUntil: Date; before: string | null }

/**
 * Gives the person the most urgent free case that they may be given; `before` is who let it run out. Waits for nobody:
 * rows another reviewer is taking are skipped.
 */
export async function updateNextClaim(tx: Tx, staffId: string): Promise<Claimed | undefined> {
  // Claims are told from each other by when they began, and a JavaScript date knows milliseconds only.
  const { rows } = await tx.query<Claimed>(sql`
    with person as materialized (${ableToClaim(staffId)}), chosen as (
      select candidate.id, candidate.claimed_by as before
      from review_case candidate cross join person
      where candidate.state = 'open'
        and (candidate.claimed_until is null or candidate.claimed_until <= (select desk_now())) and ${FITS}
      order by candidate.returned desc, candidate.rank desc, candidate.opened_at, candidate.id
      limit 1
      for update of candidate skip locked)
    update review_case candidate
    set claimed_by = ${staffId}, claimed_at = date_trunc('milliseconds', desk_now()), claimed_until = ${LEASE_END}
    from chosen where candidate.id = chosen.id
    returning ${CASE}, chosen.before`)
  return rows[0]
}

/** Makes the claim last a lease from now. After it ran out that is a new claim, and needs all that one needs. */
export async function updateClaimEnd(tx: Tx, caseId: string, staffId: string): Promise<Date | undefined> {
  const { rows } = await tx.query<{ claimedUntil: Date }>(sql`
    with person as materialized (${ableToClaim(staffId)})
    update review_case candidate set claimed_until = ${LEASE_END}
    where candidate.id = ${caseId} and candidate.claimed_by = ${staffId} and candidate.state = 'open'
      and (candidate.claimed_until > desk_now() or exists (select from person where ${FITS}))
    returning candidate.claimed_until as "claimedUntil"`)
  return rows[0]?.claimedUntil
}

/** A case by its id, without asking who may see it. */
export async function findCase(db: Queryable, caseId: string): Promise<CaseRow | undefined> {
  const { rows } = await db.query<CaseRow>(
    sql`select ${CASE} from review_case candidate where candidate.id = ${caseId}`,
  )
  return rows[0]
}

/** The cases a person holds. */
export async function listHeld(db: Queryable, staffId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(sql`
    select id from review_case where claimed_by = ${staffId} and claimed_until > desk_now() order by claimed_at, id`)
  return rows.map(({ id }) => id)
}

export interface EndedClaim {
  caseId: string
  subject: string
  staffId: string
}

/** Ends a person's claim on one case; undefined if they have none there. */
export async function deleteClaim(tx: Tx, caseId: string, staffId: string): Promise<EndedClaim | undefined> {
  return (await endClaims(tx, sql`id = ${caseId} and claimed_by = ${staffId}`))[0]
}

export const deleteClaimsOf = (tx: Tx, staffId: string): Promise<EndedClaim[]> =>
  endClaims(tx, sql`claimed_by = ${staffId}`)

/** Ends up to `limit` claims that ran out longer ago than that. Skips what somebody is taking over. */
export const deleteClaimsRunOut = (tx: Tx, agoMs: number, limit: number): Promise<EndedClaim[]> =>
  endClaims(
    tx,
    sql`id in (
      select id from review_case
      where claimed_by is not null and claimed_until <= desk_now() - ${agoMs} * interval '1 ms'
      order by claimed_until limit ${limit} for update skip locked)`,
  )

async function endClaims(tx: Tx, which: Sql): Promise<EndedClaim[]> {
  const { rows } = await tx.query<EndedClaim>(sql`
    with ended as (select id, claimed_by from review_case where ${which} order by id for update)
    update review_case set claimed_by = null, claimed_at = null, claimed_until = null
    from ended where review_case.id = ended.id
    returning review_case.id as "caseId", review_case.subject, ended.claimed_by as "staffId"`)
  return rows
}

export type CaseEventKind = 'claimed' | 'released' | 'lapsed' | 'returned' | 'note'

export async function insertEvent(
  tx: Tx,
  event: { caseId: string; kind: CaseEventKind; by: string; detail?: Record<string, unknown> },
): Promise<void> {
  await tx.query(sql`
    insert into case_event (case_id, kind, by, detail)
    values (${event.caseId}, ${event.kind}, ${event.by}, ${JSON.stringify(event.detail ?? {})})`)
}

export interface CaseFilter {
  queue?: string
  state?: CaseRow['state']
  subject?: string
  claimedBy?: string
}

export type ListedCase = CaseRow & { claimant: string | null; micros: number }

/**
 * The cases a person may open, in the order in which they were opened. Times are compared to the microsecond: cases
 * opened in one transaction share theirs, and a JavaScript date would lose the difference between others.
 */
export async function listCases(
  db: Queryable,
  staffId: string,
  filter: CaseFilter,
  page: { after: Position | undefined; size: number },
): Promise<ListedCase[]> {
  const conditions = [sql`${MAY_OPEN}`]
  if (filter.queue) conditions.push(sql`candidate.queue = ${filter.queue}`)
  if (filter.state) conditions.push(sql`candidate.state = ${filter.state}`)
  if (filter.subject) conditions.push(sql`candidate.subject = ${filter.subject}`)
  if (filter.claimedBy)
    conditions.push(sql`candidate.claimed_by = ${filter.claimedBy} and candidate.claimed_until > desk_now()`)
  if (page.after)
    conditions.push(sql`(candidate.opened_at, candidate.id)
      > (timestamptz 'epoch' + ${page.after.micros}::bigint * interval '1 microsecond', ${page.after.id})`)
  const { rows } = await db.query<ListedCase>(sql`
    select ${CASE}, claimant.pseudonym as claimant, (extract(epoch from candidate.opened_at) * 1000000)::bigint as micros
    from review_case candidate join staff person on person.id = ${staffId}
    left join staff claimant on claimant.id = candidate.claimed_by and candidate.claimed_until > desk_now()
    where ${join(conditions, ' and ')}
    order by candidate.opened_at, candidate.id limit ${page.size}`)
  return rows
}
