import type { ApplyAnswer, ReadBack } from '@countersign/platform-kit'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import type { Desk } from '../../../policy/desk.ts'
import { parseSubjectKey } from '../../../foundation/domain.ts'
import type { Pool } from '../../../foundation/database/db.ts'
import { finishJob, type Job, listHeldJobs, postponeJob } from '../../../foundation/jobs.ts'
import { findWithBaseline, isReady } from '../../desired-state/store-baseline.ts'
import { listSubjectStates } from '../../desired-state/subject-state.ts'
import type { SubjectState } from '../../queries.ts'
import { awaitHold } from '../await-hold.ts'
import { backoffMs } from '../backoff.ts'
import { handleFailure, recordTrouble } from '../handle-failure.ts'
import { journalRestorePoint, journalGeneration, journalRestored } from '../../journal/journal-restore-point.ts'
import { alertLateReverts } from '../trouble.ts'
import { carryStatements } from '../../statements/carry-statements.ts'
import { type FollowUp, prepareFollowUps } from '../../statements/follow-up.ts'
import { LOOK_AGAIN_MS, settle, type Settlement, type Shown } from '../settle/settle.ts'
import { message } from '../../../foundation/messages/message.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'
import { addStatement, type Prepared, prepareInstructions } from './prepare-instructions.ts'
import { readBackAll, sendAll } from './send-instructions.ts'
import { type Driving, forEachPart } from './driving.ts'
import { listSendable } from '../../recovery/wait-in-recovery.ts'

/** The longest pause before a restore is tried again at a platform that states a longer one. */
const RESTORE_RETRY_MS = 10_000
/** The subjects of one run whose states are read at the platform at once, before their first instruction. */
const READ_AT_ONCE = 8

/**
 * Brings one subject to its desired state. It may run twice, late, or beside another attempt: the platform acts once
 * for each generation and never on an older one.
 */
export async function driveSubject(desk: Desk, job: Job): Promise<void> {
  for (const error of (await driveSubjects(desk, [job])).values()) throw error
}

/**
 * Brings subjects of one platform and one priority to their desired states, in as few calls and transactions as a
 * single one takes. Each subject is decided by its own rows: one that fails delays no other. Platform calls stay outside
 * any transaction, so a slow platform holds no row locks. After a crash the next attempt sends the same generations, and
 * the platform returns its stored answers. Returns the errors by their jobs, those of a platform left out: their jobs
 * are postponed already.
 */
export async function driveSubjects(desk: Desk, jobs: readonly Job[]): Promise<ReadonlyMap<Job, unknown>> {
  const errors = new Map<Job, unknown>()
  const db = poolFor(desk, jobs)
  const driving: Driving = {
    desk,
    db,
    fail: (job, generation, error) =>
      handleError({ desk, db }, job, generation, error).catch((unhandled: unknown) => void errors.set(job, unhandled)),
  }
  const ready: Ready[] = []
  const unread: { job: Job }[] = []
  try {
    for (const { job, state } of await listDriven(driving, jobs)) {
      if (state !== undefined && isReady(state)) ready.push({ job, state })
      else unread.push({ job })
    }
    // The platform is read first for the others, so each goes alone: the set waits for none of them.
    await Promise.all([
      driveTogether(driving, ready),
      forEachPart(driving, unread, (part) => driveUnread(driving, part), READ_AT_ONCE),
    ])
  } catch (error) {
    await forEachPart(
      driving,
      jobs.map((job) => ({ job })),
      () => Promise.reject(error),
    )
  }
  return errors
}

/**
 * Lists the jobs that go on and the states of their subjects. Statements that follow are prepared first. A restore that
 * was begun meanwhile has the job of its subject, and only a restore's own job sends its instruction.
 */
async function listDriven(driving: Driving, jobs: readonly Job[]): Promise<FollowUp[]> {
  const given = await withStates(driving.db, jobs)
  if (jobs.every(({ priority }) => priority !== 'statement')) return given
  const prepared = await withStates(driving.db, await prepareFollowUps(driving, given))
  const held = await listHeldJobs(
    driving.db,
    prepared.map(({ job }) => job),
  )
  return prepared.filter(({ job }) => held.includes(job))
}

async function withStates(db: Pool, jobs: readonly Job[]): Promise<FollowUp[]> {
  const states = await listSubjectStates(
    db,
    jobs.map(({ key }) => key),
  )
  return jobs.map((job) => ({ job, state: states.get(job.key) }))
}

interface Ready {
  job: Job
  state: SubjectState
}

/** Drives a subject whose baseline must be read first. Its job is finished when no enforcement asks for anything. */
async function driveUnread(driving: Driving, { job }: { job: Job }): Promise<void> {
  const state = await findWithBaseline(driving.desk, driving.db, job.key)
  if (state === undefined) await finishJob(driving.db, job)
  else await driveTogether(driving, [{ job, state }])
}

