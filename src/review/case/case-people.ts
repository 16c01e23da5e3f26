import sql from 'sql-template-tag'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'

const PEOPLE_MAX = 500

interface CasePerson {
  id: string
  pseudonym: string
}

/**
 * Lists the people who may open a case, by pseudonym: those whom a note may mention. It tells nothing of their shifts,
 * nor of a coming departure.
 */
export async function listCasePeople(db: Queryable, caseId: string): Promise<CasePerson[]> {
  return db.list<CasePerson>(sql`
    select person.id, person.pseudonym from review_case candidate cross join staff person
    where candidate.id = ${caseId} and person.roles && '{reviewer,senior,lead,policy}' and person.ended_at is null
      and person.starts_at <= desk_now() and (person.ends_at is null or person.ends_at > desk_now()) and ${MAY_OPEN}
    order by person.pseudonym limit ${PEOPLE_MAX}`)
}

/** Returns the people whom a note mentions. Throws when one of them may not open the case. */
export async function findMentioned(
  db: Queryable,
  caseId: string,
  pseudonyms: readonly string[],
): Promise<CasePerson[]> {
  if (pseudonyms.length === 0) return []
  const people = await listCasePeople(db, caseId)
  const found = people.filter(({ pseudonym }) => pseudonyms.includes(pseudonym))
  const missing = pseudonyms.find((name) => !found.some(({ pseudonym }) => pseudonym === name))
  if (missing !== undefined) throw invalidField('mentions', message('note.mention', { pseudonym: missing, caseId }))
  return found
}
