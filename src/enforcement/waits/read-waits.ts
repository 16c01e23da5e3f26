import { Type } from 'typebox'
import { orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { countApprovals } from '../../policy/requirements/requirement.ts'
import { isUnconfirmed } from '../alone/acts-alone.ts'
import { couldApprove, couldConfirm } from '../approvers/answer-rights.ts'
import { readWaiting } from '../gate-queries.ts'
import { WAITING } from '../enforcement-state.ts'
import type { Enforcement } from '../queries.ts'
import { findVerdicts } from '../replay/verdict-queries.ts'
import { listWaits, type Wait } from './list-waits.ts'
import { said } from '../../foundation/schemas/said.ts'

export interface OpenWait extends Wait {
  /** The number of people on duty who can meet the condition now. Null: approvers do not meet it. */
  candidates: number | null
}

export const WaitReply = Type.Object({
  for: Type.Enum([
    'identify',
    'assessment',
    'signature',
    'agreement',
    'duty',
    'hold',
    'breaker',
    'recovery',
    'platform',
    'confirmation',
  ]),
  says: said('The condition in words.'),
  until: orNull(Timestamp, 'The time limit. Null: none.'),
  candidates: orNull(Type.Integer(), 'The number of people on duty who can give it now. Null: not by approvers.'),
})

/**
 * Lists the conditions that a waiting or unconfirmed enforcement still lacks, with the number of people on duty who can
 * meet each. Empty for all others.
 */
export const readWaits = async (db: Pool, enforcement: Enforcement): Promise<OpenWait[]> =>
  (await readProgress(db, enforcement))?.waits ?? []

/** The approvals given and needed, and the conditions that an enforcement lacks. */
export interface Progress {
  given: number
  needed: number
  waits: OpenWait[]
}

/** Reads the progress of a waiting or unconfirmed enforcement in one transaction. Undefined: it has no verdict or ended. */
export async function readProgress(db: Pool, enforcement: Enforcement): Promise<Progress | undefined> {
  if (!WAITING.includes(enforcement.state) && !isUnconfirmed(enforcement)) return undefined
  return inTransaction(db, async (tx) => {
    const verdict = (await findVerdicts(tx, [enforcement.id])).get(enforcement.id)
    if (verdict === undefined) return undefined
    const waiting = await readWaiting(tx, enforcement)
    const agreed = new Set(waiting.agreeing.map(({ staffId }) => staffId))
    const waits: OpenWait[] = []
    for (const wait of listWaits(enforcement, verdict.requirement, waiting))
      waits.push({ ...wait, candidates: await countCandidates(tx, enforcement.id, wait.for, agreed) })
    return { ...countApprovals(verdict.requirement.approvals, waiting.agreeing), waits }
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
