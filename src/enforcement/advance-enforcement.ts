import { type Actor, DESK } from '../foundation/domain.ts'
import { asksPlatform } from './facts/read-platform.ts'
import type { Guards } from '../policy/guards/guards-file.ts'
import type { JudgedAccount } from '../policy/guards/judge.ts'
import type { Requirement } from '../policy/requirements/requirement.ts'
import type { Tx } from '../foundation/database/db.ts'
import { queueJobAt } from '../foundation/jobs.ts'
import { groundMessage } from './alone/ground-names.ts'
import { isKeptByBudgets } from './limits/spend.ts'
import { endWaiting } from './end/end-waiting.ts'
import { readWaiting } from './gate-queries.ts'
import { moveEnforcement } from './move-enforcement.ts'
import { agreeBy, nextStep, type Step } from './next-step.ts'
import type { Enforcement, SubjectState } from './queries.ts'
import { releaseEnforcement } from './release-enforcement.ts'
import type { Reading } from './desired-state/set-baseline.ts'
import { type Message, message } from '../foundation/messages/message.ts'

interface Advancing {
  state: SubjectState
  enforcement: Enforcement
  requirement: Requirement
  budgets: Guards['budgets']
  by: Actor
  account: JudgedAccount
  reading?: Reading
}

function removedMessage({ bulkActionId, source, ground }: Enforcement, because: 'asker' | 'ground'): Message {
  if (because === 'ground' && ground !== null) {
    return message('alert.ended.ground', { ground: groundMessage(ground) })
  }
  if (source === 'automation') return message('alert.ended.rule')
  return message(bulkActionId === null ? 'alert.ended.proposer' : 'alert.ended.bulkAction')
}

/**
 * Moves a locked, waiting enforcement to the state that its requirement and its answers lead to, in the transaction
 * that judged it. Does nothing when it is already there.
 */
export async function advanceEnforcement(tx: Tx, asked: Advancing): Promise<Enforcement> {
  const { state, enforcement, by, reading } = asked
  const step = await findStep(tx, asked)
  if (step.to === 'releasing') return releaseEnforcement(tx, state, enforcement, by, reading)
  if (step.to === 'expired') return endWaiting(tx, enforcement, 'expired', DESK)
  if (step.to === 'stopped')
    return endWaiting(tx, enforcement, 'stopped', DESK, removedMessage(enforcement, step.because))
  const moved = step.to === enforcement.state ? enforcement : await moveEnforcement(tx, enforcement, step.to, by)
  // This is the deadline of the approvals, and not the end of the hold: a hold that still has to be served would end
  // too late.
  queueJobAt(tx, 'expire', enforcement.id, 'restore', step.to === 'held' ? enforcement.expiresAt : agreeBy(enforcement))
  if (step.to === 'held') queueJobAt(tx, 'release', enforcement.id, 'effect', step.until)
  return moved
}

async function findStep(tx: Tx, { enforcement, requirement, budgets, account }: Advancing): Promise<Step> {
  const unread = account.readAt === null && asksPlatform(enforcement.action)
  const waiting = await readWaiting(tx, enforcement, unread)
  const step = nextStep(requirement, waiting)
  if (step.to !== 'releasing' || !(await isKeptByBudgets(tx, enforcement, { budgets, requirement }))) return step
  return nextStep(requirement, { ...waiting, isBreakerOpen: true })
}
