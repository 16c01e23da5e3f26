import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from '../src/foundation/database/db.ts'
import { givenStaff } from '../test/support/people.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { type DeskClient, read } from './desk-client.ts'
import { HttpConnection } from './http-connection.ts'
import { percentiles } from './percentile.ts'
import { queueEnforcements, waitForQueue } from './queue-enforcements.ts'
import { accountIds, addAccounts, lookUntil } from './visitor.ts'
import { startWorkingDesk, type WorkingDesk } from './working-desk.ts'

const NAME = 'restore-10000'
/** The most enforcements that one person may undo in a day: each set has a lead of its own. */
const SET = 500
const SETS = 20
const SETS_QUICK = 2
/** A time before the first of the enforcements, within the day that one person may undo. */
const SINCE_MS = 3_600_000
const CARRIED_OUT_WITHIN_MS = 600_000
const BACK_WITHIN_MS = 600_000
const LOOK_EVERY_MS = 100
const SEEN_WITHIN_MS = 1_000

export const restoreBulk: Bench = {
  names: [NAME],
  title: 'ten thousand accounts back, as restores of five hundred',
  onlyWhenNamed: true,
  run: measureBulk,
}

async function measureBulk({ ground, quick, say }: BenchContext): Promise<Result[]> {
  const sets = quick ? SETS_QUICK : SETS
  const desk = await startWorkingDesk(ground, 'bulk')
  const { owner, db } = desk.database
  const accounts = accountIds('bulk', sets * SET)
  await addAccounts(desk.platform.url, accounts)
  const proposers: string[] = []
  for (let set = 0; set < sets; set++) proposers.push((await givenStaff(db)).id)
  await queueEnforcements(owner, { accounts, proposers })
  say(`${accounts.length} enforcements are carried out first …`)
  await waitForQueue(owner, CARRIED_OUT_WITHIN_MS)

  const leads = await Promise.all(proposers.map(() => desk.openAnother()))
  say('and restored …')
  const begun = performance.now()
  for (const [set, proposer] of proposers.entries()) {
    const lead = leads[set]
    if (lead !== undefined) await startRestore(lead, proposer)
  }
  await waitUntilBack(owner, accounts.length)
  const seconds = (performance.now() - begun) / 1_000
  await checkAllAreUp(desk, accounts)
  const samples = await listSamples(owner)
  for (const client of [desk.client, ...leads]) client.close()
  return [{ name: NAME, value: accounts.length / seconds, unit: 'restores/s', ...percentiles(samples), limit: null }]
}

/** Restores all enforcements of one person, by another person on duty. */
async function startRestore(client: DeskClient, staffId: string): Promise<void> {
  const scope = { by: { kind: 'staff', id: staffId }, since: new Date(Date.now() - SINCE_MS).toISOString() }
  const { id, enforcements } = read<{ id: string; enforcements: number }>(
    await client.ask('POST', '/v1/restores', scope),
    201,
    'the preview',
  )
  if (enforcements !== SET)
    throw new BenchError(`The preview of ${id} has ${enforcements} enforcements and not ${SET}.`)
  read(await client.ask('POST', `/v1/restores/${id}/start`, { reason: 'measured' }), 202, 'the start')
}

async function waitUntilBack(owner: Pool, wanted: number): Promise<void> {
  const until = performance.now() + BACK_WITHIN_MS
  for (;;) {
    const { rows } = await owner.query<{ back: number }>(
      'select count(*) as back from enforcement_restore where visible_at is not null',
    )
    const back = rows[0]?.back ?? 0
    if (back === wanted) return
    if (performance.now() > until) throw new BenchError(`${wanted - back} accounts are not back yet.`)
    await pause(LOOK_EVERY_MS)
  }
}

/** The desk reports all accounts as restored, so the platform's own pages must show it too. */
async function checkAllAreUp({ platform }: WorkingDesk, accounts: readonly string[]): Promise<void> {
  const page = await HttpConnection.open(platform.url)
  for (const account of accounts) await lookUntil(page, account, 200, SEEN_WITHIN_MS)
  page.close()
}

/**
 * For each enforcement: the time from the start of the bulk restore until a read of the platform showed the account as
 * restored.
 */
async function listSamples(owner: Pool): Promise<number[]> {
  const { rows } = await owner.query<{ ms: number }>(`
    select extract(epoch from r.visible_at - b.started_at)::float8 * 1000 as ms
    from enforcement_restore r join bulk_restore b on b.id = r.bulk_id`)
  return rows.map(({ ms }) => ms)
}
