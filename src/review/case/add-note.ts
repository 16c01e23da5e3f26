import { createHash } from 'node:crypto'
import type { Desk } from '../../policy/desk.ts'
import { actorKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { mayJudge } from '../../enforcement/end/end-appeals.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertEvent } from '../../cases/queue/queries.ts'
import { queueAlert } from '../../alerts/alert.ts'
import { findMentioned } from './case-people.ts'
import { openCase } from './read-case.ts'

interface Note {
  caseId: string
  staffId: string
  text: string
  /** The pseudonyms of the people who are alerted. */
  mentions?: readonly string[]
}

const NOT_THEIRS = message('note.appeal')

/**
 * Adds a note to a case for later reviewers, and alerts the people whom it mentions. Notes can't be changed or deleted. On an appeal's case, people with a part
 * in its enforcement add none: their reasons are shown there already, without their name.
 */
export async function addNote(desk: Desk, note: Note): Promise<void> {
  const { caseId, staffId, text, mentions = [] } = note
  const by = { kind: 'staff', id: staffId } as const
  await inTransaction(desk.db, async (tx) => {
    const { subject, appealId } = await openCase(tx, caseId, staffId)
    if (appealId !== null && !(await mayJudge(tx, appealId, staffId))) throw new DeskError('not_allowed', NOT_THEIRS)
    const mentioned = (await findMentioned(tx, caseId, mentions)).filter(({ id }) => id !== staffId)
    const ids = mentioned.map(({ id }) => id)
    const told = ids.length === 0 ? {} : { mentioned: ids }
    await insertEvent(tx, { caseId, kind: 'note', by: actorKey(by), detail: { text, ...told } })
    const noteHash = createHash('sha256').update(text).digest('hex')
    queueEntry(tx, { kind: 'case_noted', caseId, noteHash, ...told, by, subject })
    // Without the author: on a case that awaits an independent review their name is told later.
    for (const { id } of mentioned) {
      queueAlert(tx, { kind: 'mention', to: { staff: id }, why: `A note in ${caseId} mentions you.`, subject })
    }
  })
}
