import type { Tx } from '../foundation/database/db.ts'
import { type Actor, actorKey, type EnforcementState, type RestoreCause } from '../foundation/domain.ts'
import { movedEnforcements } from '../foundation/telemetry/measurement.ts'
import { queueEntry } from '../ledger/queue-entry.ts'
import { endAppealsOf } from './end/end-appeals.ts'
import { type Enforcement, type EnforcementIn, type Move, updateEnforcementStates } from './queries.ts'

interface Grounds {
  cause?: RestoreCause
  reason?: string
  askedBy?: string
  /** The reason for which the outcome of an appeal differs from its judge's own conclusion. */
  differsBecause?: string
  /** True when a lesser enforcement takes its place. */
  isReplaced?: boolean
}

/** Moves a locked enforcement and records it: the row, its history and the ledger entry together. */
export async function moveEnforcement<State extends EnforcementState>(
  tx: Tx,
  enforcement: Pick<Enforcement, 'id' | 'subject' | 'state' | 'generation'>,
  to: State,
  by: Actor,
  grounds: Grounds = {},
): Promise<EnforcementIn<State>> {
  const [moved] = await moveEnforcements(tx, [{ enforcement, to, ...grounds }], by)
  if (moved === undefined || !isIn(moved, to)) throw new Error(`enforcement ${enforcement.id} was not moved`)
  return moved
}

const isIn = <State extends EnforcementState>(
  enforcement: Enforcement,
  state: State,
): enforcement is EnforcementIn<State> => enforcement.state === state

/** Moves locked enforcements as `moveEnforcement` does, and returns them in the same order. */
export async function moveEnforcements(
  tx: Tx,
  moves: readonly (Move & Grounds)[],
  by: Actor,
): Promise<readonly Enforcement[]> {
  if (moves.length === 0) return []
  const rows = await updateEnforcementStates(tx, moves, actorKey(by))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const moved: Enforcement[] = []
  for (const { enforcement, to, differsBecause: _ofAppeal, isReplaced: _byLess, ...grounds } of moves) {
    const { id, subject, state: from } = enforcement
    const row = byId.get(id)
    if (row === undefined) throw new Error(`enforcement ${id} was locked as ${from} and is so no more`)
    moved.push(row)
    queueEntry(tx, { kind: 'enforcement_moved', from, to, ...grounds, by, subject, enforcementId: id })
  }
  tx.afterCommit(() => movedEnforcements.record(() => moves.map(({ to }) => to)))
  const undone = moves.filter(({ to }) => to === 'restoring')
  await endAppealsOf(
    tx,
    undone.map(({ enforcement, cause, reason = null, differsBecause = null, isReplaced = false }) => ({
      ...{ enforcementId: enforcement.id, cause, reason, differsBecause, isReplaced },
    })),
    by,
  )
  return moved
}
