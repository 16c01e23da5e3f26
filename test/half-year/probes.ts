import { setTimeout as pause } from 'node:timers/promises'
import { HttpConnection } from '../../bench/http-connection.ts'
import { percentiles } from '../../bench/percentile.ts'
import { addAccounts, lookUntil } from '../../bench/visitor.ts'
import { settle } from '../../tools/scenario/stage/settle.ts'
import { Client } from './client.ts'
import { NO_VIOLATION, SUSPENSION } from './decisions.ts'
import { duringShift } from './play-day.ts'
import { reportOf } from './reports.ts'
import type { Scene } from './scene.ts'

const SENDERS = 8
const SENT_EVERY_MS = 50
const CLAIMED_EVERY_MS = 100
const SEEN_WITHIN_MS = 30_000
const FULL = { reports: 1_600, claims: 800, restores: 100 }
const QUICK = { reports: 160, claims: 80, restores: 10 }

export type Probe = 'intake' | 'claim' | 'restore'
export type Probed = Readonly<Record<Probe, { p50Ms: number; p99Ms: number }>>

/** Measures intake, claims and restores by the same load each time; `name` distinguishes the ids of its reports. */
export async function probe(
  scene: Scene,
  { name, now, quick }: { name: string; now: Date; quick: boolean },
): Promise<Probed> {
  const counts = quick ? QUICK : FULL
  const probed: { [Name in Probe]?: number[] } = {}
  await settle(scene.database.db)
  await duringShift(scene, async () => {
    probed.intake = await probeIntake(scene, name, now, counts.reports)
    probed.claim = await probeClaims(scene, counts.claims)
    probed.restore = await probeRestores(scene, name, now, counts.restores)
  })
  const { intake = [], claim = [], restore = [] } = probed
  return { intake: percentiles(intake), claim: percentiles(claim), restore: percentiles(restore) }
}

/** Sends single reports, each about a subject of its own, at a steady rate. */
const probeIntake = ({ desk, key }: Scene, name: string, now: Date, count: number): Promise<number[]> =>
  atRate(
    { url: desk.url, tokens: Array.from({ length: SENDERS }, () => key), everyMs: SENT_EVERY_MS, count },
    (client, place) =>
      timeOf(() => {
        const id = `${name}-${place}`
        return client.ask('POST', '/v1/reports', [201], reportOf(id, { kind: 'content', id }, now))
      }),
  )

/** Claims the next case and decides it, at a steady rate. Only the claim is measured. */
const probeClaims = ({ desk, reviewers }: Scene, count: number): Promise<number[]> =>
  atRate(
    { url: desk.url, tokens: reviewers.map(({ token }) => token), everyMs: CLAIMED_EVERY_MS, count },
    async (client) => {
      let caseId: unknown
      const tookMs = await timeOf(async () => {
        caseId = (await client.ask('POST', '/v1/cases/claim-next', [200])).body.id
      })
      await client.ask('POST', `/v1/cases/${caseId}/decisions`, [201], NO_VIOLATION)
      return tookMs
    },
  )

/** Takes accounts offline, and then measures each restore until a visitor sees the account. */
async function probeRestores(scene: Scene, name: string, now: Date, count: number): Promise<number[]> {
  const { desk, platformUrl, reviewers, key, database } = scene
  const [machine, lead] = [new Client(desk.url, key), new Client(desk.url, reviewers[0]?.token ?? '')]
  const accounts = Array.from({ length: count }, (_, place) => `${name}-account-${place}`)
  await addAccounts(platformUrl, accounts)
  const offline: { id: string; account: string }[] = []
  for (const account of accounts) {
    const report = reportOf(account, { kind: 'account', id: account }, now)
    const { body: reported } = await machine.ask('POST', '/v1/reports', [201], report)
    await lead.ask('POST', `/v1/cases/${reported.caseId}/claim`, [200])
    const { body } = await lead.ask('POST', `/v1/cases/${reported.caseId}/decisions`, [201], SUSPENSION)
    offline.push({ id: String((body.enforcements as string[])[0]), account })
  }
  await settle(database.db)
  const page = await HttpConnection.open(platformUrl)
  const tookMs: number[] = []
  for (const { id, account } of offline)
    tookMs.push(
      await timeOf(async () => {
        await lead.ask('POST', `/v1/enforcements/${id}/restore`, [202], { cause: 'appeal' })
        await lookUntil(page, account, 200, SEEN_WITHIN_MS)
      }),
    )
  for (const each of [page, machine, lead]) each.close()
  return tookMs
}

interface Rate {
  url: string
  tokens: readonly string[]
  everyMs: number
  count: number
}

/** Runs a task `count` times, shared among one client for each token, each at this interval or as fast as it can. */
async function atRate(
  { url, tokens, everyMs, count }: Rate,
  work: (client: Client, place: number) => Promise<number>,
): Promise<number[]> {
  const tookMs: number[] = []
  let place = 0
  const run = async (token: string, number: number) => {
    const client = new Client(url, token)
    let next = performance.now() + (everyMs * number) / tokens.length
    while (place < count) {
      await pause(Math.max(0, next - performance.now()))
      next += everyMs
      tookMs.push(await work(client, place++))
    }
    client.close()
  }
  await Promise.all(tokens.map(run))
  return tookMs
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
