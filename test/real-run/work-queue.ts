import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { showProgress } from '../../src/cli/show-progress.ts'
import type { Pool } from '../../src/lib/db.ts'
import { expectStatus } from './desk-client.ts'
import { type ClaimedCase, reviewCase, type Verdict } from './review-case.ts'
import type { Reviewer } from './reviewers.ts'
import { RunError } from './run-error.ts'

const IDLE_MS = 100
/** Longer than the desk takes to read the facts of all accounts, on which it depends who may be given what. */
const STUCK_AFTER_MS = 120_000

export interface QueueWork {
  db: Pool
  reviewers: readonly Reviewer[]
  /** What anybody who is given this case concludes. */
  judge: (claimed: ClaimedCase, reviewer: Reviewer) => Verdict
  broken: AbortSignal
  say: (line: string) => void
}

/** Lets all reviewers work until no case is open; fails when cases stay that nobody is given. */
export async function workQueue(work: QueueWork): Promise<void> {
  const total = await countOpen(work.db)
  const progress = showProgress('Reviewing', total, work.say)
  const done = new AbortController()
  const ended = AbortSignal.any([done.signal, work.broken])
  try {
    const reviewing = work.reviewers.map((reviewer) => reviewAll(work, reviewer, ended))
    await Promise.race([watch(work.db, (open) => progress.update(total - open), ended), Promise.all(reviewing)])
    done.abort()
    await Promise.all(reviewing)
    work.broken.throwIfAborted()
  } finally {
    done.abort()
    progress.end()
  }
}

async function reviewAll(work: QueueWork, reviewer: Reviewer, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const answer = await reviewer.client.post('/v1/cases/claim-next')
    const body = expectStatus(`${reviewer.pseudonym} asking for a case`, answer, [200, 204])
    if (answer.status === 204) await pause(IDLE_MS)
    else {
      const claimed = toClaimed(body)
      await reviewCase(reviewer, claimed, work.judge(claimed, reviewer))
    }
  }
}

function toClaimed(body: Record<string, unknown>): ClaimedCase {
  const { id, subject, accountId, returned } = body as unknown as ClaimedCase
  return { id, subject, accountId, returned }
}

/** Resolves when no case is open. */
async function watch(db: Pool, onOpen: (open: number) => void, ended: AbortSignal): Promise<void> {
  let before = Number.POSITIVE_INFINITY
  let changedAtMs = performance.now()
  while (!ended.aborted) {
    const open = await countOpen(db)
    onOpen(open)
    if (open === 0) return
    if (open !== before) changedAtMs = performance.now()
    else if (performance.now() - changedAtMs > STUCK_AFTER_MS) {
      throw new RunError(`${open} cases stay open, and for ${STUCK_AFTER_MS / 1_000} s nobody decided one.`)
    }
    before = open
    await pause(IDLE_MS)
  }
}

async function countOpen(db: Pool): Promise<number> {
  const { rows } = await db.query<{ open: number }>(sql`select count(*) as open from review_case where state = 'open'`)
  return rows[0]?.open ?? 0
}
