import { queueSubjectAttention } from '../desired-state/subject-state.ts'
import { DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'

/** Marks a subject for a person to look at, and records the reason. */
export function queueTrouble(tx: Tx, subject: string, why: string): void {
  queueSubjectAttention(tx, subject, why)
  queueEntry(tx, { kind: 'needs_attention', why, by: DESK, subject })
}
