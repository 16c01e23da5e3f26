import { createHash } from 'node:crypto'
import type { Desk } from '../desk.ts'
import { actorKey } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction } from '../lib/db.ts'
import { insertEvent } from '../queue/queries.ts'
import { openCase } from './read-case.ts'

/** Leaves a note at a case for whoever opens it next. Notes stay: there is no changing or deleting one. */
export async function addNote(desk: Desk, note: { caseId: string; staffId: string; text: string }): Promise<void> {
  const { caseId, staffId, text } = note
  const by = { kind: 'staff', id: staffId } as const
  await inTransaction(desk.db, async (tx) => {
    const { subject } = await openCase(tx, caseId, staffId)
    await insertEvent(tx, { caseId, kind: 'note', by: actorKey(by), detail: { text } })
    const noteHash = createHash('sha256').update(text).digest('hex')
    append(tx, { kind: 'case_noted', caseId, noteHash, by, subject })
  })
}
