import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { withDeclares } from '../../src/admin/rule-sets/policies-in-force.ts'
import { adoptAtSetup } from '../../src/admin/rule-sets/versions.ts'
import { agreeToChange } from '../../src/admin/change/answer-change.ts'
import { type Change, findChange } from '../../src/admin/change/change-queries.ts'
import { applyAgreedChanges } from '../../src/admin/change/delay-change.ts'
import { proposeChange, takenBy } from '../../src/admin/change/propose-change.ts'
import type { RuleSetName } from '../../src/policy/rule-sets.ts'
import type { Wanted } from '../../src/admin/change/wanted.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { DESK, type Role, type StaffCaller } from '../../src/foundation/domain.ts'
import { queueEntry } from '../../src/ledger/queue-entry.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import { inTransaction, type Pool } from '../../src/foundation/database/db.ts'
import { readSignature } from '../../src/people/signatures/accept-signature.ts'
import { numberEntries } from './desk-with-history.ts'
import { type GivenStaff, givenStaff } from './people.ts'
import { signedBy } from './sign.ts'
import { startTestDesk, type TestDeskOptions } from './server.ts'
import { rightAbout } from '../../src/people/staff/sign-removal.ts'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'

export const REASON = 'as agreed at the meeting'

/** A member of staff, with their token. */
export type Actor = StaffCaller & { token: string }

/** Starts a desk that is set up, with people who can propose and agree to changes. */
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
    propose: (wanted: Wanted, by: StaffCaller = crane) => proposeSigned(test.desk, wanted, by),
    agree: ({ id }: Pick<Change, 'id'>, by: StaffCaller = plover) => agreeSigned(test.desk, id, by),
    /** Makes an agreed change take effect or fail. The desk's clock must be a manually set one. */
    pass: (change: Pick<Change, 'id'>) => passDelay({ desk: test.desk, advance: test.database.advance }, change),
  }
}

/** Proposes a change, signed where it revokes a right of another person. */
async function proposeSigned(desk: Desk, wanted: Wanted, by: StaffCaller): Promise<Change> {
  const asked = { wanted, reason: REASON, by }
  if ((wanted.kind !== 'role' && wanted.kind !== 'clearance') || wanted.op !== 'revoke')
    return proposeChange(desk, asked)
  // A person who may not sign the change may not propose it either, and is refused below.
  const about = rightAbout(takenBy(wanted))
  const signature = await signedBy(desk, by, 'staff_rights', about).catch(() => undefined)
  const signed = signature && (await readSignature(desk.db, desk, { act: 'staff_rights', about, by, signature }))
  return proposeChange(desk, { ...asked, signed })
}

/** Agrees to a change with a signature. */
export const agreeSigned = async (desk: Desk, changeId: string, by: StaffCaller): Promise<Change> =>
  agreeToChange(desk, { changeId, by, reason: null, signature: await signedBy(desk, by, 'change_agree', changeId) })

/**
 * Attempts to apply an agreed change whose time has come: the clock moves to that time, and the worker runs. Returns
 * the state of the change.
 */
export async function passDelay(
  { desk, advance }: { desk: Pick<Desk, 'db' | 'log'>; advance: (ms: number) => Promise<void> },
  { id }: Pick<Change, 'id'>,
): Promise<string | undefined> {
  const { rows } = await desk.db.query<{ leftMs: number }>(sql`
    select ceil(extract(epoch from takes_effect_at - desk_now()) * 1000)::bigint as "leftMs"
    from desk_change where id = ${id} and state = 'agreed'`)
  if (rows[0] === undefined) throw new Error(`${id} does not wait to take effect`)
  await advance(rows[0].leftMs)
  await applyAgreedChanges(desk)
  return (await findChange(desk.db, id))?.state
}

/** From here on a loosening change takes two people and a day. */
export async function endSetup(db: Pool, files: Partial<Record<RuleSetName, string>> = {}): Promise<void> {
  await inTransaction(db, async (tx) => {
    for (const [name, text] of Object.entries(files)) await adoptAtSetup(tx, withDeclares(name as RuleSetName, text))
    await tx.query(sql`insert into setup_end default values`)
    queueEntry(tx, { kind: 'setup_ended', people: [], by: DESK })
  })
}

/** Returns the problems that a verification of the ledger finds: none, when only the desk wrote. */
export async function findProblems(db: Pool): Promise<string[]> {
  await numberEntries(db)
  return (await verifyLedger(db, LEDGER_CHECKS)).problems.map(({ table, id, detail }) => `${table} ${id}: ${detail}`)
}
