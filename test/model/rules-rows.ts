import type { Enforcement, SubjectState } from '../../src/enforcement/queries.ts'
import { isSecondedLock } from '../../src/enforcement/restore/restore-rule.ts'
import { lastsUntil } from '../../src/enforcement/desired-state/desired-state.ts'
import { type EnforcementState, type Subject, subjectKey } from '../../src/foundation/domain.ts'
import type { Requirement } from '../../src/policy/requirements/requirement.ts'
import type { Move, SeenEnforcement, SubjectName } from './gate.ts'
import { canMove } from './enforcement-moves.ts'

/** An enforcement as this way of running keeps it: as the desk does, with what the desk keeps beside it. */
export interface Row extends Pick<Enforcement, keyof Enforcement> {
  name: SubjectName
  first: Requirement
  requirement: Requirement
  assessed: boolean
  /** The people who asked to undo it, where that takes two. */
  undoAsked: Set<number>
  parties: SeenEnforcement['parties'][number][]
  answers: SeenEnforcement['answers'][number][]
  moves: Move[]
  leaves: number
  verdict: SeenEnforcement['verdict']
  /** The time of the next check while it is held. */
  wakeAt: Date | null
}

/** The desired state of a subject, and the time of its next application; null: it is applied already. */
export interface Place extends SubjectState {
  driveAt: number | null
  recorded: number[]
}

export function placeOf(subject: Subject): Place {
  return {
    subject: subjectKey(subject),
    generation: 0,
    desired: null,
    reverts: [],
    baseline: null,
    reachBefore: null,
    settledGeneration: 0,
    generationOffset: 0,
    platformEpoch: 0,
    seen: null,
    needsAttention: null,
    driveAt: null,
    recorded: [],
  }
}

/** Moves an enforcement, with its ledger entry; throws when the table has no such move. */
export function move(row: Row, to: EnforcementState, by: number | null, now: Date): void {
  if (!canMove(row.state, to)) throw new Error(`enforcement ${row.id} can't go from ${row.state} to ${to}`)
  row.moves.push({ from: row.state, to, by, atMs: now.getTime() })
  row.leaves += 1
  row.state = to
  row.movedAt = now
  if (to === 'held') row.heldSince = now
}

export const STANDING: readonly EnforcementState[] = ['releasing', 'in_effect', 'confirmed', 'restoring']

export const endOf = (row: Row): number => lastsUntil(row)?.getTime() ?? Number.POSITIVE_INFINITY

export function toSeen(row: Row): SeenEnforcement {
  const { id, name: subject, action, legalDuty, state, failing, lifted, parties, answers, moves, leaves, verdict } = row
  const { source, bulkActionId, shadow } = row
  return {
    id,
    subject,
    action,
    legalDuty,
    ground: null,
    source,
    bulkActionId,
    shadow,
    state,
    releasedAtMs: moves.find(({ to }) => to === 'releasing')?.atMs ?? null,
    isSecondedLock: isSecondedLock(row),
    isInterim: false,
    // Signatures exist only at the desk.
    isSigned: true,
    expiresAtMs: row.expiresAt.getTime(),
    endsAtMs: row.endsAt?.getTime() ?? null,
    confirmByMs: row.confirmBy?.getTime() ?? null,
    confirmedAtMs: row.confirmedAt?.getTime() ?? null,
    isSuccessor: row.successorOf !== null,
    failing,
    lifted,
    material: row.materialHash?.toString('hex') ?? null,
    parties: [...parties],
    answers: [...answers],
    moves: [...moves],
    moveEntries: leaves,
    verdict,
  }
}
