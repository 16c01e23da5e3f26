import type { Instruction, PlatformState } from '@countersign/platform-kit'
import type { Bench, BenchContext, Result } from './bench.ts'
import type { DeskClient } from './desk-client.ts'
import type { PlatformProgram } from './desk-programs.ts'
import { HttpConnection } from './http-connection.ts'
import { percentile, percentiles } from './percentile.ts'
import { callPlatform } from './platform-call.ts'
import { accountIds, addAccounts, lookUntil } from './visitor.ts'
import { startWorkingDesk } from './working-desk.ts'

const TIMES = 200
const TIMES_QUICK = 20
const SEEN_WITHIN_MS = 30_000

export const effect: Bench = {
  names: ['effect', 'restore'],
  title: 'from an enforcement, or its restore, to what a visitor of the platform sees',
  run: measureEffects,
}

async function measureEffects(context: BenchContext): Promise<Result[]> {
  const times = context.quick ? TIMES_QUICK : TIMES
  const desk = await startWorkingDesk(context.ground, 'effect')
  const page = await HttpConnection.open(desk.platform.url)
  const [ours, bare] = [accountIds('seen', times), accountIds('told', times)]
  await addAccounts(desk.platform.url, [...ours, ...bare])
  const limits: OfflineAndBack = { offline: [], back: [] }
  for (const account of bare) await applyDirectly(desk.platform, page, account, limits)
  const seen: OfflineAndBack = { offline: [], back: [] }
  for (const account of ours) await takeOfflineAndRestore(desk.client, page, account, seen)
  page.close()
  desk.client.close()
  return [toResult('effect', seen.offline, limits.offline), toResult('restore', seen.back, limits.back)]
}

/** The milliseconds from the request until the visitor saw its effect. */
export interface OfflineAndBack {
  offline: number[]
  back: number[]
}

/**
 * One account goes offline by a decision and returns by a restore. Steps that are not measured complete before the next
 * begins.
 */
export async function takeOfflineAndRestore(
  client: DeskClient,
  page: HttpConnection,
  account: string,
  seen: OfflineAndBack,
): Promise<void> {
  const caseId = await client.openCase(account)
  const decidedAt = performance.now()
  const enforcementId = await client.suspend(caseId)
  seen.offline.push((await lookUntil(page, account, 410, SEEN_WITHIN_MS)) - decidedAt)
  await client.waitUntil(enforcementId, 'in_effect')
  const restoredAt = performance.now()
  await client.restore(enforcementId, 'mistake')
  seen.back.push((await lookUntil(page, account, 200, SEEN_WITHIN_MS)) - restoredAt)
  await client.waitUntil(enforcementId, 'restored')
  await client.closeReturned(caseId)
}

const UP: PlatformState = { visible: true, spread: 'full', mayPost: true, labels: [] }

/** The limit: the same instruction sent to the platform directly, without a desk and without any record. */
async function applyDirectly(
  platform: PlatformProgram,
  page: HttpConnection,
  id: string,
  seen: OfflineAndBack,
): Promise<void> {
  const subject = { kind: 'account', id } as const
  const instruction = { subject, baseline: UP, reverts: [], events: [] }
  const call = await HttpConnection.open(platform.url)
  const offlineAt = performance.now()
  await apply(call, platform.secret, { ...instruction, generation: 1, desired: { ...UP, visible: false } })
  seen.offline.push((await lookUntil(page, id, 410, SEEN_WITHIN_MS)) - offlineAt)
  const upAt = performance.now()
  await apply(call, platform.secret, { ...instruction, generation: 2, desired: UP })
  seen.back.push((await lookUntil(page, id, 200, SEEN_WITHIN_MS)) - upAt)
  call.close()
}

const apply = (call: HttpConnection, secret: string, instruction: Instruction): Promise<void> =>
  callPlatform(call, secret, { type: 'subject.apply', instruction })

const toResult = (name: string, samples: readonly number[], limits: readonly number[]): Result => {
  const { p50Ms, p99Ms } = percentiles(samples)
  return { name, value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit: percentile(limits, 50) }
}
