import type { ReadBack } from '@countersign/platform-kit'
import { listStanding, type SubjectState } from '../queries.ts'
import { counts } from '../desired-state/update-desired-state.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey, type PlatformState, UNTOUCHED } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import { handleMismatch } from './handle-mismatch.ts'
import { passUnknownGeneration } from '../reconcile/pass-generation.ts'
import { ENDS_BY_ITSELF, endDrifts, type Found, MENDED, recordDrifts } from './drift.ts'
import { fetchFacts } from '../../cases/accounts/fetch-facts.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { type Job, finishJob, postponeJob, queueJob } from '../../foundation/jobs.ts'
import { compare, type Look } from './compare.ts'
import {
  countProtected,
  findExplained,
  hasOpen,
  isProtected,
  lockReading,
  updateUnread,
  updateReading,
} from './queries.ts'
import { learn } from './learn.ts'
import { everyMs, LOOKS_PER_MINUTE, type Pace } from './pace.ts'

/**
 * The delay before a difference is checked again. Drift counts when seen twice, and a short delay alerts people in
 * time.
 */
const RECHECK_MS = 1_000
/** The delay before a worker checks whether reported drift is over. */
const AFTER_DRIFT_MS = 5_000
const WHILE_OPEN_MS = 30_000
const UNREAD_LOOK_MS = 60_000
const WHY_CHARS_MAX = 500
const AT_ONCE = { looksPerMinute: LOOKS_PER_MINUTE, laterMs: 0 }

/**
 * Compares a protected account, as the platform reports it and as a visitor sees it, with the desired state. Drift is
 * recorded and alerted in one transaction, and a too strict state is corrected. It may run twice: the known facts
 * change under the subject's lock, and open drift is not recorded again.
 */
export async function detectDrift(desk: Desk, job: Job, pace: Pace): Promise<void> {
  const accountId = parseSubjectKey(job.key).id
  if (!(await isProtected(desk.db, accountId))) return finishJob(desk.db, job)
  // The second check of a difference has another priority and does not wait for its turn.
  const isFirst = job.priority === 'drift'
  const account = { kind: 'account', id: accountId } as const
  const { looksPerMinute, laterMs } = isFirst ? await pace.next(desk, account) : AT_ONCE
  const usuallyMs = everyMs(await countProtected(desk.db, platformOf(account)), looksPerMinute)
  // Spread over the usual interval: the other accounts of this platform wait for the same turn.
  if (laterMs > 0) return postponeJob(desk.db, job, laterMs + Math.random() * usuallyMs)
  const look = await lookAt(desk, accountId)
  await inTransaction(desk.db, async (tx) => {
    if ('unread' in look) {
      await updateUnread(tx, accountId, look.unread)
      return queueJob(tx, 'detect_drift', job.key, 'drift', UNREAD_LOOK_MS)
    }
    const nextMs = await take(tx, job.key, accountId, look)
    // The second check is not queued behind all other due checks: people must be alerted in time.
    queueJob(tx, 'detect_drift', job.key, nextMs === RECHECK_MS ? 'background' : 'drift', nextMs ?? usuallyMs)
  })
}

/**
 * Reads the account at the platform. `unread`: the platform did not answer, which does not mean that the account is
 * gone.
 */
async function lookAt(desk: Desk, accountId: string): Promise<Look | { unread: string }> {
  const subject = { kind: 'account', id: accountId } as const
  try {
    const read = await desk.platform.readBack(subject, 'look')
    const [facts, visit] = await Promise.all([
      read && fetchFacts(desk, subject),
      read?.address === undefined ? undefined : desk.platform.visit?.(read.address, subject),
    ])
    return { read, facts: facts?.account, visit }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return { unread: error.message.slice(0, WHY_CHARS_MAX) }
  }
}

/** Processes one check. Returns the delay before the next one. Undefined: the usual interval. */
async function take(tx: Tx, subject: string, accountId: string, look: Look): Promise<number | undefined> {
  const state = await lockSubject(tx, subject)
  const known = await lockReading(tx, accountId)
  if (known === undefined) return undefined
  const isDriven = state.generation !== state.settledGeneration
  if (look.read && !isDriven && (await passUnknownGeneration(tx, state, look.read))) return RECHECK_MS
  const explained = await findExplained(tx, subject, accountId)
  const shouldBe = state.desired ?? known.usual ?? look.read?.state ?? UNTOUCHED
  const found = known.usual === null ? [] : compare(shouldBe, known, look, explained)
  const told = found.filter(({ kind }) => known.doubt.includes(kind))
  const doubted = found.filter(({ kind }) => !known.doubt.includes(kind))
  await updateReading(tx, accountId, learn(known, look, { explained, told, doubted, now: tx.now }))
  if (told.length > 0)
    await reportDrifts(tx, state, accountId, { told, look, usual: known.usual ?? shouldBe, shouldBe })
  const over = ENDS_BY_ITSELF.filter((ended) => !found.some(({ kind }) => kind === ended) && canTell(ended, look))
  await endDrifts(tx, subject, over)
  if (doubted.length > 0) return RECHECK_MS
  if (told.length > 0) return AFTER_DRIFT_MS
  return (await hasOpen(tx, subject, ENDS_BY_ITSELF)) ? WHILE_OPEN_MS : undefined
}

/** False when a failed visit proves nothing about drift of the kind `unseen`. */
const canTell = (kind: string, { visit }: Look): boolean =>
  kind !== 'unseen' || visit === 'shown' || visit === undefined

async function reportDrifts(
  tx: Tx,
  state: SubjectState,
  accountId: string,
  {
    told,
    look,
    usual,
    shouldBe,
  }: { told: readonly Found[]; look: Look; usual: PlatformState; shouldBe: PlatformState },
): Promise<void> {
  const taken = told.some(({ kind }) => MENDED.includes(kind))
  const mends = taken && look.read !== undefined && (await restoreAtPlatform(tx, state, look.read, { usual, shouldBe }))
  // The correction of the account has already recorded this drift.
  const others = mends ? told.filter(({ kind }) => !MENDED.includes(kind)) : told
  await recordDrifts(tx, { subject: state.subject, accountId, answer: 'told' }, others)
}

/** Returns true when the account is being corrected, with its drift on record. */
async function restoreAtPlatform(
  tx: Tx,
  state: SubjectState,
  read: ReadBack,
  { usual, shouldBe }: { usual: PlatformState; shouldBe: PlatformState },
): Promise<boolean> {
  // An instruction is on its way, and a new generation would only restart it.
  if (state.generation !== state.settledGeneration) return false
  if (!canBringUp(state, usual)) return false
  const enforcements = (await listStanding(tx, state.subject)).filter((enforcement) => enforcement.action !== 'warn')
  return handleMismatch(tx, state, shouldBe, read.state, enforcements.filter(counts))
}

/**
 * True when the desk may correct the account upwards. Without a desired state it corrects only to an unrestricted
 * state: anything less would be a restriction by the desk.
 */
export const canBringUp = ({ desired }: SubjectState, usual: PlatformState): boolean =>
  desired !== null || (usual.visible && usual.mayPost && usual.spread === 'full')
