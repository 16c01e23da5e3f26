import { ConnectorError } from '../../foundation/connector/connector.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DESK, parseSubjectKey } from '../../foundation/domain.ts'
import { finishJobs, type Job, postponeJob } from '../../foundation/jobs.ts'
import { isSameState } from '../desired-state/desired-state.ts'
import { isOfLostPast, isUsable, type Reading, setBaseline } from '../desired-state/set-baseline.ts'
import { lockFreeSubjects } from '../desired-state/subject-state.ts'
import { updateDesiredStates } from '../desired-state/update-desired-state.ts'
import { type Driving, forEachPart } from '../effect/drive/driving.ts'
import { readSubjects } from '../effect/drive/send-instructions.ts'
import { type Enforcement, listStandingOn, type SubjectState } from '../queries.ts'
import { type Carried, carryStatements, queueCarried } from './carry-statements.ts'
import { listFollowing } from './statement-queries.ts'

/** The pause before a statement is tried again that can't go now: the platform states nothing, or shows another state. */
const LATER_MS = 10 * 60_000
/** The pause while another transaction has the subject. */
const LOCKED_MS = 1_000

/** A job that sends a statement after its restore, and its subject's state. */
export interface FollowUp {
  job: Job
  state: SubjectState | undefined
}

/**
 * Prepares one more generation, with an unchanged desired state, for each subject with a statement that did not go with
 * its restore. Returns the jobs that go on to send an instruction. A set that fails is prepared one by one.
 */
export async function prepareFollowUps(driving: Driving, given: readonly FollowUp[]): Promise<Job[]> {
  try {
    return await prepareTogether(driving, given)
  } catch (error) {
    if (given.length < 2) throw error
    return (await forEachPart(driving, given, (one) => prepareTogether(driving, [one]))).flat()
  }
}

async function prepareTogether({ desk, db }: Driving, given: readonly FollowUp[]): Promise<Job[]> {
  const settled = given.filter(isSettled)
  // The instruction of another generation is on its way.
  const going = given.filter((one) => !isSettled(one)).map(({ job }) => job)
  if (settled.length === 0) return going
  const following = new Set(
    await listFollowing(
      db,
      settled.map(({ job }) => job.key),
    ),
  )
  const waiting = settled.filter(({ job }) => following.has(job.key))
  const carriedOn = await carryStatements(
    desk,
    db,
    waiting.map(({ job }) => job),
  )
  const told = waiting.map((one) => ({ ...one, carried: carriedOn(one.job.key) }))
  const unsupported = told.filter(({ carried }) => carried.unsupported.length > 0)
  const carrying = told.filter((one) => !unsupported.includes(one))
  const read = await readShown(desk, carrying)
  const started = await inTransaction(db, async (tx) => {
    const starting = await startGenerations(tx, carrying, read)
    queueCarried(tx, unsupported)
    await finishJobs(
      tx,
      [...unsupported, ...settled.filter(({ job }) => !following.has(job.key))].map(({ job }) => job),
    )
    return starting
  })
  return [...going, ...started]
}

type Settled = FollowUp & { state: SubjectState }

const isSettled = (one: FollowUp): one is Settled =>
  one.state !== undefined && one.state.generation <= one.state.settledGeneration

type Carrying = Settled & { carried: Carried }

/** Reads the platform's states of the subjects without an enforcement in force, by their keys. */
async function readShown(
  { platform }: Driving['desk'],
  carrying: readonly Carrying[],
): Promise<ReadonlyMap<string, Reading>> {
  const asked = carrying.filter(({ state, carried }) => carried.shown.length > 0 && state.baseline === null)
  const subjects = asked.map(({ job }) => parseSubjectKey(job.key))
  const shown = new Map<string, Reading>()
  for (const [place, read] of (await readSubjects(platform, subjects)).entries()) {
    const key = asked[place]?.job.key
    if (read.status === 'rejected' && !(read.reason instanceof ConnectorError)) throw read.reason
    if (key !== undefined && read.status === 'fulfilled' && read.value !== undefined) shown.set(key, read.value)
  }
  return shown
}

/**
 * Starts the next generations. Returns the jobs that go on. A subject that another transaction has locked is tried again
 * later, so that no restore of another subject waits for it.
 */
async function startGenerations(
  tx: Tx,
  carrying: readonly Carrying[],
  read: ReadonlyMap<string, Reading>,
): Promise<Job[]> {
  const keys = carrying.map(({ job }) => job.key)
  const states = await lockFreeSubjects(tx, keys)
  const standing = Map.groupBy(await listStandingOn(tx, keys), ({ subject }) => subject)
  const going: Job[] = []
  const inForce: SubjectState[] = []
  for (const { job, state: before, carried } of carrying) {
    const state = states.get(job.key)
    if (state === undefined) await postponeJob(tx, job, LOCKED_MS)
    else if (state.generation !== before.generation) going.push(job)
    else if (carried.shown.length > 0 && state.baseline !== null) inForce.push(state)
    else if (carried.shown.length > 0 && startAgain(tx, state, standing.get(job.key) ?? [], read.get(job.key)))
      going.push(job)
    else await postponeJob(tx, job, LATER_MS)
  }
  await updateDesiredStates(
    tx,
    inForce.map((state) => ({ state })),
    DESK,
  )
  return going
}

/**
 * Starts the next generation of a locked subject without an enforcement in force: the state that it was settled with, and
 * only while the platform still shows it. An action of the platform's own stays.
 */
function startAgain(tx: Tx, state: SubjectState, standing: readonly Enforcement[], read: Reading | undefined): boolean {
  // The instruction of an enforcement that begins carries the statement.
  if (standing.some(({ action }) => action !== 'warn')) return true
  if (read === undefined || state.desired === null || !isSameState(read.state, state.desired)) return false
  if (!isUsable(state, read) || isOfLostPast(state, read)) return false
  setBaseline(tx, state, { ...read, state: state.desired }, [], DESK)
  return true
}
