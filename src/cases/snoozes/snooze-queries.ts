import sql, { type Sql } from 'sql-template-tag'
import { ascending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { MAY_OPEN } from '../claims/who-fits.ts'

export interface Snooze {
  id: string
  caseId: string
  subject: string
  until: Date
  reason: string
  madeBy: string
  madeAt: Date
  endedAt: Date | null
  how: 'passed' | 'ended' | null
  endedBy: string | null
}

/** The reasons for which SQL refuses a snooze (`snooze_refusal`). */
export type SnoozeRefusal =
  | 'unknown'
  | 'closed'
  | 'not_held'
  | 'not_at_work'
  | 'danger'
  | 'escalated'
  | 'past'
  | 'due'
  | 'legal'

const SNOOZE = sql`snooze.id, snooze.case_id as "caseId", candidate.subject, snooze.until, snooze.reason, snooze.made_by as "madeBy",
  snooze.made_at as "madeAt", snooze.ended_at as "endedAt", snooze.how, snooze.ended_by as "endedBy"`

const mayOpen = (staffId: string): Sql =>
  sql`exists (select from staff person where person.id = ${staffId} and ${MAY_OPEN})`

/** Locks a case. Every change of a snooze locks its case first, which prevents deadlocks between them. */
export async function lockCase(tx: Tx, caseId: string): Promise<void> {
  await tx.query(sql`select from review_case where id = ${caseId} for update`)
}

export async function findRefusal(
  tx: Tx,
  { caseId, madeBy, until }: Pick<Snooze, 'caseId' | 'madeBy' | 'until'>,
): Promise<SnoozeRefusal | undefined> {
  const { rows } = await tx.query<{ refusal: SnoozeRefusal | null }>(
    sql`select snooze_refusal(${caseId}, ${madeBy}, ${until}) as refusal`,
  )
  return rows[0]?.refusal ?? undefined
}

export async function insertSnooze(
  tx: Tx,
  { caseId, madeBy, until, reason }: Pick<Snooze, 'caseId' | 'madeBy' | 'until' | 'reason'>,
): Promise<Snooze> {
  const { rows } = await tx.query<{ id: string }>(sql`
    insert into case_snooze (case_id, until, reason, made_by) values (${caseId}, ${until}, ${reason}, ${madeBy}) returning id`)
  const snooze = await tx.find<Snooze>(snoozesWhere(sql`snooze.id = ${rows[0]?.id}`))
  if (snooze === undefined) throw new Error(`the snooze of ${caseId} is not there`)
  return snooze
}

/** Finds a snooze of a case that this person may open. */
export async function findSnooze(db: Queryable, snoozeId: string, staffId: string): Promise<Snooze | undefined> {
  return db.find<Snooze>(snoozesWhere(sql`snooze.id = ${snoozeId} and ${mayOpen(staffId)}`))
}

/** Lists snoozes of cases that this person may open: all of one case, or all active ones. */
export function listSnoozes(
  db: Queryable,
  { caseId, staffId }: { caseId: string | undefined; staffId: string },
  page: PageRequest,
): Promise<PageOf<Snooze>> {
  const which = caseId === undefined ? sql`snooze.ended_at is null` : sql`snooze.case_id = ${caseId}`
  const rows = snoozesWhere(sql`${which} and ${mayOpen(staffId)}`)
  const key = [ascending(sql`listed.until`, 'time'), ascending(sql`listed.id`, 'text')]
  return selectPage<Snooze>(db, { rows, key }, page)
}

const snoozesWhere = (which: Sql): Sql => sql`
    select ${SNOOZE} from case_snooze snooze join review_case candidate on candidate.id = snooze.case_id where ${which}`

/** Ends a snooze by a lead. SQL refuses any other person. */
export async function updateEnded(tx: Tx, snoozeId: string, staffId: string): Promise<void> {
  await tx.query(sql`
    update case_snooze set ended_at = desk_now(), how = 'ended', ended_by = ${staffId} where id = ${snoozeId}`)
}

type Passed = Pick<Snooze, 'id' | 'caseId' | 'subject'>

/** Ends snoozes whose cases have returned, of one case or of all, and skips cases that are being written to. */
export async function updatePassed(tx: Tx, which: { caseId?: string; limit: number }): Promise<Passed[]> {
  return tx.list<Passed>(sql`
    with back as (
      select candidate.id, candidate.subject from case_snooze snooze join review_case candidate on candidate.id = snooze.case_id
      where snooze.ended_at is null and (candidate.snoozed_until is null or candidate.snoozed_until <= desk_now())
        and (${which.caseId ?? null}::text is null or candidate.id = ${which.caseId ?? null})
      order by candidate.id limit ${which.limit} for update of candidate skip locked)
    update case_snooze snooze set ended_at = desk_now(), how = 'passed' from back
    where snooze.case_id = back.id and snooze.ended_at is null
    returning snooze.id, snooze.case_id as "caseId", back.subject`)
}
