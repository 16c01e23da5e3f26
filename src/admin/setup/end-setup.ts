import sql from 'sql-template-tag'
import { type Actor, CHANGING_ROLES, DESK, type Organisation, type Role } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Queryable } from '../../foundation/database/db.ts'
import { isDemo } from '../../foundation/is-demo.ts'
import { isSetUp, listInForce, listMissing, lockAdoption } from '../rule-sets/versions.ts'
import { readProfile } from '../../foundation/profile.ts'

/** A person who is named when set-up ends. */
export interface Named {
  id: string
  pseudonym: string
  roles: readonly Role[]
}

export type SetupEnd =
  | { kind: 'ended' | 'too_few' | 'nothing_adopted'; people: readonly Named[] }
  /** A demo stays in set-up, because its people change with each start. */
  | { kind: 'already' | 'demo'; people: readonly [] }

/**
 * The fewest people who may change the organisation. Fewer could never agree to a change or add a person. In a solo
 * organisation one person agrees with themselves, a day later.
 */
export const changersMin = (organisation: Organisation): number => (organisation === 'solo' ? 1 : 2)

/**
 * Ends set-up, once: from then on a loosening change takes two people. It needs two people who can agree, and every
 * policy file in force.
 */
export async function endSetup(db: Pool, by: Actor = DESK): Promise<SetupEnd> {
  return inTransaction(db, async (tx): Promise<SetupEnd> => {
    await lockAdoption(tx)
    if (await isSetUp(tx)) return { kind: 'already', people: [] }
    if (await isDemo(tx)) return { kind: 'demo', people: [] }
    const people = await listNamed(tx)
    const changers = people.filter(({ roles }) => roles.some((role) => CHANGING_ROLES.includes(role)))
    const { organisation } = await readProfile(tx)
    if (changers.length < changersMin(organisation)) return { kind: 'too_few', people }
    if (listMissing(await listInForce(tx)).length > 0) return { kind: 'nothing_adopted', people }
    await tx.query(sql`insert into setup_end default values`)
    queueEntry(tx, { kind: 'setup_ended', people: people.map(({ id }) => id), by })
    return { kind: 'ended', people }
  })
}

async function listNamed(db: Queryable): Promise<Named[]> {
  return db.list<Named>(sql`
    select id, pseudonym, roles from staff cross join lateral staff_standing(staff.id) standing
    where standing.active order by created_at, id`)
}
