import type { Instruction } from '@countersign/platform-kit'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { type Job, finishJob, postponeJob } from '../../foundation/jobs.ts'
import { awaitHold } from './await-hold.ts'
import { backoffMs } from './backoff.ts'
import { findGrounds } from './find-grounds.ts'
import { handleFailure, recordTrouble } from './handle-failure.ts'
import { journalRestorePoint, journalGeneration, journalRestored } from '../journal/journal-restore-point.ts'
import { listUndelivered } from './queries.ts'
import { refuseForged } from '../reconcile/refuse-forged.ts'
import { alertLateReverts } from './trouble.ts'
import { LOOK_AGAIN_MS, settle } from './settle.ts'
import { findWithBaseline } from '../desired-state/store-baseline.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

/** The longest pause before a restore is tried again at a platform that states a longer one. */
const RESTORE_RETRY_MS = 10_000

/**
 * Brings one subject to its desired state. It may run twice, late, or beside another attempt: the platform acts once
 * for each generation and never on an older one. Platform calls stay outside any transaction, so a slow platform holds
 * no row locks. After a crash the next attempt sends the same generation, and the platform returns its stored answer.
 */
export async function driveSubject(desk: Desk, job: Job): Promise<void> {
  const db = poolFor(desk, job)
  let generation: number | undefined
  try {
    const prepared = await prepareInstruction(desk, db, job.key)
    if (prepared === undefined) return await finishJob(db, job)
    const { instruction } = prepared
    generation = prepared.generation
    // The enforcements and their signatures are read for each attempt: an approval may have come since, and each
    // attempt is signed anew.
    const [grounds] = await Promise.all([findGrounds(db, job.key), refuseForged(desk, db, instruction, job.key)])
    if (!(await journalRestorePoint(desk, db, job, { ...prepared, grounds }))) return
    const answer = await desk.platform.apply(instruction, grounds)
    if (await awaitHold(db, job, generation, answer)) return
    const readBack = await desk.platform.readBack(instruction.subject)
    if (readBack === undefined)
      throw new ConnectorError('no_such_subject', renderMessage(message('attention.platform.gone')))
    const guarantees = desk.platform.guarantees(instruction.subject)
    const outcome = await settle(db, job, { generation, guarantees }, readBack)
    if (outcome === 'settled') await journalRestored(desk, prepared)
    if (outcome === 'too_early') await postponeJob(db, job, LOOK_AGAIN_MS)
    if (outcome === 'differs') await tryAgain(desk, db, job, renderMessage(message('attention.differs')))
  } catch (error) {
    if (!(error instanceof ConnectorError)) {
      await recordTrouble(db, job, renderMessage(message('attention.deskFailed')))
      throw error
    }
    const outcome = await handleFailure(desk, db, job, generation, error)
    if (outcome === 'try_again') return await tryAgain(desk, db, job, error.message, error.retryAfterMs)
    if (error.failure === 'no_such_subject' && generation !== undefined)
      await journalGeneration(desk, job.key, generation)
  }
}

const poolFor = (desk: Desk, { priority }: Job): Pool =>
  priority === 'restore' ? desk.restoreDb : priority === 'effect' ? desk.effectDb : desk.db

/** `retryAfterMs`: the platform takes no call before. A restore is tried sooner, because a wrong time must not delay it. */
async function tryAgain(desk: Desk, db: Pool, job: Job, why: string, retryAfterMs = 0): Promise<void> {
  desk.log.warn({ job: job.kind, attempt: job.attempt, why }, 'an effect has to be tried again')
  await recordTrouble(db, job, why)
  const isEnding = job.priority === 'restore' && !desk.platform.guarantees(parseSubjectKey(job.key)).reverts
  if (isEnding) await alertLateReverts(db, job.key)
  const restMs = job.priority === 'restore' ? Math.min(retryAfterMs, RESTORE_RETRY_MS) : retryAfterMs
  await postponeJob(db, job, Math.max(restMs, backoffMs(job.attempt, job.priority)))
}

/** An instruction for the platform, and its generation in this database's own numbers. */
interface Prepared {
  instruction: Instruction
  generation: number
}

/**
 * Builds the instruction. Undefined: no enforcement asks for anything. The baseline is stored before the instruction is
 * sent.
 */
async function prepareInstruction(desk: Desk, db: Pool, subject: string): Promise<Prepared | undefined> {
  const state = await findWithBaseline(desk, db, subject)
  if (state === undefined) return undefined
  if (state.baseline === null || state.desired === null) {
    throw new ConnectorError('unavailable', renderMessage(message('attention.platform.moving')))
  }
  // The warnings are read after the state, so that none is missing that its generation has to deliver.
  const warnings = await listUndelivered(db, subject)
  const { generation, generationOffset, platformEpoch } = state
  const instruction = {
    subject: parseSubjectKey(subject),
    generation: generation - generationOffset,
    ...(platformEpoch > 0 && { epoch: platformEpoch }),
    desired: state.desired,
    baseline: state.baseline,
    reverts: state.reverts,
    events: warnings.map(({ id, policyId }) => ({
      id,
      kind: 'warn' as const,
      policyId,
      text: warningText(desk, policyId),
    })),
  } satisfies Instruction
  return { instruction, generation }
}

/** Returns the text of a warning to the account's owner, which is the policy's own text. */
function warningText(desk: Desk, policyId: string): string {
  const policy = desk.policies.policies.get(policyId)
  return policy === undefined ? policyId : `${policy.title}. ${policy.text}`
}
