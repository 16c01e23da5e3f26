import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { showProgress } from '../../src/app/cli/print/show-progress.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { retryWhenBusy } from './ask-again.ts'
import { RunError } from './run-error.ts'

const POLL_MS = 100
const STUCK_AFTER_MS = 120_000
const LISTED_MAX = 5

/** Waits until no enforcement is pending and the platform shows every desired state. */
export async function waitUntilSettled(db: Pool, broken: AbortSignal, say: (line: string) => void): Promise<void> {
  await waitForNone({
    what: 'Carrying out',
    broken,
    say,
    count: () => countUnsettled(db),
    list: () => listUnsettled(db),
  })
}

/** Waits until every ledger entry has its number. */
export async function waitUntilNumbered(db: Pool, broken: AbortSignal, say: (line: string) => void): Promise<void> {
  const count = async () => {
    const { rows } = await db.query<{ waiting: number }>(sql`select count(*) as waiting from leaf_pending`)
    return rows[0]?.waiting ?? 0
  }
  await waitForNone({ what: 'Numbering', broken, say, count })
}

interface Wait {
  what: string
  count: () => Promise<number>
  /** Lists the remaining ones, for the error message. */
  list?: () => Promise<unknown>
  broken: AbortSignal
  say: (line: string) => void
}

async function waitForNone({ what, count, list, broken, say }: Wait): Promise<void> {
  const total = await retryWhenBusy(count)
  const progress = showProgress(what, total, say)
  let [before, changedAtMs] = [total, performance.now()]
  try {
    for (;;) {
      broken.throwIfAborted()
      const left = await retryWhenBusy(count)
      if (left === 0) return
      progress.update(Math.max(0, total - left))
      if (left !== before) changedAtMs = performance.now()
      else if (performance.now() - changedAtMs > STUCK_AFTER_MS) {
        const which = list === undefined ? '' : ` ${JSON.stringify(await retryWhenBusy(list))}`
        throw new RunError(`${what}: ${left} are left, and none went for ${STUCK_AFTER_MS / 1_000} s.${which}`)
      }
      before = left
      await pause(POLL_MS)
    }
  } finally {
    progress.end()
  }
}

async function countUnsettled(db: Pool): Promise<number> {
  const { rows } = await db.query<{ unsettled: number }>(sql`
    select (select count(*) from enforcement where state in ('proposed', 'awaiting_approval', 'held', 'releasing', 'restoring'))
      + (select count(*) from subject_state where settled_generation < generation)
      + (select count(*) from job where kind = 'drive') as unsettled`)
  return rows[0]?.unsettled ?? 0
}

async function listUnsettled(db: Pool): Promise<unknown> {
  const { rows } = await db.query(sql`
    select state.*, to_jsonb(due) as due,
      (select jsonb_agg(to_jsonb(placed) order by id) from enforcement placed
        where placed.subject = state.subject and placed.state <> 'in_effect') as enforcements
    from subject_state state left join job on job.kind = 'drive' and job.key = state.subject
    where settled_generation < generation or job.key is not null
      or exists (select from enforcement placed where placed.subject = state.subject and placed.state in
        ('proposed', 'awaiting_approval', 'held', 'releasing', 'restoring'))
    limit ${LISTED_MAX}`)
  return rows
}
