import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import type { Pool } from '../src/foundation/database/db.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { HttpConnection } from './http-connection.ts'
import { percentiles } from './percentile.ts'
import { countQueued, queueEnforcements } from './queue-enforcements.ts'
import { accountIds, addAccounts, lookUntil } from './visitor.ts'
import { startWorkingDesk, type WorkingDesk } from './working-desk.ts'

const [RESTORE, STATEMENTS, LETTERS] = ['restore-statements', 'statements-made', 'letters-sent']
const FULL = { effects: 10_000, restores: 200 }
const QUICK = { effects: 1_000, restores: 20 }
const SEEN_WITHIN_MS = 30_000
const DONE_WITHIN_MS = 3_600_000
const LOOK_EVERY_MS = 500

export const statementFlow: Bench = {
  names: [RESTORE, STATEMENTS, LETTERS],
  title: 'restores during many effects, each with a statement and a letter',
  onlyWhenNamed: true,
  run: measureFlow,
}

/** Measures restores alone and then beside other effects, and how long these take to reach their people. */
async function measureFlow({ ground, quick, say }: BenchContext): Promise<Result[]> {
  const { effects: size, restores } = quick ? QUICK : FULL
  const mail = await startMailServer()
  const env = { COUNTERSIGN_SMTP_URL: mail.url, COUNTERSIGN_MAIL_FROM: 'desk@platform.example' }
  const desk = await startWorkingDesk(ground, 'statements', { env })
  const [others, first, second] = [
    accountIds('other', size),
    accountIds('calm', restores),
    accountIds('busy', restores),
  ]
  await addAccounts(desk.platform.url, [...others, ...first, ...second])
  const [calm, busy] = [await takeOffline(desk, first), await takeOffline(desk, second)]
  say('restores alone …')
  const without = percentiles(await restoreAll(desk, calm))
  await queueEnforcements(desk.database.owner, { accounts: others, proposers: ['proposer'] })
  say(`and beside ${size} effects …`)
  const begun = performance.now()
  const within = percentiles(await restoreAll(desk, busy))
  if ((await countQueued(desk.database.owner)) === 0 && (await countUnsent(desk.database.owner)) === 0)
    throw new BenchError('All effects were over before the restores were measured.')
  const statementsMs = (await waitUntil(desk.database.owner, countUnmade, 'statements')) - begun
  const lettersMs = (await waitUntil(desk.database.owner, countUnsent, 'letters')) - begun
  if (mail.count() < size) throw new BenchError(`${mail.count()} letters arrived of ${size} people`)
  desk.client.close()
  await mail.close()
  const none = { p50Ms: null, p99Ms: null, limit: null }
  return [
    { name: RESTORE, value: within.p99Ms, unit: 'ms (p99)', ...within, limit: without.p99Ms },
    { name: STATEMENTS, value: size / (statementsMs / 1_000), unit: 'statements/s', ...none },
    { name: LETTERS, value: size / (lettersMs / 1_000), unit: 'letters/s', ...none },
  ]
}

/** Starts a mail server that takes everything and counts it. */
async function startMailServer() {
  let taken = 0
  const smtp = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] },
    onData(stream, _session, done) {
      stream.resume().on('end', () => {
        taken++
        done()
      })
    },
  })
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    count: () => taken,
    close: () => new Promise<void>((resolve) => void smtp.close(() => resolve())),
  }
}

interface Taken {
  id: string
  account: string
}

async function takeOffline({ client }: WorkingDesk, accounts: readonly string[]): Promise<Taken[]> {
  const taken: Taken[] = []
  for (const account of accounts) taken.push({ id: await client.suspend(await client.openCase(account)), account })
  for (const { id } of taken) await client.waitUntil(id, 'in_effect')
  return taken
}

/** Restores one enforcement after the other, each until a visitor sees the account. */
async function restoreAll({ client, platform }: WorkingDesk, taken: readonly Taken[]): Promise<number[]> {
  const page = await HttpConnection.open(platform.url)
  const samples: number[] = []
  for (const { id, account } of taken) {
    const begun = performance.now()
    // The case of this account stays closed, so that only the next case can be claimed.
    await client.restore(id, 'appeal')
    samples.push((await lookUntil(page, account, 200, SEEN_WITHIN_MS)) - begun)
  }
  page.close()
  return samples
}

const countOf = async (owner: Pool, text: string): Promise<number> =>
  (await owner.query<{ count: number }>(text)).rows[0]?.count ?? 0

const countUnmade = (owner: Pool): Promise<number> =>
  countOf(
    owner,
    `select count(*) as count from enforcement where id like 'enf_q%' and not exists (
       select from statement join statement_content on statement_id = statement.id where enforcement_id = enforcement.id)`,
  )

const countUnsent = async (owner: Pool): Promise<number> =>
  (await countUnmade(owner)) +
  (await countOf(owner, 'select count(*) as count from statement_letter where sent_at is null and given_up_at is null'))

/** Waits until nothing is left, and returns the time. */
async function waitUntil(owner: Pool, count: (owner: Pool) => Promise<number>, of: string): Promise<number> {
  const until = performance.now() + DONE_WITHIN_MS
  for (;;) {
    const left = await count(owner)
    if (left === 0) return performance.now()
    if (performance.now() > until) throw new BenchError(`${left} ${of} are left`)
    await pause(LOOK_EVERY_MS)
  }
}
