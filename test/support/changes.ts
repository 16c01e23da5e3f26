import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { adoptAtSetup } from '../../src/change/adopted.ts'
import { agreeToChange } from '../../src/change/answer-change.ts'
import type { Change } from '../../src/change/change-queries.ts'
import { proposeChange } from '../../src/change/propose-change.ts'
import type { AdoptedName, Wanted } from '../../src/change/wanted.ts'
import type { Desk } from '../../src/desk.ts'
import { DESK, type Role, type StaffCaller } from '../../src/domain.ts'
import { append } from '../../src/ledger/append.ts'
import { verifyLedger } from '../../src/ledger/verify.ts'
import { inTransaction, type Pool } from '../../src/lib/db.ts'
import { numberLeaves } from './lived-desk.ts'
import { type GivenStaff, givenStaff } from './people.ts'
import { signedBy } from './sign.ts'
import { startTestDesk, type TestDeskOptions } from './server.ts'

export const REASON = 'as agreed at the meeting'

/** Somebody who acts, with the token they would call with. */
export type Actor = StaffCaller & { token: string }

/** A desk that is set up, and people who can propose and agree to changes of it. */
export async function startChanging(t: TestContext, options: TestDeskOptions = {}) {
  const test = await startTestDesk(t, options)
  const { db } = test.desk
  const person = async (roles: readonly Role[], given: GivenStaff = {}): Promise<Actor> => {
    const { id, token } = await givenStaff(db, { roles, ...given })
    const { rows } = await db.query<{ pseudonym: string }>(sql`select pseudonym from staff where id = ${id}`)
    return { kind: 'staff', id, pseudonym: rows[0]?.pseudonym ?? '', roles, token }
  }
  const crane = await person(['policy'])
  const plover = await person(['lead'], { onShift: true })
  return {
    ...test,
    db,
    person,
    crane,
    plover,
    propose: (wanted: Wanted, by: StaffCaller = crane) => proposeChange(test.desk, { wanted, reason: REASON, by }),
    agree: ({ id }: Pick<Change, 'id'>, by: StaffCaller = plover) => agreeSigned(test.desk, id, by),
  }
}

/** Somebody agrees to a change, and signs that. */
export const agreeSigned = async (desk: Desk, changeId: string, by: StaffCaller): Promise<Change> =>
  agreeToChange(desk, { changeId, by, reason: null, signature: await signedBy(desk, by, 'change_agree', changeId) })

/** From here on what loosens takes two people. */
export async function endSetup(db: Pool, files: Partial<Record<AdoptedName, string>> = {}): Promise<void> {
  await inTransaction(db, async (tx) => {
    for (const [name, text] of Object.entries(files)) await adoptAtSetup(tx, name as AdoptedName, text)
    await tx.query(sql`insert into setup_end default values`)
    append(tx, { kind: 'setup_ended', people: [], by: DESK })
  })
}

/** What verifying finds: nothing, after whatever only the desk did. */
export async function findProblems(db: Pool): Promise<string[]> {
  await numberLeaves(db)
  return (await verifyLedger(db)).problems.map(({ table, id, detail }) => `${table} ${id}: ${detail}`)
}
