import type { Tx } from '../../foundation/database/db.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { lockRemovals } from '../../people/staff/removal-limit.ts'
import type { Desk } from '../../policy/desk.ts'
import { lockCorrected } from '../settlements/correct-settlement.ts'
import { type Change, findChange, lockChange, lockStaffRows } from './change-queries.ts'
import type { ChangeState } from './change-state.ts'
import { changing } from './propose-change.ts'
import type { ChangeKind } from './wanted.ts'

/**
 * The kinds of changes that may count towards the limit on taking rights from people. Their lock comes before any
 * person's row.
 */
const REMOVING: readonly ChangeKind[] = ['role', 'clearance', 'end_people', 'unrestrict']

/**
 * Runs an act on a change in one transaction, with the rows of everyone concerned locked in the one order that prevents
 * deadlocks. Refuses a change in any other state than the given ones. `by` is null where the desk itself acts.
 */
export async function withLocked(
  desk: Pick<Desk, 'db'>,
  { changeId, by }: { changeId: string; by: { id: string } | null },
  states: readonly ChangeState[],
  act: (tx: Tx, change: Change) => Promise<Change>,
): Promise<Change> {
  return changing(desk.db, async (tx) => {
    const found = requireFound(await findChange(tx, changeId), message('change.unknown', { changeId }))
    const { staffId, staffIds = [] } = JSON.parse(found.body)
    if (REMOVING.includes(found.kind)) await lockRemovals(tx)
    const concerned = [
      found.proposedBy,
      ...(by === null ? [] : [by.id]),
      ...(typeof staffId === 'string' ? [staffId] : []),
    ]
    await lockStaffRows(tx, [...concerned, ...staffIds])
    const change = await lockChange(tx, changeId)
    if (change === undefined) throw new Error(`change ${changeId} is gone`)
    if (!states.includes(change.state))
      throw new DeskError('conflict', message('change.state', { changeId, state: change.state }))
    await lockCorrected(tx, change)
    return act(tx, change)
  })
}
