import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Bench, BenchContext, Result } from './bench.ts'
import type { Pool } from '../src/foundation/database/db.ts'
import { startPlatform, startWorker } from './desk-programs.ts'

/** A worker that has just started compiles its programs and reads everything once. */
const SETTLED_MS = 20_000
const MEASURED_MS = 60_000
const QUICK_MS = 2_000
/** The unit of processor times in /proc. */
const TICKS_PER_SECOND = 100

export const idle: Bench = {
  names: ['idle-cpu', 'idle-transactions', 'idle-memory'],
  title: 'what a worker costs while nothing happens',
  run: measureIdle,
}

async function measureIdle({ ground, quick }: BenchContext): Promise<Result[]> {
  const database = await ground.makeDatabase('bench_idle', 'desk')
  const platform = await startPlatform(ground, 'idle')
  const { pid } = await startWorker(ground, database, { platform })
  await pause(quick ? QUICK_MS : SETTLED_MS)
  const before = await readCosts(database.owner, pid)
  await pause(quick ? QUICK_MS : MEASURED_MS)
  const after = await readCosts(database.owner, pid)
  const seconds = (after.atMs - before.atMs) / 1_000
  return [
    toResult('idle-cpu', ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100, '% of a core'),
    toResult('idle-transactions', (after.transactions - before.transactions) / seconds, '/s'),
    toResult('idle-memory', after.residentMb, 'MB'),
  ]
}

async function readCosts(db: Pool, pid: number) {
  const transactions = await db.onlyValue<number>({
    text: `select xact_commit + xact_rollback from pg_stat_database where datname = current_database()`,
    values: [],
  })
  const [, times = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const [user, system] = times.split(' ').slice(11, 13).map(Number)
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return {
    atMs: performance.now(),
    transactions,
    cpuSeconds: ((user ?? 0) + (system ?? 0)) / TICKS_PER_SECOND,
    residentMb: Number(resident?.[1]) / 1_024,
  }
}

const toResult = (name: string, value: number, unit: string): Result => ({
  ...{ name, value, unit },
  ...{ p50Ms: null, p99Ms: null, limit: null },
})
