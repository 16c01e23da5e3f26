import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { HttpConnection } from './http-connection.ts'
import { percentiles } from './percentile.ts'
import { countQueued, queueEnforcements } from './queue-enforcements.ts'
import { accountIds, addAccounts, lookUntil } from './visitor.ts'
import { startWorkingDesk, type WorkingDesk } from './working-desk.ts'

const FULL = { queued: 10_000, restores: 200, effects: 20 }
const QUICK = { queued: 2_000, restores: 20, effects: 5 }
const RESTORE_SEEN_WITHIN_MS = 30_000
/** An enforcement may wait for earlier ones: all must finish within this time. */
const EFFECT_SEEN_WITHIN_MS = 300_000

export const effectQueued: Bench = {
  names: ['effect-queued', 'restore-queued'],
  title: 'the same while thousands of other enforcements are being carried out',
  run: measureQueued,
}

async function measureQueued({ ground, quick, say }: BenchContext): Promise<Result[]> {
  const { queued, restores, effects } = quick ? QUICK : FULL
  const desk = await startWorkingDesk(ground, 'queued')
  const [others, up, down] = [accountIds('other', queued), accountIds('online', effects), accountIds('down', restores)]
  await addAccounts(desk.platform.url, [...others, ...up, ...down])
  const enforcements: { id: string; account: string }[] = []
  for (const account of down) enforcements.push({ id: await takeOffline(desk, account), account })
  for (const { id } of enforcements) await desk.client.waitUntil(id, 'in_effect')

  await queueEnforcements(desk.database.owner, { accounts: others, proposers: ['proposer'] })
  say(`${queued} other enforcements wait …`)
  const looks: Promise<number>[] = []
  for (const account of up) await takeOfflineAndLook(desk, account, looks)
  const offline = Promise.all(looks)
  // A failure is reported below; until then a failed read of the page must not end the process.
  offline.catch(() => undefined)
  const back = await restoreAll(desk, enforcements)
  const left = await countQueued(desk.database.owner)
  if (left === 0) throw new BenchError('The other enforcements were all carried out before the restores were measured.')
  say(`${left} of them are left after the restores …`)
  const results = [toResult('effect-queued', await offline), toResult('restore-queued', back)]
  desk.client.close()
  return results
}

async function takeOffline({ client }: WorkingDesk, account: string): Promise<string> {
  return client.suspend(await client.openCase(account))
}

/**
 * Takes an account offline and starts to watch its public page. The watching continues in the background and resolves
 * with the time until the page showed the effect.
 */
async function takeOfflineAndLook(
  { client, platform }: WorkingDesk,
  account: string,
  looks: Promise<number>[],
): Promise<void> {
  const page = await HttpConnection.open(platform.url)
  const caseId = await client.openCase(account)
  const decidedAt = performance.now()
  await client.suspend(caseId)
  const look = lookUntil(page, account, 410, EFFECT_SEEN_WITHIN_MS).then((at) => at - decidedAt)
  looks.push(look.finally(() => page.close()))
}

/** Restores one enforcement after the other, each until a visitor sees the account. */
async function restoreAll(
  { client, platform }: WorkingDesk,
  enforcements: readonly { id: string; account: string }[],
): Promise<number[]> {
  const page = await HttpConnection.open(platform.url)
  const samples: number[] = []
  for (const { id, account } of enforcements) {
    const begun = performance.now()
    // The case of this account stays closed, so that only the next case can be claimed.
    await client.restore(id, 'appeal')
    samples.push((await lookUntil(page, account, 200, RESTORE_SEEN_WITHIN_MS)) - begun)
  }
  page.close()
  return samples
}

const toResult = (name: string, samples: readonly number[]): Result => {
  const { p50Ms, p99Ms } = percentiles(samples)
  return { name, value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit: null }
}
