import { setTimeout as pause } from 'node:timers/promises'
import { givenStaff } from '../test/support/people.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { percentile, percentiles } from './percentile.ts'
import { rateOf, runLoad } from './run-load.ts'
import { accountIds, addAccounts } from './visitor.ts'
import { startWorkingDesk, type WorkingDesk } from './working-desk.ts'

const THIEVES = 20
const FULL = { restores: 100, inFlight: 1_500, floodMs: 45_000 }
const QUICK = { restores: 10, inFlight: 200, floodMs: 8_000 }
/** After this time every request is in flight. */
const WARM_UP_MS = 5_000

export const flood: Bench = {
  names: ['flood'],
  title: `a restore while ${THIEVES} stolen tokens keep ${FULL.inFlight} requests in flight`,
  run: measureFlood,
}

async function measureFlood({ ground, quick, say }: BenchContext): Promise<Result[]> {
  const { restores, inFlight, floodMs } = quick ? QUICK : FULL
  const desk = await startWorkingDesk(ground, 'flood')
  const accounts = accountIds('flooded', 2 * restores + 1)
  await addAccounts(desk.platform.url, accounts)
  const enforcements: string[] = []
  for (const account of accounts) enforcements.push(await desk.client.suspend(await desk.client.openCase(account)))
  for (const enforcement of enforcements) await desk.client.waitUntil(enforcement, 'in_effect')
  const [wanted = '', ...own] = enforcements
  await desk.client.restore(wanted, 'appeal')
  await ground.settle(desk.database)

  const idle = await restoreEach(desk, own.slice(0, restores))
  const tokens = await giveTokens(desk)
  const load = runLoad('flood', {
    work: { kind: 'flood', url: desk.url, tokens, requests: requestsAbout(wanted) },
    connections: inFlight,
    warmUpMs: WARM_UP_MS,
    measureMs: floodMs,
  })
  // A failure is reported below; until then it must not end the process.
  load.catch(() => undefined)
  const endsAt = performance.now() + WARM_UP_MS + floodMs
  await pause(WARM_UP_MS)
  const flooded = await restoreEach(desk, own.slice(restores), endsAt)
  const outcome = await load
  desk.client.close()
  if (flooded.length < restores) say(`The flood ended after ${flooded.length} of ${restores} restores.`)
  if (flooded.length === 0) throw new BenchError('No restore was answered while the flood lasted.')
  say(`${Math.round(rateOf(outcome))} of the thieves' requests were answered a second.`)
  const { p50Ms, p99Ms } = percentiles(flooded)
  return [{ name: 'flood', value: p99Ms, unit: 'ms (p99)', p50Ms, p99Ms, limit: percentile(idle, 99) }]
}

/**
 * Sends requests one after the other. Returns the time to the answer of each request that was answered before the time
 * ended.
 */
async function restoreEach(
  { client }: WorkingDesk,
  enforcements: readonly string[],
  endsAt = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const tookMs: number[] = []
  for (const enforcement of enforcements) {
    const begun = performance.now()
    await client.restore(enforcement, 'appeal')
    const ended = performance.now()
    if (ended > endsAt) break
    tookMs.push(ended - begun)
  }
  return tookMs
}

async function giveTokens({ database }: WorkingDesk): Promise<string[]> {
  const tokens: string[] = []
  for (let n = 0; n < THIEVES; n++) tokens.push((await givenStaff(database.db, { onShift: true })).token)
  return tokens
}

/**
 * The requests with stolen tokens, which no rate limit covers: the measured act, a stop, and reads on the same
 * connections.
 */
const requestsAbout = (enforcement: string) => [
  ['POST', `/v1/enforcements/${enforcement}/restore`, { cause: 'appeal' }] as const,
  ['POST', `/v1/enforcements/${enforcement}/stop`, { reason: 'a fan account' }] as const,
  ['GET', `/v1/enforcements/${enforcement}`] as const,
  ['GET', '/v1/live'] as const,
]
