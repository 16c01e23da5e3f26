import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchPgBouncer } from '../test/support/pgbouncer.ts'
import type { Bench, BenchContext, Result } from './bench.ts'
import { type OfflineAndBack, takeOfflineAndRestore } from './effect.ts'
import { HttpConnection } from './http-connection.ts'
import { percentile, percentiles } from './percentile.ts'
import { accountIds, addAccounts } from './visitor.ts'
import { startWorkingDesk } from './working-desk.ts'

const [EFFECT, RESTORE] = ['effect-pooled', 'restore-pooled']
const TIMES = 100
const TIMES_QUICK = 20
const LET_THROUGH = 'statement_timeout, idle_in_transaction_session_timeout, options'

export const pooledEffect: Bench = {
  names: [EFFECT, RESTORE],
  title: 'effects and restores of a desk behind PgBouncer, in turn with those of a desk without',
  onlyWhenNamed: true,
  run: measurePooled,
}

async function measurePooled({ ground, quick }: BenchContext): Promise<Result[]> {
  const times = quick ? TIMES_QUICK : TIMES
  const stops: (() => Promise<void>)[] = []
  const reachBy = async (url: string) => {
    const folder = join(ground.folder, 'pooler')
    mkdirSync(folder)
    const pooler = await launchPgBouncer(folder, url, LET_THROUGH)
    stops.push(pooler.stop)
    return pooler.url
  }
  try {
    const direct = await startWorkingDesk(ground, 'direct')
    const pooled = await startWorkingDesk(ground, 'pooled', { reachBy })
    const sides = [
      { desk: direct, seen: { offline: [], back: [] } as OfflineAndBack },
      { desk: pooled, seen: { offline: [], back: [] } as OfflineAndBack },
    ] as const
    const accounts = accountIds('seen', times)
    const pages = await Promise.all(sides.map(({ desk }) => HttpConnection.open(desk.platform.url)))
    for (const { desk } of sides) await addAccounts(desk.platform.url, accounts)
    for (const account of accounts)
      for (const [place, { desk, seen }] of sides.entries()) {
        const page = pages[place]
        if (page) await takeOfflineAndRestore(desk.client, page, account, seen)
      }
    for (const page of pages) page.close()
    for (const { desk } of sides) desk.client.close()
    const [limit, ours] = [sides[0].seen, sides[1].seen]
    return [toResult(EFFECT, ours.offline, limit.offline), toResult(RESTORE, ours.back, limit.back)]
  } finally {
    // The programs that use it end first.
    await ground.stopPrograms()
    for (const stop of stops) await stop()
  }
}

const toResult = (name: string, samples: readonly number[], direct: readonly number[]): Result => {
  const { p50Ms, p99Ms } = percentiles(samples)
  return { name, value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit: percentile(direct, 50) }
}
