import type { Bench, BenchContext, Result } from './bench.ts'
import { startApi } from './desk-programs.ts'
import { givenReaders, prepareOpenCases } from './open-cases.ts'
import { percentiles } from './percentile.ts'
import { rateOf, runLoad } from './run-load.ts'

const NAME = 'case-open'
const CONNECTIONS = 8
/** So few of a million cases that hardly any is opened twice. */
const CASES_OPENED = 50_000
const FULL = { warmUpMs: 2_000, measureMs: 8_000 }
const QUICK = { warmUpMs: 1_000, measureMs: 2_000 }

export const caseOpen: Bench = {
  names: [NAME],
  title: 'opening a case, with a million of them there',
  run: measureOpening,
}

async function measureOpening(context: BenchContext): Promise<Result[]> {
  const { ground, quick } = context
  const cases = await prepareOpenCases(context)
  const { database, policiesDir } = cases
  const tokens = (await givenReaders(cases, CONNECTIONS)).map(({ token }) => token)
  const { rows } = await database.owner.query<{ id: string }>(
    'select id from review_case where employer is null order by sha256(id::bytea) limit $1',
    [CASES_OPENED],
  )
  const api = await startApi(ground, database, { policiesDir })
  const work = { kind: 'cases', url: api.url, tokens, caseIds: rows.map(({ id }) => id) } as const
  const outcome = await runLoad(NAME, { work, connections: CONNECTIONS, ...(quick ? QUICK : FULL) })
  return [{ name: NAME, value: rateOf(outcome), unit: 'cases/s', ...percentiles(outcome.samplesMs), limit: null }]
}
