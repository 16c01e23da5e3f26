import type { TestContext } from 'node:test'
import { ATPROTO } from '../src/connectors/atproto/atproto-kind.ts'
import { MASTODON } from '../src/connectors/mastodon/mastodon-kind.ts'
import { openPlatforms } from '../src/connectors/open-platforms.ts'
import { routePlatforms } from '../src/connectors/route-platforms.ts'
import type { Connector } from '../src/foundation/connector/connector.ts'
import type { Subject } from '../src/foundation/domain.ts'
import { ROSA_DID, startPds } from '../test/support/atproto-pds.ts'
import { DESK_TOKEN } from '../test/support/mastodon/mastodon-data.ts'
import { startMastodon } from '../test/support/mastodon/start-mastodon.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { startPlatform } from './desk-programs.ts'
import { HttpConnection } from './http-connection.ts'
import { percentiles } from './percentile.ts'
import { callPlatform } from './platform-call.ts'
import { addAccounts } from './visitor.ts'

const PAIRS = 2_000
const PAIRS_QUICK = 200
const WARM_UP = 50
const NAMES = ['connector-platform-kit', 'connector-atproto', 'connector-mastodon'] as const
const PASSWORD = 'the password of the administrator'
const CONTEXT = { now: () => new Date(), allowPrivate: [] }

export const connectorCalls: Bench = {
  names: NAMES,
  title: 'the cost of a connector beside the same requests without it',
  run: measureConnectors,
}

/** One read of a subject by the desk's connector, and the same requests by a plain client. */
interface Pair {
  byConnector(): Promise<unknown>
  bare(): Promise<unknown>
}

async function measureConnectors(context: BenchContext): Promise<Result[]> {
  const closers: (() => unknown)[] = []
  // The stand-ins of the tests end with their context.
  const t = { after: (close: () => unknown) => void closers.push(close) } as unknown as TestContext
  const open = {
    'connector-platform-kit': openHarbour,
    'connector-atproto': openPds,
    'connector-mastodon': openMastodon,
  }
  const results: Result[] = []
  try {
    for (const name of NAMES) {
      if (!context.wants(name)) continue
      const pair = await open[name](context, t)
      const { p50Ms, p99Ms } = percentiles(await measurePairs(pair, context.quick ? PAIRS_QUICK : PAIRS))
      results.push({ name, value: p99Ms, unit: 'ms more (p99)', p50Ms, p99Ms, limit: null })
    }
  } finally {
    for (const close of closers.reverse()) await close()
  }
  return results
}

/** Measures what each connector's read took more than the plain requests beside it, the one and the other first in turn. */
async function measurePairs(pair: Pair, count: number): Promise<number[]> {
  const more: number[] = []
  for (let place = -WARM_UP; place < count; place++) {
    const order = place % 2 === 0 ? (['byConnector', 'bare'] as const) : (['bare', 'byConnector'] as const)
    const tookMs = { byConnector: 0, bare: 0 }
    for (const each of order) {
      const begun = performance.now()
      await pair[each]()
      tookMs[each] = performance.now() - begun
    }
    if (place >= 0) more.push(tookMs.byConnector - tookMs.bare)
  }
  return more
}

const readBy = (connector: Connector, subject: Subject) => async () => {
  if ((await connector.readBack(subject)) === undefined) throw new BenchError(`${subject.id} is missing.`)
}

async function openHarbour({ ground }: BenchContext): Promise<Pair> {
  const platform = await startPlatform(ground, 'connector')
  await addAccounts(platform.url, ['rosa-reads'])
  const subject = { kind: 'account', id: 'rosa-reads' } as const
  const route = { url: `${platform.url}/countersign`, secret: platform.secret }
  const connection = await HttpConnection.open(platform.url)
  return {
    byConnector: readBy(routePlatforms(openPlatforms(route, [], CONTEXT)), subject),
    bare: () => callPlatform(connection, platform.secret, { type: 'subject.read_back', subject }),
  }
}

async function openPds(_context: BenchContext, t: TestContext): Promise<Pair> {
  const pds = await startPds(t)
  const named = { name: 'pds', kind: ATPROTO, settings: { pds }, secrets: { PASSWORD } }
  const authorization = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`
  return {
    byConnector: readBy(routePlatforms(openPlatforms(undefined, [named], CONTEXT)), {
      kind: 'account',
      id: `pds~${ROSA_DID}`,
    }),
    bare: () => read(`${pds}/xrpc/com.atproto.admin.getSubjectStatus?did=${ROSA_DID}`, authorization),
  }
}

async function openMastodon(_context: BenchContext, t: TestContext): Promise<Pair> {
  const mastodon = await startMastodon(t)
  const named = { name: 'social', kind: MASTODON, settings: { url: mastodon.url }, secrets: { TOKEN: DESK_TOKEN } }
  const id = '109'
  const routed = readBy(routePlatforms(openPlatforms(undefined, [named], CONTEXT)), {
    kind: 'account',
    id: `social~${id}`,
  })
  // Mastodon takes 300 requests in five minutes; here each read has that many left.
  const allow = () => {
    mastodon.remaining = 300
  }
  allow()
  mastodon.requests.splice(0)
  await routed()
  const paths = mastodon.requests.map((request) => request.replace(/^GET /, ''))
  return {
    byConnector: async () => {
      allow()
      await routed()
    },
    bare: async () => {
      allow()
      for (const path of paths) await read(`${mastodon.url}${path}`, `Bearer ${DESK_TOKEN}`)
    },
  }
}

async function read(url: string, authorization: string): Promise<unknown> {
  const answer = await fetch(url, { headers: { authorization } })
  if (answer.status !== 200) throw new BenchError(`${url} was answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
