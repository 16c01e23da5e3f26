import sql from 'sql-template-tag'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import { insertErasure, type ErasablePerson } from '../../src/admin/erasure/erasure-queries.ts'
import { runErasures } from '../../src/admin/erasure/run-erasures.ts'
import type { Role, StaffCaller } from '../../src/foundation/domain.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { agreeSigned, passDelay, REASON } from './changes.ts'
import { countAll } from './count-all.ts'
import { numberEntries } from './desk-with-history.ts'
import { givenStaff } from './people.ts'

/** A member of staff on duty who proposes or agrees to changes. */
export async function givenOfficer({ db }: Pick<Desk, 'db'>, role: Role): Promise<StaffCaller> {
  const { id } = await givenStaff(db, { roles: [role], onShift: role === 'lead' })
  const pseudonym = await db.onlyValue<string>(sql`select pseudonym from staff where id = ${id}`)
  return { kind: 'staff', id, pseudonym, roles: [role] }
}

interface Asked {
  person: ErasablePerson
  personId: string
  by: StaffCaller
}

/** Proposes to erase the data of a person. */
export async function proposeErasure(desk: Desk, { person, personId, by }: Asked) {
  const erasureId = await insertErasure(desk.db, { person, personId, by: by.id })
  return proposeChange(desk, { wanted: { kind: 'person_erase', erasureId }, reason: REASON, by })
}

/** Erases the data of a person: one proposes, another agrees, a day passes, and the task runs. */
export async function eraseByTwo(
  { desk, advance }: { desk: Desk; advance: (ms: number) => Promise<void> },
  asked: Asked & { second: StaffCaller },
): Promise<string | undefined> {
  const change = await proposeErasure(desk, asked)
  await agreeSigned(desk, change.id, asked.second)
  const state = await passDelay({ desk, advance }, change)
  await numberEntries(desk.db)
  await eraseDue(desk)
  return state
}

/** Erases what is due, after the days that are over were counted: an erasure waits for that. */
export async function eraseDue(desk: Pick<Desk, 'db'>): Promise<void> {
  await countAll(desk)
  await runErasures(desk)
}
