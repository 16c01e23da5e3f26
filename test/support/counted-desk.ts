import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { MINUTE_MS } from '../../src/foundation/durations.ts'
import { countSnapshots } from '../../src/oversight/insights/snapshots/count-snapshots.ts'
import { startPast } from './past-enforcements.ts'
import { startTestDesk } from './server.ts'

export const BEGIN = Date.parse('2026-03-27T00:00:00Z')
export const HALF_MS = 30 * MINUTE_MS
/** Counting waits this long for the last transactions of a moment. */
export const MARGIN_MS = 61_000

/** A desk whose queue is counted on request, with a clock that is set. */
export async function startCountedDesk(t: TestContext) {
  const { desk, database } = await startTestDesk(t, { driven: true })
  const past = await startPast(database)
  const setClock = (ms: number) => database.setClock(new Date(ms))
  const countAll = async () => {
    while ((await countSnapshots(desk)) > 0);
  }
  const momentsOf = async () =>
    (await desk.db.list<{ at: Date }>(sql`select at from queue_snapshot order by at`)).map(({ at }) => at.toISOString())
  return { desk, database, past, setClock, countAll, momentsOf }
}

/** A sequence of numbers between 0 and 1, the same in each run. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
