import { join } from 'node:path'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { startApi } from './desk-programs.ts'
import { givenReaders, prepareOpenCases } from './open-cases.ts'
import { percentiles } from './percentile.ts'
import { rateOf, runLoad } from './run-load.ts'

const NAME = 'view'
const CONNECTIONS = 8
const CASES_OPENED = 50_000
const FULL = { warmUpMs: 2_000, measureMs: 8_000 }
const QUICK = { warmUpMs: 1_000, measureMs: 2_000 }
const WITHOUT_RECORDS = join(import.meta.dirname, 'leave-out-records.ts')

export const view: Bench = {
  names: [NAME],
  title: 'opening cases, with and without recording who saw them',
  run: measureViews,
}

/**
 * The same cases read by the same people, first at a desk that records no views, which is the limit, then at a complete
 * one.
 */
async function measureViews(context: BenchContext): Promise<Result[]> {
  const { ground, quick } = context
  const cases = await prepareOpenCases(context)
  const { database, policiesDir } = cases
  const { rows } = await database.owner.query<{ id: string }>(
    'select id from review_case where employer is null order by sha256(id::bytea) limit $1',
    [CASES_OPENED],
  )
  const caseIds = rows.map(({ id }) => id)
  const readers = await givenReaders(cases, CONNECTIONS)
  const [ids, tokens] = [readers.map(({ id }) => id), readers.map(({ token }) => token)]
  const countRecorded = async () => {
    const found = await database.owner.query<{ recorded: number }>(
      'select count(*) as recorded from staff_view where staff_id = any ($1)',
      [ids],
    )
    return found.rows[0]?.recorded ?? 0
  }
  const measure = async (preload?: string) => {
    const api = await startApi(ground, database, { policiesDir, ...(preload === undefined ? {} : { preload }) })
    const work = { kind: 'cases', url: api.url, tokens, caseIds } as const
    const outcome = await runLoad(NAME, { work, connections: CONNECTIONS, ...(quick ? QUICK : FULL) })
    await ground.stopPrograms()
    return outcome
  }
  const bare = await measure(WITHOUT_RECORDS)
  if ((await countRecorded()) > 0) throw new BenchError('The desk that records nothing has recorded something.')
  const whole = await measure()
  const recorded = await countRecorded()
  if (recorded < whole.samplesMs.length)
    throw new BenchError(`Of ${whole.samplesMs.length} only ${recorded} are recorded.`)
  return [{ name: NAME, value: rateOf(whole), unit: 'cases/s', ...percentiles(whole.samplesMs), limit: rateOf(bare) }]
}
