import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { isUnconfirmed } from '../alone/acts-alone.ts'
import { couldApprove, couldConfirm } from '../approvers/answer-rights.ts'
import { readWaiting } from '../gate-queries.ts'
import { WAITING } from '../enforcement-state.ts'
import type { Enforcement } from '../queries.ts'
import { findVerdicts } from '../replay/verdict-queries.ts'
import { listWaits, type Wait } from './list-waits.ts'

export interface OpenWait extends Wait {
  /** The number of people on duty who can meet the condition now. Null: approvers do not meet it. */
  candidates: number | null
}

/**
 * Lists the conditions that a waiting or unconfirmed enforcement still lacks, with the number of people on duty who can
 * meet each. Empty for all others.
 */
export async function readWaits(db: Pool, enforcement: Enforcement): Promise<OpenWait[]> {
  if (!WAITING.includes(enforcement.state) && !isUnconfirmed(enforcement)) return []
  return inTransaction(db, async (tx) => {
    const verdict = (await findVerdicts(tx, [enforcement.id])).get(enforcement.id)
    if (verdict === undefined) return []
    const waiting = await readWaiting(tx, enforcement)
    const waits = listWaits(enforcement, verdict.requirement, waiting)
    const agreed = new Set(waiting.agreeing.map(({ staffId }) => staffId))
    const counted: OpenWait[] = []
    for (const wait of waits)
      counted.push({ ...wait, candidates: await countCandidates(tx, enforcement.id, wait.for, agreed) })
    return counted
  })
}

async function countCandidates(
  tx: Tx,
  enforcementId: string,
  what: Wait['for'],
  agreed: ReadonlySet<string>,
): Promise<number | null> {
  if (what === 'agreement') {
    return (await couldApprove(tx, enforcementId)).filter(({ staffId }) => !agreed.has(staffId)).length
  }
  return what === 'duty' ? (await couldConfirm(tx, enforcementId)).length : null
}
