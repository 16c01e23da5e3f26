import { actorKey, type StaffCaller } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { insertEvent } from '../../cases/queue/queries.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { lockSet, reopenUntouched, updateUndone } from './set-queries.ts'

interface UndoneSet {
  /** The number of cases that are open again, and of those that were touched since and stay closed. */
  opened: number
  touched: number
}

/** Opens the cases of a set again, except those that were touched since. By its own person or a lead, once. */
export async function undoSet({ db }: Pick<Desk, 'db'>, setId: string, caller: StaffCaller): Promise<UndoneSet> {
  return inTransaction(db, async (tx) => {
    const set = await lockSet(tx, setId)
    const isTheirs = set?.dismissedBy === caller.id || caller.roles.includes('lead')
    if (set === undefined || !isTheirs) throw new DeskError('not_found', message('caseSet.unknown', { setId }))
    if (set.undoneAt !== null) throw new DeskError('conflict', message('caseSet.undone', { setId }))
    await updateUndone(tx, setId, caller.id)
    const { opened, touched } = await reopenUntouched(tx, setId)
    const by = { kind: 'staff', id: caller.id } as const
    const why = `${setId} was undone`
    for (const caseId of opened) await insertEvent(tx, { caseId, kind: 'returned', by: actorKey(by), detail: { why } })
    queueEntry(tx, { kind: 'case_set_undone', setId, cases: opened, why, by })
    return { opened: opened.length, touched }
  })
}
