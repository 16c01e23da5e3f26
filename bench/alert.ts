import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { givenKey, givenStaff } from '../test/support/people.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { type DeskClient, openDeskClient, read } from './desk-client.ts'
import { startApi, startPlatform, startWorker } from './desk-programs.ts'
import { HttpConnection } from './http-connection.ts'
import { percentile, percentiles } from './percentile.ts'

const TIMES = 200
const TIMES_QUICK = 10
const PAGED_WITHIN_MS = 30_000
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`

export const alert: Bench = {
  names: ['alert'],
  title: 'from setting the freeze to the call having come where the desk calls people',
  run: measurePages,
}

async function measurePages({ ground, quick }: BenchContext): Promise<Result[]> {
  const times = quick ? TIMES_QUICK : TIMES
  const pager = await startPager()
  try {
    const database = await ground.makeDatabase('bench_alert', 'desk')
    const platform = await startPlatform(ground, 'alert')
    const env = { COUNTERSIGN_ALERT_WEBHOOK_URL: pager.url, COUNTERSIGN_ALERT_WEBHOOK_SECRET: SECRET }
    const api = await startApi(ground, database, { platform, env })
    await startWorker(ground, database, { platform, env })
    const { token } = await givenStaff(database.db, { roles: ['reviewer', 'lead'], onShift: true })
    const client = await openDeskClient(api.url, token, (await givenKey(database.db, ['report'])).token)
    const bareMs = await callDirectly(pager, times)
    const tookMs: number[] = []
    for (let n = 0; n < times; n++) tookMs.push(await freezeOnce(client, pager, `measured ${n};`))
    client.close()
    const { p50Ms, p99Ms } = percentiles(tookMs)
    return [{ name: 'alert', value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit: percentile(bareMs, 50) }]
  } finally {
    pager.close()
  }
}

/**
 * A receiver of alerts inside the bench's process: it accepts every alert and reports when one with a given text
 * arrives.
 */
interface Pager {
  url: string
  whenCame(words: string): Promise<number>
  close(): void
}

async function startPager(): Promise<Pager> {
  const waiting = new Map<string, (at: number) => void>()
  const server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const at = performance.now()
      response.writeHead(204).end()
      for (const [words, came] of waiting) {
        if (!body.includes(words)) continue
        waiting.delete(words)
        came(at)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    whenCame: (words) =>
      new Promise((resolve, reject) => {
        const late = () => reject(new BenchError(`"${words}" was not told within ${PAGED_WITHIN_MS} ms.`))
        const timer = setTimeout(late, PAGED_WITHIN_MS)
        waiting.set(words, (at) => {
          clearTimeout(timer)
          resolve(at)
        })
      }),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The limit: the same text sent to the receiver directly, without the desk. */
async function callDirectly(pager: Pager, times: number): Promise<number[]> {
  const connection = await HttpConnection.open(pager.url)
  const tookMs: number[] = []
  for (let n = 0; n < times; n++) {
    const came = pager.whenCame(`bare ${n};`)
    const begun = performance.now()
    await connection.send('POST', '/alerts', '', JSON.stringify({ why: `bare ${n};` }))
    tookMs.push((await came) - begun)
  }
  connection.close()
  return tookMs
}

async function freezeOnce(client: DeskClient, pager: Pager, reason: string): Promise<number> {
  const came = pager.whenCame(reason)
  const begun = performance.now()
  const { id } = read<{ id: number }>(await client.ask('POST', '/v1/freezes', { reason }), 201, 'the freeze')
  const tookMs = (await came) - begun
  read(await client.ask('POST', `/v1/freezes/${id}/end`), 200, 'ending the freeze')
  return tookMs
}
