import sql from 'sql-template-tag'
import type { Subject } from '../../foundation/domain.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

/** The origins of the information that leads a person to open a case. */
export const OPENING_SOURCES = ['own_initiative', 'authority', 'court', 'press', 'partner'] as const
export type OpeningSource = (typeof OPENING_SOURCES)[number]

/**
 * The most cases that one person opens within 24 hours: a stolen session floods no queue.
 * Twin of check_case_opening in SQL.
 */
export const OPENED_A_DAY_MAX = 100

export const countOpenedToday = (db: Queryable, staffId: string): Promise<number> =>
  db.onlyValue<number>(sql`select opened_today(${staffId})`)

/** The number of openings by a person within 24 hours whose case is severe. */
export const countSevereOpenedToday = (db: Queryable, staffId: string): Promise<number> =>
  db.onlyValue<number>(sql`
    select count(*)::integer from case_opening join review_case on review_case.id = case_opening.case_id
    where staff_id = ${staffId} and at > desk_now() - interval '24 hours' and is_severe(severity)`)

interface NewOpening {
  caseId: string
  staffId: string
  source: OpeningSource
  reason: string
  reference: string | null
  opened: boolean
}

/** Inserts the opening of a case by a person, and returns its id. */
export async function insertOpening(tx: Tx, opening: NewOpening): Promise<string> {
  return tx.onlyValue<string>(sql`
    insert into case_opening (case_id, staff_id, source, reason, reference, opened)
    values (${opening.caseId}, ${opening.staffId}, ${opening.source}, ${opening.reason}, ${opening.reference},
      ${opening.opened})
    returning id`)
}

/** True when the desk has facts about a subject. */
export async function isKnown(db: Queryable, { kind, id }: Subject): Promise<boolean> {
  return kind === 'account'
    ? db.onlyValue<boolean>(sql`select exists (select from account where id = ${id})`)
    : db.onlyValue<boolean>(sql`select exists (select from content where id = ${id})`)
}
