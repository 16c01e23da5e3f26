import { givenKey, givenStaff } from '../test/support/people.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { type DeskClient, openDeskClient, read } from './desk-client.ts'
import { startApi, startPlatform } from './desk-programs.ts'
import { percentile, percentiles } from './percentile.ts'
import { accountIds, addAccounts } from './visitor.ts'

const PROCESSES = 3
const TIMES = 50
const TIMES_QUICK = 5
const EFFECTIVE_WITHIN_MS = 10_000

export const freeze: Bench = {
  names: ['freeze'],
  title: `from setting the freeze to all ${PROCESSES} processes holding what would harm`,
  run: measureFreezes,
}

async function measureFreezes({ ground, quick }: BenchContext): Promise<Result[]> {
  const times = quick ? TIMES_QUICK : TIMES
  const database = await ground.makeDatabase('bench_freeze', 'desk')
  const platform = await startPlatform(ground, 'freeze')
  const { token: key } = await givenKey(database.db, ['report'])
  const clients: DeskClient[] = []
  for (let n = 0; n < PROCESSES; n++) {
    const api = await startApi(ground, database, { platform })
    const person = { roles: ['reviewer', 'lead'], languages: [], clearances: ['protected', 'safety'] } as const
    const { token } = await givenStaff(database.db, { ...person, onShift: true })
    clients.push(await openDeskClient(api.url, token, key))
  }
  const accounts = accountIds('frozen', PROCESSES)
  await addAccounts(platform.url, accounts)
  // One after the other, because a claim returns any case that is open.
  const cases: string[] = []
  for (const [n, client] of clients.entries()) cases.push(await client.openCase(accounts[n] ?? ''))
  const [puller] = clients
  if (puller === undefined) throw new BenchError('There is no process to set the freeze at.')
  const [tookMs, bareMs]: [number[], number[]] = [[], []]
  for (let n = 0; n < times; n++) {
    bareMs.push(await timed(async () => void read(await puller.ask('GET', '/v1/freezes'), 200, 'the freezes')))
    tookMs.push(await freezeOnce(puller, clients, cases))
  }
  for (const client of clients) client.close()
  const { p50Ms, p99Ms } = percentiles(tookMs)
  return [{ name: 'freeze', value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit: percentile(bareMs, 50) }]
}

/**
 * Measures the time from the request until the preview of every process states the freeze. Ends the freeze afterwards.
 */
async function freezeOnce(
  puller: DeskClient,
  clients: readonly DeskClient[],
  cases: readonly string[],
): Promise<number> {
  const begun = performance.now()
  const answer = await puller.ask('POST', '/v1/freezes', { reason: 'measured' })
  const { id } = read<{ id: number }>(answer, 201, 'the freeze')
  await Promise.all(clients.map((client, n) => untilHeld(client, cases[n] ?? '', begun)))
  const tookMs = performance.now() - begun
  read(await puller.ask('POST', `/v1/freezes/${id}/end`), 200, 'ending the freeze')
  return tookMs
}

async function untilHeld(client: DeskClient, caseId: string, begun: number): Promise<void> {
  for (;;) {
    const body = { caseId, policyId: 'scam', action: 'suspend', durationMs: 604_800_000 }
    const answer = await client.ask('POST', '/v1/enforcements/preview', body)
    if (read<{ frozenUntil: string | null }>(answer, 200, 'the preview').frozenUntil !== null) return
    if (performance.now() - begun > EFFECTIVE_WITHIN_MS) throw new BenchError('A process never heard of the freeze.')
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