async function driveTogether(driving: Driving, ready: readonly Ready[]): Promise<void> {
  const { desk, db } = driving
  // Statements are made while everything else is prepared.
  const carrying = carryStatements(
    desk,
    db,
    ready.map(({ job }) => job),
  )
  const sendable = await listSendable(driving, await prepareInstructions(driving, ready))
  const kept = await forEachPart(driving, sendable, async (part) =>
    (await journalRestorePoint(desk, db, part.job, part)) ? part : undefined,
  )
  const carriedOn = await carrying
  const complete = kept.map((part) => addStatement(part, carriedOn(part.job.key)))
  const answered = await forEachPart(driving, await sendAll(desk.platform, complete), (part) => waitForHold(db, part))
  const read = await forEachPart(driving, await readBackAll(desk.platform, answered), (part) => toShown(desk, part))
  await forEachPart(driving, await settleAll(driving, read), (part) => finish(driving, part))
}

function poolFor(desk: Desk, [first]: readonly Job[]): Pool {
  const priority = first?.priority
  return priority === 'restore' ? desk.restoreDb : priority === 'effect' ? desk.effectDb : desk.db
}

/** Ends the part of a subject whose instruction is held by the platform. */
async function waitForHold(
  db: Pool,
  { answer, ...part }: Prepared & { answer: PromiseSettledResult<ApplyAnswer> },
): Promise<Prepared | undefined> {
  if (answer.status === 'rejected') throw answer.reason
  return (await awaitHold(db, part.job, part.generation, answer.value)) ? undefined : part
}

async function toShown(
  desk: Desk,
  { read, ...part }: Prepared & { read: PromiseSettledResult<ReadBack | undefined> },
): Promise<Prepared & Shown> {
  if (read.status === 'rejected') throw read.reason
  const readBack = read.value
  if (readBack === undefined)
    throw new ConnectorError('no_such_subject', renderMessage(message('attention.platform.gone')))
  return { ...part, readBack, guarantees: desk.platform.guarantees(part.instruction.subject) }
}

type Settled = Prepared & { settlement: Settlement }

/**
 * Settles the subjects together. What is left over is settled apart: a subject that another transaction has locked, and
 * all of them if PostgreSQL refuses the row of one.
 */
async function settleAll(driving: Driving, shown: readonly (Prepared & Shown)[]): Promise<Settled[]> {
  const { desk, db } = driving
  const none: ReadonlyMap<Prepared & Shown, Settlement> = new Map()
  const together =
    shown.length < 2
      ? none
      : await settle(db, shown).catch((error: unknown) => {
          desk.log.warn({ err: error, subjects: shown.length }, 'a set was not settled together: each is by itself')
          return none
        })
  const apart = shown.filter((one) => !together.has(one))
  return [
    ...[...together].map(([one, settlement]) => ({ ...one, settlement })),
    ...(await forEachPart(driving, apart, async (one) => ({
      ...one,
      settlement: (await settle(db, [one])).get(one) ?? 'overtaken',
    }))),
  ]
}

async function finish({ desk, db }: Driving, { settlement, ...part }: Settled): Promise<undefined> {
  if (settlement === 'settled') await journalRestored(desk, part)
  if (settlement === 'too_early') await postponeJob(db, part.job, LOOK_AGAIN_MS)
  if (settlement === 'differs') await tryAgain({ desk, db }, part.job, renderMessage(message('attention.differs')))
}

type Trying = Pick<Driving, 'desk' | 'db'>

async function handleError(trying: Trying, job: Job, generation: number | undefined, error: unknown): Promise<void> {
  const { desk, db } = trying
  if (!(error instanceof ConnectorError)) {
    await recordTrouble(db, job, renderMessage(message('attention.deskFailed')))
    throw error
  }
  const outcome = await handleFailure(desk, db, job, generation, error)
  if (outcome === 'try_again') return tryAgain(trying, job, error.message, error)
  if (error.failure === 'no_such_subject' && generation !== undefined)
    await journalGeneration(desk, job.key, generation)
}

/** `retryAfterMs`: the platform takes no call before. A restore is tried sooner, because a wrong time must not delay it. */
async function tryAgain(
  { desk, db }: Trying,
  job: Job,
  why: string,
  { failure, retryAfterMs = 0 }: Partial<Pick<ConnectorError, 'failure' | 'retryAfterMs'>> = {},
): Promise<void> {
  // Without the platform's own words, which may name a person.
  desk.log.warn({ job: job.kind, attempt: job.attempt, failure }, 'an effect has to be tried again')
  await recordTrouble(db, job, why)
  const isEnding = job.priority === 'restore' && !desk.platform.guarantees(parseSubjectKey(job.key)).reverts
  if (isEnding) await alertLateReverts(db, job.key)
  const restMs = job.priority === 'restore' ? Math.min(retryAfterMs, RESTORE_RETRY_MS) : retryAfterMs
  await postponeJob(db, job, Math.max(restMs, backoffMs(job.attempt, job.priority)))
}
