import sql from 'sql-template-tag'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { Change } from '../../src/admin/change/change-queries.ts'
import { findOpenRecovery, recordLosses } from '../../src/enforcement/recovery/recovery-queries.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import type { StaffCaller, Role } from '../../src/foundation/domain.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { agreeSigned, REASON } from './changes.ts'
import { givenStaff } from './people.ts'

/** Adds a person with this role, on shift. */
export async function addPerson({ db }: Pick<Desk, 'db'>, role: Role): Promise<StaffCaller> {
  const { id } = await givenStaff(db, { roles: [role], onShift: true })
  const pseudonym = await db.onlyValue<string>(sql`select pseudonym from staff where id = ${id}`)
  return { kind: 'staff', id, pseudonym, roles: [role] }
}

/** Begins the recovery state, as a worker does that finds a generation which the database never had. */
export const beginRecovery = ({ db }: Pick<Desk, 'db'>): Promise<void> =>
  inTransaction(db, (tx) => recordLosses(tx, [{ kind: 'journal', subject: 'account:lost', generation: 9, known: 2 }]))

/** Proposes the end of the recovery state that the desk is in. */
export async function proposeEnd(desk: Desk, by: StaffCaller): Promise<Change> {
  const recovery = await findOpenRecovery(desk.db)
  if (recovery === undefined) throw new Error('the desk is in no recovery state')
  return proposeChange(desk, { wanted: { kind: 'recovery_end', recoveryId: recovery.id }, reason: REASON, by })
}

/** Leads the desk back from the recovery state, by two people. */
export async function leadBack(desk: Desk): Promise<Change> {
  const change = await proposeEnd(desk, await addPerson(desk, 'policy'))
  return agreeSigned(desk, change.id, await addPerson(desk, 'lead'))
}
