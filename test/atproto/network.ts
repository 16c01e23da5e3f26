import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after } from 'node:test'

const PACKAGES = join(import.meta.dirname, 'node_modules')
const BUILT = join(PACKAGES, 'better-sqlite3/build/Release/better_sqlite3.node')

/** The reason why the tests with a real PDS are skipped. False: they run. */
export const SKIPPED: string | false = existsSync(BUILT) ? false : 'npm run atproto has not built the packages'

export interface RealNetwork {
  pds: string
  plc: string
  password: string
}

interface Answer<Data> {
  data: Data
}
/** The parts of the stock client that the tests call. */
export interface StockAgent {
  session?: { did: string; accessJwt: string }
  createAccount(account: { email: string; handle: string; password: string }): Promise<unknown>
  login(account: { identifier: string; password: string }): Promise<unknown>
  post(post: { text: string; embed?: unknown }): Promise<{ uri: string; cid: string }>
  deletePost(uri: string): Promise<unknown>
  upsertProfile(change: (old: object | undefined) => object): Promise<unknown>
  updateHandle(to: { handle: string }): Promise<unknown>
  uploadBlob(bytes: Uint8Array, options: { encoding: string }): Promise<Answer<{ blob: unknown }>>
  configureLabelers(dids: readonly string[]): void
  withProxy(type: string, did: string): StockAgent
  com: {
    atproto: {
      repo: {
        describeRepo(params: { repo: string }): Promise<Answer<{ handle: string }>>
        getRecord(params: { repo: string; collection: string; rkey: string }): Promise<Answer<{ cid?: string }>>
      }
      moderation: {
        createReport(body: {
          reasonType: string
          reason?: string
          subject: Readonly<Record<string, string>>
        }): Promise<Answer<{ id: number; reportedBy: string }>>
      }
      label: {
        queryLabels(params: { uriPatterns: string[] }): Promise<Answer<{ labels: Record<string, unknown>[] }>>
      }
    }
  }
}

/** Imports one of the packages that `npm run atproto` installs beside the tests. */
export const importPackage = (path: string): Promise<Record<string, never>> => import(join(PACKAGES, path))

/** Creates the stock client of a service. */
export async function openAgent(service: string): Promise<StockAgent> {
  const { AtpAgent } = await importPackage('@atproto/api/dist/index.js')
  return new (AtpAgent as unknown as new (options: { service: string }) => StockAgent)({ service })
}

let started: Promise<RealNetwork> | undefined
const children: ChildProcess[] = []

after(() => Promise.all(children.map(end)))

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.stdin?.end()
  await once(child, 'exit')
}

/**
 * Starts a PDS and a PLC directory in a process of their own, which the tests of a file share. The native code of their
 * storage aborts now and then, so they are started again, for the same test or the next one.
 */
export function startNetwork(): Promise<RealNetwork> {
  const last = children.at(-1)
  if (last !== undefined && (last.exitCode !== null || last.signalCode !== null)) started = undefined
  started ??= tryStart()
    .then((network) => network ?? tryStart())
    .then(requireStarted)
  return started
}

function requireStarted(network: RealNetwork | undefined): RealNetwork {
  if (network === undefined) throw new Error('the PDS did not start, twice')
  return network
}

async function tryStart(): Promise<RealNetwork | undefined> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve-network.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, LOG_ENABLED: 'false', NODE_ENV: 'test' },
  })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{"pds"')) return JSON.parse(line) as RealNetwork
  }
  return undefined
}
