import { setTimeout as pause } from 'node:timers/promises'
import { sqlState } from '../../src/foundation/database/db.ts'

const RETRY_MS = 200
/** A time longer than a killed database takes to return. */
const PATIENCE_MS = 60_000
/** PostgreSQL's error classes for a faulty statement, for which a retry is useless. */
const ASKED_WRONGLY = /^(22|42)/

/** Repeats a query while the database is unreachable, as it is for a moment after a kill. Only for reads. */
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
