import { setTimeout as pause } from 'node:timers/promises'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { type DeskClient, read } from './desk-client.ts'
import { HttpConnection } from './http-connection.ts'
import { accountIds, addAccounts, lookUntil } from './visitor.ts'
import { startWorkingDesk } from './working-desk.ts'

const NAME = 'bulk-action-100000'
const PRESSES = 'bulk-action-presses'
const ACCOUNTS = 100_000
const ACCOUNTS_QUICK = 300
/** The number of effects of bulk actions in a second that the example platform Harbour accepts. */
const STATED_PER_SECOND = 100
const DONE_WITHIN_MS = 7_200_000
const LOOK_EVERY_MS = 1_000
const SEEN_WITHIN_MS = 1_000
const LOOKED_AT = 20
const MONTH_MS = 2_592_000_000

export const bulkAction: Bench = {
  names: [NAME, PRESSES],
  title: 'one decision about a hundred thousand accounts, at the rate the platform states',
  onlyWhenNamed: true,
  run: measureBulkAction,
}

interface Told {
  id: string
  state: string
  sample: { place: number }[]
  progress: { done: number } | null
}

/**
 * Counts what people do (each request is one press) and measures what the desk does by itself: reading the whole set,
 * and carrying out the last stage, which no person waits for.
 */
async function measureBulkAction({ ground, quick, say }: BenchContext): Promise<Result[]> {
  const desk = await startWorkingDesk(ground, 'bulk_action', { demo: true })
  const accounts = accountIds('bulk', quick ? ACCOUNTS_QUICK : ACCOUNTS)
  await addAccounts(desk.platform.url, accounts)
  const [asker, judge] = [desk.client, await desk.openAnother()]
  const enforcement = { action: 'suspend', durationMs: MONTH_MS }
  const asked = { policyId: 'spam', enforcement, foundBy: 'measured', rationale: 'measured', list: accounts.join('\n') }
  const { id } = read<Told>(await asker.ask('POST', '/v1/bulk-actions', asked), 201, 'the bulk action')
  const url = `/v1/bulk-actions/${id}`
  say(`${accounts.length} accounts are looked through …`)
  await waitFor(asker, url, 'proposed')
  const presses = await agree(judge, url)
  say('and suspended …')
  await waitFor(asker, url, 'looking')
  const before = (await look(asker, url)).progress?.done ?? 0
  const begun = performance.now()
  read(await judge.ask('POST', `${url}/continue`, { stage: 0 }), 200, 'going on')
  await waitFor(asker, url, 'done')
  const perSecond = (accounts.length - before) / ((performance.now() - begun) / 1_000)
  await checkSomeAreOffline(desk.platform.url, accounts)
  judge.close()
  asker.close()
  const none = { p50Ms: null, p99Ms: null }
  return [
    { name: NAME, value: perSecond, unit: 'effects/s', ...none, limit: STATED_PER_SECOND },
    { name: PRESSES, value: presses + 2, unit: 'presses of people', ...none, limit: null },
  ]
}

/** One person judges the whole sample and signs. Returns the number of requests that this took. */
async function agree(judge: DeskClient, url: string): Promise<number> {
  const { id, sample } = read<Told>(await judge.ask('POST', `${url}/sample`), 200, 'the sample')
  for (const { place } of sample)
    read(await judge.ask('POST', `${url}/sample/${place}`, { conclusion: 'violation' }), 200, 'a judgement')
  const prepared = await judge.ask('POST', '/v1/signings', { act: 'bulk_action_agree', about: id })
  const { signingId } = read<{ signingId: string }>(prepared, 201, 'what is signed')
  const signature = read<object>(await judge.ask('POST', '/v1/demo/sign', { signingId }), 200, 'the signature')
  read(await judge.ask('POST', `${url}/approve`, { signature }), 200, 'the yes')
  return sample.length + 2
}

const look = async (client: DeskClient, url: string) => read<Told>(await client.ask('GET', url), 200, url)

async function waitFor(client: DeskClient, url: string, state: string): Promise<void> {
  const until = performance.now() + DONE_WITHIN_MS
  for (;;) {
    const told = await look(client, url)
    if (told.state === state) return
    if (told.state === 'stopped' || performance.now() > until)
      throw new BenchError(`${told.id} is ${told.state} and not ${state}: ${JSON.stringify(told.progress)}`)
    await pause(LOOK_EVERY_MS)
  }
}

/** The desk reports the bulk action as done, so the platform's own pages must show it too. */
async function checkSomeAreOffline(platformUrl: string, accounts: readonly string[]): Promise<void> {
  const page = await HttpConnection.open(platformUrl)
  for (const account of accounts.slice(0, LOOKED_AT)) await lookUntil(page, account, 410, SEEN_WITHIN_MS)
  page.close()
}
