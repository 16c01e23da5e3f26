import { createHash } from 'node:crypto'
import type { Desk } from '../../policy/desk.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { returnCase } from '../../cases/queue/return-case.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import { type Exception, lockException, updateEnded } from './exception-queries.ts'

/** Ends a newsworthy exception, once, and puts its case before all others of its queue for a new decision. */
export async function endException(
  desk: Pick<Desk, 'db'>,
  { exceptionId, staffId, reason }: { exceptionId: string; staffId: string; reason: string },
): Promise<Exception> {
  return inTransaction(desk.db, async (tx) => {
    const standing = await lockStanding(tx, staffId)
    if (!standing?.active) throw new DeskError('not_allowed', message('staff.notHere'))
    const found = await lockException(tx, exceptionId, staffId)
    if (found === undefined) throw new DeskError('not_found', message('exception.unknown', { exceptionId }))
    if (found.endedAt !== null) throw new DeskError('conflict', message('exception.ended', { exceptionId }))
    const ended = await updateEnded(tx, { exceptionId, staffId, reason })
    const by = { kind: 'staff', id: staffId } as const
    const reasonHash = createHash('sha256').update(reason).digest('hex')
    queueEntry(tx, { kind: 'exception_ended', exceptionId, reasonHash, by, subject: ended.subject })
    await returnCase(tx, {
      caseId: ended.caseId,
      why: message('alert.returned.exception', { exceptionId, reason }),
      by,
    })
    return ended
  })
}
