import sql, { type Sql } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/**
 * Builds the SQL array of actors (staff:ID, key:ID) whose acts on a subject and its account are hidden from this
 * person. They proposed or answered an enforcement that waits for this person's independent review, or took part in what an
 * appeal contests on which this person has not concluded. Evaluate the array once in a statement.
 */
export const listHiddenActors = (staffId: string, subject: Sql, accountId: Sql): Sql =>
  sql`array(select list_hidden_actors(${staffId}, ${subject}, ${accountId}))`

/** The actors who are hidden from one person until their independent review or conclusion, by enforcement. */
type Kept = (enforcementId: string) => ReadonlySet<string>

/** Finds the actors who are hidden from this person where these enforcements are shown. */
export async function findKept(db: Queryable, staffId: string, enforcementIds: readonly string[]): Promise<Kept> {
  const { rows } = await db.query<{ id: string; kept: string[] }>(sql`
    select id, array(select list_actors_hidden_on(${staffId}, enforcement)) as kept from enforcement where id = any (${enforcementIds})`)
  const byEnforcement = new Map(rows.map(({ id, kept }) => [id, new Set(kept)]))
  return (enforcementId) => byEnforcement.get(enforcementId) ?? new Set()
}

/**
 * Finds the enforcements whose action is hidden from this person: each was offered to them and awaits their independent
 * review.
 */
export async function findHidden(
  db: Queryable,
  staffId: string,
  enforcementIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const ids = await db.listValues<string>(sql`
    select id from enforcement where id = any (${enforcementIds}) and hides_action(${staffId}, enforcement)`)
  return new Set(ids)
}

/** The parts of an enforcement that are withheld from one person. */
export interface Withheld {
  /** The action: the enforcement was offered to them and awaits their independent review. */
  isHidden: boolean
  /** The requirement and the approvals: they may still be asked. */
  isBlind: boolean
  /** Texts about it: they may still be asked about it, or about the one that it follows or explains. */
  isUntold: boolean
}

/** Finds the parts of these enforcements that are withheld from this person. */
export async function findWithheld(
  db: Queryable,
  staffId: string,
  enforcementIds: readonly string[],
): Promise<(enforcementId: string) => Withheld> {
  const rows = await db.list<Withheld & { id: string }>(sql`
    select id, hides_action(${staffId}, enforcement) as "isHidden",
      owes_independent_review(${staffId}, enforcement) as "isBlind",
      withholds_alert_text(${staffId}, enforcement) as "isUntold"
    from enforcement where id = any (${enforcementIds})`)
  const found = new Map(rows.map(({ id, ...withheld }) => [id, withheld]))
  return (id) => found.get(id) ?? { isHidden: true, isBlind: true, isUntold: true }
}
