import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from '../lib/db.ts'

/** Whoever waits longer than this for its database serves nobody. */
export const ANSWER_WITHIN_MS = 1_000
/** For so long one answer holds for all who ask: a probe each millisecond is one statement a second. */
const ANSWER_HOLDS_MS = 1_000

/** Answers whether the database does, as of a second ago at most. */
export function watchDatabase(pool: Pool): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined
  let holdsUntil = Number.POSITIVE_INFINITY
  const ask = async (): Promise<boolean> => {
    const answers = await askDatabase(pool)
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

async function askDatabase(pool: Pool): Promise<boolean> {
  // Ends the connection that doesn't answer: it may never again, long after the database does.
  const probe = { text: 'select', values: [], query_timeout: ANSWER_WITHIN_MS }
  const answered = pool.query(probe).then(
    () => true,
    () => false,
  )
  // Also where not even a connection is to be had.
  return Promise.race([answered, pause(ANSWER_WITHIN_MS, false, { ref: false })])
}
