import type { ReadBack } from '@countersign/platform-kit'
import { listStanding, type SubjectState } from '../queries.ts'
import { counts } from '../desired-state/retarget.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey, type Target, UNTOUCHED } from '../../foundation/domain.ts'
import { disagree } from './disagree.ts'
import { passUnknownGeneration } from '../reconcile/pass-generation.ts'
import { ENDS_BY_ITSELF, endFindings, type Found, MENDED, tellFindings } from './finding.ts'
import { fetchFacts } from '../../cases/accounts/fetch-facts.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { type Job, finishJob, queueJob } from '../../foundation/jobs.ts'
import { compare, type Look } from './compare.ts'
import {
  countProtected,
  findExplained,
  hasOpen,
  isProtected,
  lockWatched,
  updateUnread,
  updateWatched,
} from './queries.ts'
import { learn } from './learn.ts'
import { everyMs, LOOKS_PER_MINUTE, type Pace } from './pace.ts'

/** A difference is believed when it is seen twice, so soon after each other that people still hear of it in time. */
const QA_SAMPLE_MS = 1_000
/** How soon it is looked whether what was found is over. */
const AFTER_FINDING_MS = 5_000
const WHILE_OPEN_MS = 30_000
const UNREAD_LOOK_MS = 60_000
const WHY_CHARS_MAX = 500

/**
 * Looks at a protected account as the platform has it and as a visitor gets it, and holds that against what it should be. What
 * nobody ordered is put down and told in one transaction, and what is stricter than it should be is brought up. May run twice:
 * what is known is changed under the subject's lock, and what was found once is not found anew.
 */
export async function watchAccount(desk: Desk, job: Job, pace: Pace): Promise<void> {
  const accountId = parseSubjectKey(job.key).id
  if (!(await isProtected(desk.db, accountId))) return finishJob(desk.db, job)
  // Whoever looks again has had their turn.
  const looksPerMinute = job.lane === 'watch' ? await pace.next(desk) : LOOKS_PER_MINUTE
  const look = await lookAt(desk, accountId)
  const usuallyMs = everyMs(await countProtected(desk.db), looksPerMinute)
  await inTransaction(desk.db, async (tx) => {
    if ('unread' in look) {
      await updateUnread(tx, accountId, look.unread)
      return queueJob(tx, 'watch', job.key, 'watch', UNREAD_LOOK_MS)
    }
    const nextMs = await take(tx, job.key, accountId, look)
    // Never behind all the others that are due: people are to hear of it in time.
    queueJob(tx, 'watch', job.key, nextMs === QA_SAMPLE_MS ? 'background' : 'watch', nextMs ?? usuallyMs)
  })
}

/** What can't be read is told apart from what is gone: whoever doesn't answer has said nothing. */
async function lookAt(desk: Desk, accountId: string): Promise<Look | { unread: string }> {
  const subject = { kind: 'account', id: accountId } as const
  try {
    const read = await desk.platform.readBack(subject)
    const [facts, visit] = await Promise.all([
      read && fetchFacts(desk, subject),
      read?.address === undefined ? undefined : desk.platform.visit?.(read.address),
    ])
    return { read, facts: facts?.account, visit }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return { unread: error.message.slice(0, WHY_CHARS_MAX) }
  }
}

/** Works one look in. Answers how soon the next one should be; undefined: at the usual time. */
async function take(tx: Tx, subject: string, accountId: string, look: Look): Promise<number | undefined> {
  const state = await lockSubject(tx, subject)
  const known = await lockWatched(tx, accountId)
  if (known === undefined) return undefined
  const isDriven = state.generation !== state.settledGeneration
  if (look.read && !isDriven && (await passUnknownGeneration(tx, state, look.read))) return QA_SAMPLE_MS
  const explained = await findExplained(tx, subject, accountId)
  const shouldBe = state.target ?? known.usual ?? look.read?.state ?? UNTOUCHED
  const found = known.usual === null ? [] : compare(shouldBe, known, look, explained)
  const told = found.filter(({ kind }) => known.doubt.includes(kind))
  const doubted = found.filter(({ kind }) => !known.doubt.includes(kind))
  await updateWatched(tx, accountId, learn(known, look, { explained, told, doubted, now: tx.now }))
  if (told.length > 0) await tell(tx, state, accountId, { told, look, usual: known.usual ?? shouldBe, shouldBe })
  const over = ENDS_BY_ITSELF.filter((ended) => !found.some(({ kind }) => kind === ended) && canTell(ended, look))
  await endFindings(tx, subject, over)
  if (doubted.length > 0) return QA_SAMPLE_MS
  if (told.length > 0) return AFTER_FINDING_MS
  return (await hasOpen(tx, subject, ENDS_BY_ITSELF)) ? WHILE_OPEN_MS : undefined
}

/** A visit that brought no answer doesn't end that visitors don't see it. */
const canTell = (kind: string, { visit }: Look): boolean =>
  kind !== 'unseen' || visit === 'shown' || visit === undefined

async function tell(
  tx: Tx,
  state: SubjectState,
  accountId: string,
  { told, look, usual, shouldBe }: { told: readonly Found[]; look: Look; usual: Target; shouldBe: Target },
): Promise<void> {
  const taken = told.some(({ kind }) => MENDED.includes(kind))
  const mends = taken && look.read !== undefined && (await bringUp(tx, state, look.read, { usual, shouldBe }))
  // What is brought up was put down with that.
  const others = mends ? told.filter(({ kind }) => !MENDED.includes(kind)) : told
  await tellFindings(tx, { subject: state.subject, accountId, answer: 'told' }, others)
}

/** Answers whether it is brought up, and put down as that. */
async function bringUp(
  tx: Tx,
  state: SubjectState,
  read: ReadBack,
  { usual, shouldBe }: { usual: Target; shouldBe: Target },
): Promise<boolean> {
  // On its way already: a new generation would only begin anew.
  if (state.generation !== state.settledGeneration) return false
  if (!canBringUp(state, usual)) return false
  const enforcements = (await listStanding(tx, state.subject)).filter((enforcement) => enforcement.action !== 'warn')
  return disagree(tx, state, shouldBe, read.state, enforcements.filter(counts))
}

/** Where no enforcement ever stood the desk brings up to all there is, or not at all: less would be its own doing. */
export const canBringUp = ({ target }: SubjectState, usual: Target): boolean =>
  target !== null || (usual.visible && usual.mayPost && usual.spread === 'full')
