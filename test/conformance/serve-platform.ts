import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import type { Handlers, MemoryTx, SignedCall } from '@countersign/platform-kit'
import { type CheckResult, runChecks } from '../../src/app/conformance/run-checks.ts'
import { makeSetUp, type SetUp } from '../../src/app/conformance/set-up.ts'
import { makeTestKeys, openTestKeys, type TestKeys } from '../../src/app/conformance/test-keys.ts'
import { createTestPlatform, type Row, type TestPlatform } from '../../tools/protocol/test-platform.ts'

const REVERT_EVERY_MS = 100
const PAGES = '/public/'

export type Answering = (call: SignedCall) => ReturnType<TestPlatform['platform']['handle']>

/** A platform under test: its address and the keys that it trusts. */
export interface Served {
  url: string
  keys: TestKeys
}

/** The parts of a platform that a test breaks. */
export interface Broken {
  setUp?: (setUp: SetUp, keys: TestKeys) => SetUp
  handlers?: Partial<Handlers<MemoryTx<Row>>>
  store?: (store: TestPlatform['store']) => void
  /** Replaces the way in which the platform answers a call. */
  answer?: (answer: Answering, served: Served) => Answering
  /** True when it carries no revert out by itself. */
  stands?: boolean
  /** True when its public pages show everything. */
  showsAll?: boolean
}

let stored: ReturnType<typeof makeTestKeys> | undefined
/** One set of keys for all platforms of a test file: making an RSA key takes longer than most checks. */
const openKeys = (): TestKeys => {
  stored ??= makeTestKeys(new Date())
  return openTestKeys(stored)
}

/** Serves the test platform on a free port, correct or broken in one way, until the test ends. */
export async function servePlatform(t: TestContext, broken: Broken = {}): Promise<Served> {
  const keys = openKeys()
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const served = { url: `${origin}/countersign`, keys }
  const { platform, store } = createBroken(served, `${origin}${PAGES}`, broken)
  const answer = broken.answer?.(platform.handle, served) ?? platform.handle
  server.on('request', (request, response) => {
    if (request.method === 'GET') {
      const id = decodeURIComponent(request.url?.slice(PAGES.length) ?? '')
      const visible = store.find({ kind: 'account', id })?.state.visible
      return response.writeHead(visible || broken.showsAll ? 200 : 410).end()
    }
    text(request)
      .then((body) => answer({ headers: request.headers, body }))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy())
  })
  const timer = broken.stands ? undefined : setInterval(() => void platform.revertDue(), REVERT_EVERY_MS)
  t.after(() => {
    clearInterval(timer)
    server.closeAllConnections()
    server.close()
  })
  return served
}

function createBroken({ url, keys }: Served, pages: string, broken: Broken): TestPlatform {
  const setUp = makeSetUp(keys, url)
  const rows = new Map(setUp.subjects.map((row) => [row.id, row]))
  const tested: TestPlatform = createTestPlatform(
    broken.setUp?.(setUp, keys) ?? setUp,
    { now: () => new Date() },
    {
      handlers: {
        read: (tx, subject) => {
          const row = tx.find(subject)
          const { credentialsChangedAt, credentialsResetAt } = rows.get(subject.id) ?? {}
          const address = subject.kind === 'account' ? `${pages}${encodeURIComponent(subject.id)}` : undefined
          return row && { state: row.state, reach: row.reach, address, credentialsChangedAt, credentialsResetAt }
        },
        ...broken.handlers,
      },
    },
  )
  broken.store?.(tested.store)
  return tested
}

/** Runs the checks whose id begins so at a platform. */
export const checkPlatform = ({ url, keys }: Served, only = '', patienceMs?: number): Promise<readonly CheckResult[]> =>
  runChecks({ url, keys, allowPrivate: [], only, ...(patienceMs !== undefined && { patienceMs }) }, () => undefined)

/** Serves these answers to every POST on a free port, until the test ends. Returns the address. */
export async function serveAnswers(t: TestContext, answer: Answering): Promise<string> {
  const server = createServer((request, response) => {
    text(request)
      .then((body) => answer({ headers: request.headers, body }))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/countersign`
}
