import { updateSubjectAttention } from '../desired-state/subject-state.ts'
import { DESK } from '../../foundation/domain.ts'
import { append } from '../../ledger/append.ts'
import type { Tx } from '../../foundation/database/db.ts'

/** Says that a person should look at a subject, and why. */
export function recordTrouble(tx: Tx, subject: string, why: string): void {
  updateSubjectAttention(tx, subject, why)
  append(tx, { kind: 'needs_attention', why, by: DESK, subject })
}
