import { setTimeout as pause } from 'node:timers/promises'
import { sqlState } from '../../src/foundation/database/db.ts'

const RETRY_MS = 200
/** Longer than a killed database takes to come back. */
const PATIENCE_MS = 60_000
/** PostgreSQL's classes for what is wrong with the question, so that asking again is in vain. */
const ASKED_WRONGLY = /^(22|42)/

/** Asks the database again while it is away, as it is for a moment when it was killed. Only for questions. */
export async function retryWhenBusy<T>(ask: () => Promise<T>): Promise<T> {
  const untilMs = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (ASKED_WRONGLY.test(sqlState(error) ?? '') || performance.now() > untilMs) throw error
      await pause(RETRY_MS)
    }
  }
}
