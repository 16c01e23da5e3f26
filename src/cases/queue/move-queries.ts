import sql from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import type { Queue } from '../../policy/queues.ts'
import {
  AT_THEIR_PLACE,
  claimEligibility,
  FITS,
  MAY_OPEN,
  MAY_TAKE,
  standingOf,
  UNRESERVED,
} from '../claims/who-fits.ts'
import { CASE, type CaseRow, LEASE_MS } from './queries.ts'

/** The time for which a case is reserved for one person; longer, it would wait for a busy reviewer. */
const RESERVED_MS = 30 * 60_000

/** A case with this person's rights to move it. */
export type CaseBefore = CaseRow & { atTheirPlace: boolean; mayOpen: boolean; mayTake: boolean; isLead: boolean }

/** Locks a case until the transaction ends, and returns its state and this person's rights on it. */
export async function lockCaseFor(tx: Tx, caseId: string, staffId: string): Promise<CaseBefore | undefined> {
  // There are two statements, because the second must read the time after waiting for the lock.
  await tx.query(sql`select from review_case where id = ${caseId} for update`)
  return tx.find<CaseBefore>(sql`
    select ${CASE}, ${AT_THEIR_PLACE} as "atTheirPlace", ${MAY_OPEN} as "mayOpen", ${MAY_TAKE} as "mayTake",
      'lead' = any (limited_roles(person.roles, person.role_platforms, platform_of_subject(candidate.subject))) as "isLead"
    from review_case candidate cross join (${standingOf(staffId)}) person
    where candidate.id = ${caseId}`)
}

/** A case that a person chose, and the reason against giving it to them. */
export type CaseToClaim = CaseRow & {
  atTheirPlace: boolean
  fits: boolean
  isReserved: boolean
  /** The former holder, whose claim expired. */
  lapsed: string | null
}

/** Locks a case that a person chose until the transaction ends. */
export async function lockCaseToClaim(tx: Tx, caseId: string, staffId: string): Promise<CaseToClaim | undefined> {
  await tx.query(sql`select from review_case where id = ${caseId} for update`)
  return tx.find<CaseToClaim>(sql`
    select ${CASE}, ${AT_THEIR_PLACE} as "atTheirPlace", ${FITS} as fits, not ${UNRESERVED} as "isReserved",
      case when candidate.claimed_until <= desk_now() then candidate.claimed_by end as lapsed
    from review_case candidate cross join (${standingOf(staffId)}) person where candidate.id = ${caseId}`)
}

/** Gives a locked case to a person. Undefined: they may not take it. */
export async function updateHolder(tx: Tx, caseId: string, staffId: string): Promise<CaseRow | undefined> {
  return tx.find<CaseRow>(sql`
    with person as materialized (${claimEligibility(staffId)})
    update review_case candidate set claimed_by = person.id, claimed_at = date_trunc('milliseconds', desk_now()),
      claimed_until = desk_now() + ${LEASE_MS} * interval '1 ms', reserved_for = null, reserved_until = null
    from person where candidate.id = ${caseId} and candidate.state = 'open' and ${MAY_TAKE}
    returning ${CASE}`)
}

/** Moves a locked case to a queue and frees it. The clearances that its reports require stay. */
export async function updateQueue(tx: Tx, caseId: string, queue: Queue): Promise<void> {
  await tx.query(sql`
    update review_case set queue = ${queue.id}, queue_clearances = ${queue.clearances}, queue_languages = ${queue.languages},
      queue_roles = ${queue.roles}, employer = ${queue.employer}, site = ${queue.site}, claimed_by = null, claimed_at = null,
      claimed_until = null, reserved_for = null, reserved_until = null
    where id = ${caseId}`)
}

/** Reserves a locked case for one person for a limited time while they are on shift, and frees it. */
export async function updateReserved(tx: Tx, caseId: string, staffId: string): Promise<void> {
  await tx.query(sql`
    update review_case set claimed_by = null, claimed_at = null, claimed_until = null, reserved_for = ${staffId},
      reserved_until = desk_now() + ${RESERVED_MS} * interval '1 ms'
    where id = ${caseId}`)
}

interface Receiver {
  id: string
  atWork: boolean
  /** True when the case may be given to the receiver. */
  fits: boolean
}

/** Finds the receiver of a case by pseudonym. */
export async function findReceiver(tx: Tx, caseId: string, pseudonym: string): Promise<Receiver | undefined> {
  const found = await tx.query<{ id: string }>(sql`select id from staff where pseudonym = ${pseudonym}`)
  const [named] = found.rows
  if (named === undefined) return undefined
  return tx.find<Receiver>(sql`
    select person.id, person."atWork", ${FITS} as fits
    from review_case candidate cross join (${standingOf(named.id)}) person where candidate.id = ${caseId}`)
}
