import type { Desk } from '../../policy/desk.ts'
import type { Actor, Role } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { staffHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, sqlState, UNIQUE_VIOLATION } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertStaff } from './queries.ts'
import { findRoleConflict } from './role-rules.ts'

/** A new person. Without `startsAt` they begin at once. */
export interface NewStaff {
  pseudonym: string
  name: string
  roles: readonly Role[]
  languages: readonly string[]
  clearances: readonly string[]
  employment: 'employee' | 'contractor'
  employer: string
  site: string
  team: string
  rollingContract: boolean
  startsAt?: Date
  endsAt?: Date
}

/**
 * True when the person may approve anything or see restricted categories: after set-up such people are added by a
 * change.
 */
export const isApprover = ({ roles, clearances }: NewStaff): boolean =>
  clearances.length > 0 || roles.some((role) => role !== 'auditor')

/** Adds a person and the ledger entry. They can do nothing until they have a token or a passkey. */
export async function addStaff(desk: Pick<Desk, 'db'>, person: NewStaff, by: Actor): Promise<{ id: string }> {
  checkPerson(person)
  try {
    return await inTransaction(desk.db, async (tx) => {
      if (person.endsAt && person.endsAt <= tx.now) {
        throw new DeskError('invalid_input', message('staff.endPassed', { endsAt: person.endsAt }))
      }
      const id = await insertStaff(tx, person)
      const end = person.endsAt ? { endsAt: person.endsAt.toISOString() } : {}
      const { roles, startsAt: _startsAt, endsAt: _endsAt, ...content } = person
      queueEntry(tx, { kind: 'staff_added', staffId: id, roles, ...end, contentHash: staffHash(content), by })
      return { id }
    })
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    throw new DeskError('conflict', message('staff.pseudonymTaken', { pseudonym: person.pseudonym }))
  }
}

const PSEUDONYM = /^[a-z0-9][a-z0-9-]{0,63}$/
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/
const CLEARANCE = /^[a-z][a-z0-9-]{0,63}$/

/** Refuses invalid properties of a person, and names each. */
export function checkPerson({ pseudonym, roles, employment, languages, clearances, startsAt, endsAt }: NewStaff): void {
  const problems = [
    ...(PSEUDONYM.test(pseudonym) ? [] : [message('person.pseudonym')]),
    ...(roles.length > 0 ? [] : [message('person.noRole')]),
    ...[findRoleConflict(roles)].filter((why) => why !== undefined),
    ...languages.filter((tag) => !LANGUAGE.test(tag)).map((tag) => message('person.language', { tag })),
    ...clearances.filter((name) => !CLEARANCE.test(name)).map((name) => message('person.clearance', { name })),
    ...(employment === 'contractor' && !endsAt ? [message('person.contractorEnd')] : []),
    ...(startsAt && endsAt && endsAt <= startsAt ? [message('person.endBeforeStart')] : []),
  ]
  if (problems.length === 0) return
  throw new DeskError('invalid_input', message('person.invalid', { problems: { as: 'sentences', list: problems } }))
}
