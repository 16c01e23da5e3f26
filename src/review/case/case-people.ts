import sql, { type Sql } from 'sql-template-tag'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'

const PEOPLE_MAX = 500

interface CasePerson {
  id: string
  pseudonym: string
}

/** Selects the people who may open a case, and who work here now. */
const mayBeMentioned = (caseId: string): Sql => sql`
  from review_case candidate cross join staff person
  where candidate.id = ${caseId} and (may_review(person.roles) or 'policy' = any (person.roles))
    and is_current_staff(person, desk_now()) and ${MAY_OPEN}`

/**
 * Lists the people who may open a case, by pseudonym: those whom a note may mention. It tells nothing of their shifts,
 * nor of a coming departure.
 */
export async function listCasePeople(db: Queryable, caseId: string): Promise<CasePerson[]> {
  return db.list<CasePerson>(sql`
    select person.id, person.pseudonym ${mayBeMentioned(caseId)} order by person.pseudonym limit ${PEOPLE_MAX}`)
}

/** Returns the people whom a note mentions. Throws when one of them may not open the case. */
export async function findMentioned(
  db: Queryable,
  caseId: string,
  pseudonyms: readonly string[],
): Promise<CasePerson[]> {
  if (pseudonyms.length === 0) return []
  const found = await db.list<CasePerson>(sql`
    select person.id, person.pseudonym ${mayBeMentioned(caseId)} and person.pseudonym = any (${pseudonyms})`)
  const missing = pseudonyms.find((name) => !found.some(({ pseudonym }) => pseudonym === name))
  if (missing !== undefined) throw invalidField('mentions', message('note.mention', { pseudonym: missing, caseId }))
  return found
}
