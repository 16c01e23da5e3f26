import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from '../src/foundation/database/db.ts'
import { givenKey } from '../test/support/people.ts'
import type { Bench, BenchContext, Result } from './bench.ts'
import type { BenchDatabase } from './bench-desk.ts'
import { runLoad } from './run-load.ts'
import { accountIds, addAccounts } from './visitor.ts'
import { startWorkingDesk, type WorkingDesk } from './working-desk.ts'

const CONNECTIONS = 16
const FULL = { warmUpMs: 0, measureMs: 15_000, enforcements: 300 }
const QUICK = { warmUpMs: 0, measureMs: 1_000, enforcements: 10 }
/** Enough subjects that most reports open a case. */
const MANY_SUBJECTS = 1_000_000
/** The tables that a result names: those that take the most of it. */
const LARGEST = 6
const NUMBERED_EVERY_MS = 200

export const storage: Bench = {
  names: ['bytes-report', 'bytes-case', 'bytes-enforcement'],
  title: 'disk space of a report, a case and an enforcement, with all tables, indexes and ledger entries',
  run: measureStorage,
}

/** The bytes of each table with its indexes. */
type Sizes = ReadonlyMap<string, number>

interface Growth {
  bytes: number
  /** The largest shares, as a sentence for the person who runs the bench. */
  shares: (count: number) => string
}

async function measureStorage(context: BenchContext): Promise<Result[]> {
  const desk = await startWorkingDesk(context.ground, 'storage')
  const size = context.quick ? QUICK : FULL
  // Pages that exist from the start, and those of the first rows, are no part of what one more row takes. A reviewer
  // takes the next case, so these come before the many other reports.
  await enforce(desk, accountIds('before', size.enforcements))
  const acted = await measureGrowth(context, desk, () => enforce(desk, accountIds('stored', size.enforcements)))
  context.say(`an enforcement: ${acted.growth.shares(size.enforcements)}`)
  await report(context, desk, 'first', MANY_SUBJECTS)
  const hot = await measureGrowth(context, desk, () => report(context, desk, 'hot', 1))
  const perReport = hot.growth.bytes / hot.made.reports
  context.say(`a report: ${hot.growth.shares(hot.made.reports)}`)
  const wide = await measureGrowth(context, desk, () => report(context, desk, 'wide', MANY_SUBJECTS))
  const perCase = (wide.growth.bytes - wide.made.reports * perReport) / wide.made.cases
  context.say(`a case: ${wide.growth.shares(wide.made.cases)}`)
  const perEnforcement = acted.growth.bytes / size.enforcements - perReport - perCase
  desk.client.close()
  return [
    toResult('bytes-report', perReport),
    toResult('bytes-case', perCase),
    toResult('bytes-enforcement', perEnforcement),
  ]
}

/** Sends reports for a while. Returns how many reports and cases there are now that were not there before. */
async function report({ quick }: BenchContext, { database, url }: WorkingDesk, run: string, subjects: number) {
  const { token } = await givenKey(database.db, ['report'])
  const before = await countRows(database.owner)
  const { warmUpMs, measureMs } = quick ? QUICK : FULL
  const work = { kind: 'reports', url, token, run, subjects } as const
  await runLoad(run, { work, connections: CONNECTIONS, warmUpMs, measureMs })
  const after = await countRows(database.owner)
  return { reports: after.reports - before.reports, cases: after.cases - before.cases }
}

const countRows = (owner: Pool) =>
  owner.only<{ reports: number; cases: number }>({
    text: 'select (select count(*) from report)::integer as reports, (select count(*) from review_case)::integer as cases',
    values: [],
  })

/** Suspends each account by a decision about a report of its own. */
async function enforce({ platform, client }: WorkingDesk, accounts: readonly string[]): Promise<void> {
  await addAccounts(platform.url, [...accounts])
  for (const account of accounts) {
    const enforcementId = await client.suspend(await client.openCase(account))
    await client.waitUntil(enforcementId, 'in_effect')
  }
}

async function measureGrowth<T>({ ground }: BenchContext, { database }: WorkingDesk, act: () => Promise<T>) {
  const before = await readSizes(ground.settle, database)
  const made = await act()
  const after = await readSizes(ground.settle, database)
  return { made, growth: growthOf(before, after) }
}

/** Reads the sizes when the ledger has numbered all entries and nothing waits for a vacuum. */
async function readSizes(settle: (database: BenchDatabase) => Promise<void>, database: BenchDatabase): Promise<Sizes> {
  const waiting = {
    text: 'select count(*)::integer from ledger_leaf where not exists (select from ledger_entry where leaf_id = id)',
    values: [],
  }
  while ((await database.owner.onlyValue<number>(waiting)) > 0) await pause(NUMBERED_EVERY_MS)
  await settle(database)
  const rows = await database.owner.list<{ name: string; bytes: number }>({
    text: `select coalesce(inhparent, oid)::regclass::text as name, sum(pg_total_relation_size(oid))::float8 as bytes
      from pg_class left join pg_inherits on inhrelid = oid
      where relkind = 'r' and relnamespace = 'public'::regnamespace group by 1`,
    values: [],
  })
  return new Map(rows.map(({ name, bytes }) => [name, bytes]))
}

function growthOf(before: Sizes, after: Sizes): Growth {
  const grown = [...after].map(([name, bytes]) => ({ name, bytes: bytes - (before.get(name) ?? 0) }))
  const largest = grown.toSorted((one, other) => other.bytes - one.bytes).slice(0, LARGEST)
  return {
    bytes: grown.reduce((sum, { bytes }) => sum + bytes, 0),
    shares: (count) => largest.map(({ name, bytes }) => `${name} ${Math.round(bytes / count)}`).join(', '),
  }
}

const toResult = (name: string, bytes: number): Result => ({
  ...{ name, value: bytes, unit: 'bytes' },
  ...{ p50Ms: null, p99Ms: null, limit: null },
})
