import sql from 'sql-template-tag'
import { insertPage } from '../approval/page/page.ts'
import { stopWaitingOf } from '../approval/stop-orders-of.ts'
import type { Desk } from '../desk.ts'
import type { Role, StaffCaller } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { contentHash } from '../ledger/content-hash.ts'
import { inTransaction, REFUSED, sqlState, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { readStanding } from './standing.ts'

export interface Restricted {
  staffId: string
  pseudonym: string
  restrictedAt: Date
  ordersStopped: readonly string[]
}

const RESTRICTING: readonly Role[] = ['lead', 'admin']
const WHY_LENGTH_MAX = 2_000

/**
 * From the moment this answers somebody does no harm: they ask for none, agree to none, confirm none, and what they agreed to
 * before counts no more; what they asked for and still waits is stopped. They keep stop and restore. One lead or
 * administrator does it, two people lift it.
 */
export async function restrictStaff(
  desk: Pick<Desk, 'restoreDb'>,
  { staffId, by, reason }: { staffId: string; by: StaffCaller; reason: string },
): Promise<Restricted> {
  if (by.id === staffId) throw new DeskError('not_allowed', 'Not done: nobody decides about their own rights.')
  if (!by.roles.some((role) => RESTRICTING.includes(role))) {
    throw new DeskError('not_allowed', 'Not done: this takes the role lead or admin.')
  }
  try {
    return await inTransaction(desk.restoreDb, async (tx) => {
      const pseudonym = await lockBoth(tx, staffId, by)
      const { rows } = await tx.query<{ id: number; at: Date }>(sql`
        insert into staff_restriction (staff_id, cause, reason, by) values (${staffId}, 'one', ${reason}, ${`staff:${by.id}`})
        on conflict (staff_id) where lifted_at is null do nothing returning id, at`)
      const [row] = rows
      if (row === undefined) throw new DeskError('conflict', `${pseudonym} is restricted already.`)
      const actor = { kind: 'staff', id: by.id } as const
      const reasonHash = contentHash({ reason })
      append(tx, { kind: 'staff_restricted', staffId, restrictionId: row.id, cause: 'one', reasonHash, by: actor })
      const ordersStopped = await stopWaitingOf(tx, { kind: 'staff', id: staffId }, actor)
      tell(tx, { staffId, pseudonym, ordersStopped }, by, reason)
      return { staffId, pseudonym, restrictedAt: row.at, ordersStopped }
    })
  } catch (error) {
    if (sqlState(error) !== REFUSED) throw error
    throw new DeskError('not_allowed', 'Not done: you restricted five people within an hour. Somebody else must go on.')
  }
}

/** In the order of their ids, like everybody who holds several. Answers whom it is about. */
async function lockBoth(tx: Tx, staffId: string, by: StaffCaller): Promise<string> {
  const { rows } = await tx.query<{ id: string; pseudonym: string; ended: boolean }>(sql`
    select id, pseudonym, ended_at is not null as ended from staff where id in (${staffId}, ${by.id})
    order by id for no key update`)
  const person = rows.find(({ id }) => id === staffId)
  if (person === undefined) throw new DeskError('not_found', `There is nobody with the id ${staffId}.`)
  if (person.ended) throw new DeskError('conflict', `${person.pseudonym} has ended already.`)
  const standing = await readStanding(tx, by.id)
  if (!standing?.active || standing.restricted) {
    throw new DeskError('not_allowed', 'Not done: you are no longer here, or were restricted yourself.')
  }
  return person.pseudonym
}

function tell(
  tx: Tx,
  { staffId, pseudonym, ordersStopped }: Omit<Restricted, 'restrictedAt'>,
  by: StaffCaller,
  reason: string,
): void {
  const stopped = ordersStopped.length === 0 ? '' : ` Stopped: ${ordersStopped.join(', ')}.`
  const why = `${by.pseudonym} restricted ${pseudonym}: no harm until two people lift it.${stopped} Why: ${reason}`
  for (const role of ['lead', 'admin'] as const) {
    insertPage(tx, { kind: 'restricted', to: { role }, why: why.slice(0, WHY_LENGTH_MAX) })
  }
  const theirs = `You were restricted: you can stop and restore, and others do the rest.${stopped}`
  insertPage(tx, { kind: 'restricted', to: { staff: staffId }, why: theirs.slice(0, WHY_LENGTH_MAX) })
}
