import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from '../../../foundation/database/db.ts'

/** A desk that waits longer than this for its database serves no caller. */
export const ANSWER_WITHIN_MS = 1_000
/** One result is valid for this long, for every probe: a probe each millisecond then causes one write a second. */
const ANSWER_HOLDS_MS = 1_000

/** Returns whether the database accepts writes, as of a second ago at most. */
export function watchDatabase(pool: Pool): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined
  let holdsUntil = Number.POSITIVE_INFINITY
  const ask = async (): Promise<boolean> => {
    const answers = await probeDatabase(pool)
    holdsUntil = performance.now() + ANSWER_HOLDS_MS
    return answers
  }
  return () => {
    if (asked === undefined || performance.now() > holdsUntil) {
      holdsUntil = Number.POSITIVE_INFINITY
      asked = ask()
    }
    return asked
  }
}

/** A standby, a read-only server and a full disk answer a question; only a committed write proves that the desk can serve. */
const PROVE_WRITE = 'update write_probe set written_at = desk_now()'

async function probeDatabase(pool: Pool): Promise<boolean> {
  // The timeout ends a connection that doesn't answer: it may never answer again, long after the database does.
  const probe = { text: PROVE_WRITE, values: [], query_timeout: ANSWER_WITHIN_MS }
  const answered = pool.query(probe).then(
    ({ rowCount }) => rowCount === 1,
    () => false,
  )
  // The timeout also covers a pool that has no connection left.
  return Promise.race([answered, pause(ANSWER_WITHIN_MS, false, { ref: false })])
}
