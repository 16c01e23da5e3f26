import { type Actor, actorKey, type EnforcementState, type RestoreCause } from '../foundation/domain.ts'
import { queueEntry } from '../ledger/queue-entry.ts'
import type { Tx } from '../foundation/database/db.ts'
import { endAppealOf } from './end/end-appeals.ts'
import { type Enforcement, type EnforcementIn, updateEnforcementState } from './queries.ts'

/** Moves a locked enforcement and records it: the row, its history and the ledger entry together. */
export async function moveEnforcement<State extends EnforcementState>(
  tx: Tx,
  enforcement: Pick<Enforcement, 'id' | 'subject' | 'state' | 'generation'>,
  to: State,
  by: Actor,
  grounds: { cause?: RestoreCause; reason?: string; askedBy?: string } = {},
): Promise<EnforcementIn<State>> {
  const moved = await updateEnforcementState(tx, enforcement, to, actorKey(by))
  if (moved === undefined)
    throw new Error(`enforcement ${enforcement.id} was locked as ${enforcement.state} and is so no more`)
  queueEntry(tx, {
    kind: 'enforcement_moved',
    from: enforcement.state,
    to,
    ...grounds,
    by,
    subject: enforcement.subject,
    enforcementId: enforcement.id,
  })
  if (to === 'restoring') {
    await endAppealOf(tx, { enforcementId: enforcement.id, by, cause: grounds.cause, reason: grounds.reason ?? null })
  }
  return moved
}
