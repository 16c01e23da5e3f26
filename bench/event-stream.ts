import { type ClientRequest, get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { givenKey, givenStaff } from '../test/support/people.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { type DeskClient, openDeskClient, read } from './desk-client.ts'
import { startApi, startWorker } from './desk-programs.ts'
import type { BenchDatabase } from './bench-desk.ts'
import { percentile, percentiles } from './percentile.ts'

const LISTENERS = 500
/** The event streams of one caller, fewer than the desk's limit. */
const LISTENERS_EACH = 20
const ACTS = 50
const ACTS_QUICK = 5
const TOLD_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 10
const FREEZE = /"kind":"freeze","id":"(\d+)"/g

export const eventStream: Bench = {
  names: ['event-stream'],
  title: `from an act to each of ${LISTENERS} who follow having been told of it`,
  run: measureStreams,
}

async function measureStreams({ ground, quick }: BenchContext): Promise<Result[]> {
  const acts = quick ? ACTS_QUICK : ACTS
  const database = await ground.makeDatabase('bench_event_stream', 'desk')
  const api = await startApi(ground, database)
  await startWorker(ground, database)
  const { token } = await givenStaff(database.db, { roles: ['reviewer', 'lead'], onShift: true })
  const client = await openDeskClient(api.url, token, (await givenKey(database.db, ['report'])).token)
  const measure = async (listeners: number) => {
    const followers = await Promise.all(await listFollowing(database, api.url, listeners))
    try {
      const tookMs: number[] = []
      for (let n = 0; n < acts; n++) tookMs.push(...(await actOnce(client, followers)))
      return tookMs
    } finally {
      for (const follower of followers) follower.close()
    }
  }
  const alone = await measure(1)
  const { p50Ms, p99Ms } = percentiles(await measure(LISTENERS))
  client.close()
  return [{ name: 'event-stream', value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit: percentile(alone, 50) }]
}

/** A machine that follows events, with the time of each freeze it received. */
interface Following {
  toldAt: Map<string, number>
  close(): void
}

async function listFollowing(database: BenchDatabase, url: string, count: number): Promise<Promise<Following>[]> {
  const following: Promise<Following>[] = []
  for (let n = 0; n < count; n += LISTENERS_EACH) {
    const { token } = await givenKey(database.db, ['events'])
    const each = Math.min(LISTENERS_EACH, count - n)
    for (let more = 0; more < each; more++) following.push(follow(url, token))
  }
  return following
}

/** Resolves with the first data of the stream. */
function follow(url: string, token: string): Promise<Following> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` }
    const request: ClientRequest = get(`${url}/v1/events`, { headers, agent: false }, (answer) => {
      if (answer.statusCode !== 200) return reject(new BenchError(`Following was answered ${answer.statusCode}.`))
      const toldAt = new Map<string, number>()
      let kept = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        const at = performance.now()
        kept += chunk
        const whole = kept.lastIndexOf('\n\n') + 1
        for (const [, id = ''] of kept.slice(0, whole).matchAll(FREEZE)) if (!toldAt.has(id)) toldAt.set(id, at)
        kept = kept.slice(whole)
        resolve({ toldAt, close: () => request.destroy() })
      })
      answer.on('error', () => undefined) // The stream ends when this side closes it.
    })
    request.on('error', reject)
  })
}

/** Returns the milliseconds from the request until each follower received the event of the freeze. */
async function actOnce(client: DeskClient, followers: readonly Following[]): Promise<number[]> {
  const begun = performance.now()
  const answer = await client.ask('POST', '/v1/freezes', { reason: 'measured' })
  const id = String(read<{ id: number }>(answer, 201, 'the freeze').id)
  while (followers.some(({ toldAt }) => !toldAt.has(id))) {
    if (performance.now() - begun > TOLD_WITHIN_MS)
      throw new BenchError(`Not all who follow were told within ${TOLD_WITHIN_MS} ms.`)
    await pause(LOOK_EVERY_MS)
  }
  read(await client.ask('POST', `/v1/freezes/${id}/end`), 200, 'ending the freeze')
  return followers.map(({ toldAt }) => (toldAt.get(id) ?? begun) - begun)
}
