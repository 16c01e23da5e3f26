import { inPlannedTransaction, inSavepoint, type Tx } from '../../foundation/database/db.ts'
import { type Actor, DESK, parseActorKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { queueJob } from '../../foundation/jobs.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { heldTo, isDemanding, type JudgedAccount, judge } from '../../policy/guards/judge.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import { advanceEnforcement } from '../advance-enforcement.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { WAITING } from '../enforcement-state.ts'
import { readFacts } from '../facts/gather-facts.ts'
import { accountsTakenFrom, queueAccountLocks } from '../facts/lock-accounts.ts'
import { asksPlatform, type Gathered, NOT_ASKED, readFromPlatform } from '../facts/read-platform.ts'
import { lockPeople, queuePairsLock, updateAsked } from '../gate-queries.ts'
import { alertUnapprovable } from '../leads-alert.ts'
import { READ_AGAIN_MS } from '../next-step.ts'
import { type Enforcement, lockEnforcement, readEnforcement } from '../queries.ts'
import { insertVerdict, listVerdicts, toStored } from '../replay/verdict-queries.ts'
import { hashMaterial } from './material.ts'

interface Reconsidered {
  enforcement: Enforcement
  /** The platform's answer about the subject. `unknown`: the platform could not be read. */
  gathered: Gathered
}

interface Reconsideration {
  /** Runs on the locked enforcement after its new verdict, and returns the enforcement in its new state. */
  act?: (tx: Tx, enforcement: Enforcement) => Promise<Enforcement>
  /** Changes nothing when the platform cannot be read. */
  mustKnow?: boolean
  /**
   * True when `act` only ends the enforcement. It then takes no account lock and waits for no other enforcement on the
   * account.
   */
  onlyEnds?: boolean
}

const leaveAsItIs = async (_tx: Tx, enforcement: Enforcement): Promise<Enforcement> => enforcement

/**
 * Judges a waiting enforcement again on facts read just now, runs `act`, and advances the enforcement as far as it may
 * go, in one transaction. The rows of all people with a part in it are locked, so a departure commits before or after.
 * An enforcement that no longer waits is not judged; `act` still runs, so that it can report that.
 */
export async function reconsider(
  desk: Desk,
  enforcementId: string,
  by: Actor,
  { act = leaveAsItIs, mustKnow = false, onlyEnds = false }: Reconsideration,
): Promise<Reconsidered> {
  const found = await readEnforcement(desk.db, enforcementId)
  // The platform is read outside the transaction, because a slow platform must not hold locks.
  const { gathered, reading } = asksPlatform(found.action) ? await readFromPlatform(desk, found.subject) : NOT_ASKED
  const isUnknown = gathered === 'unknown' && asksPlatform(found.action)
  if (mustKnow && isUnknown) return { enforcement: found, gathered }
  const outcome = await inPlannedTransaction(desk.db, async (tx) => {
    if (!onlyEnds) queueAccountLocks(tx, accountsTakenFrom({ ...found, gathered }))
    await lockPeople(tx, enforcementId, by)
    queuePairsLock(tx, enforcementId, by)
    const state = await lockSubject(tx, found.subject)
    const locked = await lockEnforcement(tx, enforcementId)
    if (!WAITING.includes(locked.state)) return act(tx, locked)
    const { enforcement, requirement, account } = await judgeAgain(tx, desk, locked, gathered)
    const acted = await inSavepoint(tx, () => act(tx, enforcement)).catch(toConflict)
    const left = acted instanceof DeskError ? enforcement : acted
    if (!WAITING.includes(left.state)) return left
    const { budgets } = desk.policies.guards
    const asked = { state, enforcement: left, requirement, budgets, by, account, ...(reading ? { reading } : {}) }
    const moved = await advanceEnforcement(tx, asked)
    if (moved.state === 'awaiting_approval') await alertUnapprovable(tx, moved, requirement)
    // An unreadable platform can raise the requirement, so the worker asks it again.
    if (isUnknown && moved.state === 'awaiting_approval')
      queueJob(tx, 'release', enforcementId, 'effect', READ_AGAIN_MS)
    return acted instanceof DeskError ? acted : moved
  })
  if (outcome instanceof DeskError) throw outcome
  return { enforcement: outcome, gathered }
}

/**
 * Turns a conflict into a value, so that the new verdict is stored and the person finds it at the next read. Any other
 * error rolls the transaction back.
 */
function toConflict(error: unknown): DeskError {
  if (error instanceof DeskError && error.code === 'conflict') return error
  throw error
}

/**
 * Stores a new verdict on a locked enforcement. Its requirement may have grown, and the material that approvers judge
 * may have changed.
 */
async function judgeAgain(
  tx: Tx,
  desk: Desk,
  enforcement: Enforcement,
  gathered: Gathered,
): Promise<{ enforcement: Enforcement; requirement: Requirement; account: JudgedAccount }> {
  const { guards, hash } = desk.policies
  const [first] = await listVerdicts(tx, enforcement.id)
  if (first === undefined) throw new Error(`enforcement ${enforcement.id} has no verdict`)
  const judgedBy = await readFacts(tx, guards, {
    subject: enforcement.subject,
    accountId: enforcement.accountId,
    action: enforcement.action,
    ownAction: enforcement.ownAction,
    by: parseActorKey(enforcement.proposedBy),
    source: enforcement.source,
    legalDuty: enforcement.legalDuty,
    ...(enforcement.ground ? { ground: { kind: enforcement.ground, ref: enforcement.groundRef } } : {}),
    openedAt: null,
    waiting: {
      enforcementId: enforcement.id,
      proposedAt: enforcement.proposedAt,
      contentVersion: enforcement.contentVersion,
    },
    reviewSeconds: first.facts.facts['enforcement.review_seconds'] ?? null,
    seenSeconds: first.facts.facts['enforcement.seen_seconds'] ?? null,
    gathered,
  })
  // A waiting enforcement never needs less than its first verdict required.
  const judgement = judge(guards.guards, enforcement.action, judgedBy, first.requirement)
  // A shadow enforcement that waits for the end of a freeze has no requirements only while shadow mode lasts.
  const requirement = heldTo(judgement.requirement, { shadow: enforcement.shadow && judgedBy.shadow === true })
  const stored = toStored(judgement, judgedBy)
  const verdictHash = insertVerdict(tx, enforcement.id, stored, Buffer.from(hash, 'hex'))
  queueEntry(tx, {
    kind: 'enforcement_judged',
    verdict: stored.outcome,
    verdictHash,
    by: DESK,
    subject: enforcement.subject,
    enforcementId: enforcement.id,
  })
  // Approvers who were asked stay asked, because the material that they see must match their answers.
  const isAsked = enforcement.materialHash !== null || isDemanding(requirement)
  const updated = await updateAsked(tx, enforcement.id, {
    materialHash: isAsked ? hashMaterial(judgedBy.account) : null,
    holdMs: requirement.holdMs,
    confirmMs: requirement.confirmMs,
  })
  return { enforcement: updated, requirement, account: judgedBy.account }
}
