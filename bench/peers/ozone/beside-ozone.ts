import { setTimeout as pause } from 'node:timers/promises'
import type { Bench, BenchContext, Result } from '../../bench.ts'
import { percentile, percentiles } from '../../percentile.ts'
import { measureBulk } from './bulk.ts'
import { type PdsDesk, startPdsDesk } from './desk-side.ts'
import { type OzoneClient, openOzoneClient } from './ozone-client.ts'
import { type Kind, openVisitor, type Visitor } from './pds-visitor.ts'
import { measureReports } from './reports.ts'
import { type Account, createAccounts, SKIPPED, startOzone } from './start-network.ts'

const TIMES = 50
const TIMES_QUICK = 10
const REPORTERS = 40
const REPORTERS_QUICK = 4
/** The time that Ozone has to note the answer of the PDS before it restores the same account. */
const NOTED_WITHIN_MS = 100

export const besideOzone: Bench = {
  names: [
    ...['ozone-reports', 'ozone-takedown', 'ozone-restore', 'ozone-record-takedown', 'ozone-record-restore'],
    ...['ozone-bulk', 'ozone-bulk-restore'],
  ],
  title: 'beside Ozone: reports, takedowns and restores at one real PDS',
  onlyWhenNamed: true,
  run: measureBesideOzone,
}

/** The milliseconds from an act until a visitor of the PDS saw its effect. */
interface Seen {
  takenDown: number[]
  restored: number[]
}

async function measureBesideOzone(context: BenchContext): Promise<Result[]> {
  const { ground, quick, say, wants } = context
  if (SKIPPED !== undefined) {
    say(`skipped: ${SKIPPED}`)
    return []
  }
  const { network, ozone } = await startOzone(ground, quick ? REPORTERS_QUICK : REPORTERS)
  const times = quick ? TIMES_QUICK : TIMES
  say(`creating ${6 * times} accounts at the PDS …`)
  // Each act has accounts of its own: the desk reads an account for a minute after its restore.
  const create = (prefix: string) => createAccounts(network, prefix, 2 * times)
  const [accounts, authors, together] = [await create('seen'), await create('posts'), await create('bulk')]
  const reports = wants('ozone-reports') ? [await measureReports(context, { network, ozone, accounts })] : []
  const [desk, moderator] = [await startPdsDesk(ground, network), await openOzoneClient(ozone)]
  const visitor = await openVisitor(network)
  const singles: Result[] = []
  for (const [kind, those] of [['account', accounts] as const, ['record', authors] as const]) {
    say(`taking ${times} ${kind}s down and restoring them …`)
    singles.push(...(await measureSingles({ kind, accounts: those, desk, moderator, visitor, say })))
  }
  const bulk = await measureBulk({ accounts: together, network, ozone, desk, say })
  for (const each of [desk.client, moderator, visitor]) each.close()
  return [...reports, ...singles, ...bulk]
}

interface Sides {
  kind: Kind
  accounts: readonly Account[]
  desk: PdsDesk
  moderator: OzoneClient
  visitor: Visitor
  say: (line: string) => void
}

/** The tools act in turn, so both meet the same machine. */
async function measureSingles({ kind, accounts, desk, moderator, visitor, say }: Sides): Promise<Result[]> {
  const ours: Seen = { takenDown: [], restored: [] }
  const theirs: Seen = { takenDown: [], restored: [] }
  // Ozone 0.4 takes no record down at a PDS: it publishes a label.
  const isShared = kind === 'account'
  for (const [place, account] of accounts.entries()) {
    if (place % 2 === 0) await actAtDesk(desk, kind, account, visitor, ours)
    else if (isShared) await actAtOzone(moderator, account, visitor, theirs)
  }
  const prefix = isShared ? 'ozone' : 'ozone-record'
  return (['takenDown', 'restored'] as const).map((act) => {
    const name = `${prefix}-${act === 'takenDown' ? 'takedown' : 'restore'}`
    const { p50Ms, p99Ms } = percentiles(ours[act])
    const limit = isShared ? percentile(theirs[act], 50) : null
    if (isShared) say(`${name}: p99 of Ozone ${percentile(theirs[act], 99).toFixed(1)} ms`)
    return { name, value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit }
  })
}

async function actAtDesk({ client }: PdsDesk, kind: Kind, account: Account, visitor: Visitor, seen: Seen) {
  const subject = kind === 'account' ? account.did : account.post.uri
  const caseId = await client.openCase(subject, kind === 'account' ? 'account' : 'content')
  const decidedAt = performance.now()
  const enforcementId = kind === 'account' ? await client.suspend(caseId) : await client.remove(caseId)
  seen.takenDown.push((await visitor.lookUntil(kind, account, 'not shown')) - decidedAt)
  await client.waitUntil(enforcementId, 'in_effect')
  const restoredAt = performance.now()
  // The case doesn't return, as it would after a mistake.
  await client.restore(enforcementId, 'appeal')
  seen.restored.push((await visitor.lookUntil(kind, account, 'shown')) - restoredAt)
}

async function actAtOzone(moderator: OzoneClient, account: Account, visitor: Visitor, seen: Seen) {
  const takenDownAt = performance.now()
  await moderator.takeDown(account)
  seen.takenDown.push((await visitor.lookUntil('account', account, 'not shown')) - takenDownAt)
  await pause(NOTED_WITHIN_MS)
  const restoredAt = performance.now()
  await moderator.restore(account)
  seen.restored.push((await visitor.lookUntil('account', account, 'shown')) - restoredAt)
}
