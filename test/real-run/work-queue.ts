import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { showProgress } from '../../src/app/cli/print/show-progress.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { retryWhenBusy } from './ask-again.ts'
import { RunError } from './run-error.ts'
import { startTeam } from './team.ts'
import type { TeamSetup } from './team-process.ts'

const POLL_MS = 1_000
/**
 * Longer than the desk takes to read the facts of all accounts, which decide the reviewers who may be given each case.
 */
const STUCK_AFTER_MS = 120_000

export interface QueueWork {
  db: Pool
  teams: readonly TeamSetup[]
  broken: AbortSignal
  say: (line: string) => void
}

/**
 * Lets all teams work until no case is open and none can return; fails when cases remain that no person is given.
 * Returns the number of ordinary enforcements that reviewers left out because others would have had to approve.
 */
export async function workQueue({ db, teams, broken, say }: QueueWork): Promise<number> {
  const startedAtMs = performance.now()
  const total = await retryWhenBusy(() => countOpen(db))
  const progress = showProgress('Reviewing', total, say)
  const atWork = teams.map(startTeam)
  const home = Promise.all(atWork.map((team) => team.home))
  const done = new AbortController()
  const ended = AbortSignal.any([done.signal, broken])
  try {
    await Promise.race([watch(db, (open) => progress.update(total - open), ended), home])
    broken.throwIfAborted()
    const seconds = (performance.now() - startedAtMs) / 1_000
    say(`Decided ${total} cases in ${seconds.toFixed(1)} s, ${(total / seconds).toFixed(1)} a second.`)
  } finally {
    done.abort()
    for (const team of atWork) team.callHome()
    await home.finally(() => progress.end())
  }
  return (await home).reduce((sum, asking) => sum + asking, 0)
}

/** Resolves when no case is open, and no enforcement waits that may bring one back. */
async function watch(db: Pool, onOpen: (open: number) => void, ended: AbortSignal): Promise<void> {
  let before = Number.POSITIVE_INFINITY
  let changedAtMs = performance.now()
  while (!ended.aborted) {
    const open = await retryWhenBusy(() => countOpen(db))
    onOpen(open)
    if (open === 0) return
    if (open !== before) changedAtMs = performance.now()
    else if (performance.now() - changedAtMs > STUCK_AFTER_MS) {
      throw new RunError(
        `${open} cases stay open or may come back, and for ${STUCK_AFTER_MS / 1_000} s nobody decided one.`,
      )
    }
    before = open
    await pause(POLL_MS)
  }
}

async function countOpen(db: Pool): Promise<number> {
  const { rows } = await db.query<{ open: number }>(sql`
    select (select count(*) from review_case where state = 'open')
      + (select count(*) from enforcement where state in ('proposed', 'awaiting_approval', 'held')
        or state in ('releasing', 'in_effect', 'restoring') and confirm_by is not null and confirmed_at is null) as open`)
  return rows[0]?.open ?? 0
}
