import type { Bench, BenchContext, Result } from './bench.ts'
import { read } from './desk-client.ts'
import { percentile, percentiles } from './percentile.ts'
import { requestFacts } from './platform-call.ts'
import { accountIds, addAccounts } from './visitor.ts'
import { startWorkingDesk } from './working-desk.ts'

const TIMES = 300
const TIMES_QUICK = 20

export const preview: Bench = {
  names: ['preview'],
  title: 'from asking to reading what would happen, with the platform asked for its facts',
  run: measurePreviews,
}

async function measurePreviews({ ground, quick }: BenchContext): Promise<Result[]> {
  const times = quick ? TIMES_QUICK : TIMES
  const desk = await startWorkingDesk(ground, 'preview')
  const [account = ''] = accountIds('shown', 1)
  await addAccounts(desk.platform.url, [account])
  const limits: number[] = []
  for (let n = 0; n < times; n++) limits.push(await requestFacts(desk.platform, account))
  const caseId = await desk.client.openCase(account)
  const body = { caseId, policyId: 'scam', action: 'suspend', durationMs: 604_800_000 }
  const tookMs: number[] = []
  for (let n = 0; n < times; n++) {
    const begun = performance.now()
    const answer = await desk.client.ask('POST', '/v1/enforcements/preview', body)
    tookMs.push(performance.now() - begun)
    read(answer, 200, 'the preview')
  }
  desk.client.close()
  const { p50Ms, p99Ms } = percentiles(tookMs)
  return [{ name: 'preview', value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit: percentile(limits, 50) }]
}
