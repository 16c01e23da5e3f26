import type { Bench, BenchContext, Result } from './bench.ts'
import { percentile } from './percentile.ts'
import { countQueued, queueEnforcements, waitForQueue } from './queue-enforcements.ts'
import { accountIds, addAccounts } from './visitor.ts'
import { startWorkingDesk } from './working-desk.ts'

const [ONE, TWO] = ['effects-one-worker', 'effects-two-workers']
const FULL = { rounds: 6, queued: 1_500 }
const QUICK = { rounds: 2, queued: 200 }
const DONE_WITHIN_MS = 300_000

export const secondWorker: Bench = {
  names: [ONE, TWO],
  title: 'effects of one worker, and of two on the same cores, in turn',
  run: measureWorkers,
}

/** Carries out as many effects with one worker as with two, round by round, so that both meet the same machine. */
async function measureWorkers({ ground, quick, say }: BenchContext): Promise<Result[]> {
  const { rounds, queued } = quick ? QUICK : FULL
  const desk = await startWorkingDesk(ground, 'second_worker')
  const rates = { one: [] as number[], two: [] as number[] }
  let earlier = 0
  const measure = async (name: string) => {
    const accounts = accountIds(`${name}-`, queued)
    await addAccounts(desk.platform.url, accounts)
    await queueEnforcements(desk.database.owner, { accounts, proposers: ['proposer'], earlier })
    earlier += queued
    // Some were carried out before the tables' statistics were written anew.
    const begun = performance.now()
    const left = await countQueued(desk.database.owner)
    await waitForQueue(desk.database.owner, DONE_WITHIN_MS)
    return left / ((performance.now() - begun) / 1_000)
  }
  const withOne = async (round: number) => rates.one.push(await measure(`one-${round}`))
  const withTwo = async (round: number) => {
    const second = await desk.startSecondWorker()
    rates.two.push(await measure(`two-${round}`))
    await second.stop()
  }
  for (let round = 1; round <= rounds; round++) {
    // Each is first as often as the other.
    for (const run of round % 2 === 0 ? [withTwo, withOne] : [withOne, withTwo]) await run(round)
    say(`round ${round}: ${rates.one.at(-1)?.toFixed(0)} and ${rates.two.at(-1)?.toFixed(0)} effects/s`)
  }
  desk.client.close()
  const [one, two] = [percentile(rates.one, 50), percentile(rates.two, 50)]
  const rest = { unit: 'effects/s', p50Ms: null, p99Ms: null }
  return [
    { name: ONE, value: one, ...rest, limit: null },
    { name: TWO, value: two, ...rest, limit: one },
  ]
}
