import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { BenchError } from '../../bench.ts'
import type { Ground } from '../../bench-desk.ts'
import { bearerLine, HttpConnection } from '../../http-connection.ts'

const PROGRAMS = 'bench/peers/ozone'
const PACKAGES = join(import.meta.dirname, '../../../test/atproto/node_modules')
const BUILT = join(PACKAGES, 'better-sqlite3/build/Release/better_sqlite3.node')
const ENVIRONMENT = { LOG_ENABLED: 'false', NODE_ENV: 'production' }
const ACCOUNTS_AT_ONCE = 4

/** The reason why nothing is measured beside Ozone. Undefined: its packages are installed. */
export const SKIPPED: string | undefined = existsSync(BUILT)
  ? undefined
  : 'Ozone is not installed (npm run preatproto installs it and builds its SQLite, with make, c++ and python3)'

export interface Identity {
  did: string
  /** The private key of secp256k1 in hex digits. */
  key: string
}

/** A PDS with its directory, and the AppView that both tools ask. */
export interface Network {
  pds: string
  plc: string
  password: string
  appView: string
  /** The moderation service that the PDS obeys. */
  service: Identity
  /** People who report, each with a document in the directory. */
  reporters: readonly Identity[]
}

/** Ozone with its daemon. */
export interface Ozone {
  url: string
  did: string
  moderator: Identity
}

/** Starts the network and Ozone, each in a process of its own. Ozone has a database of its own in the same PostgreSQL. */
export async function startOzone(ground: Ground, reporters: number): Promise<{ network: Network; ozone: Ozone }> {
  const port = await findPort()
  const started = await ground.start({
    ...{ name: 'network', args: [`${PROGRAMS}/serve-network.mjs`, String(port), String(reporters)], env: ENVIRONMENT },
    saysWhenUp: /(\{"pds".*\})\n/,
  })
  const network = JSON.parse(started.url) as Network
  const { url: database } = await ground.makeDatabase('bench_ozone', 'none')
  const served = await ground.start({
    ...{ name: 'ozone', env: ENVIRONMENT, saysWhenUp: /(\{"url".*\})\n/ },
    args: [`${PROGRAMS}/serve-ozone.mjs`, JSON.stringify({ database, network, port })],
  })
  return { network, ozone: JSON.parse(served.url) as Ozone }
}

/** Finds a port that is free now: the PDS gets the address of its moderation service before that listens. */
async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** An account of the PDS with one post. */
export interface Account {
  did: string
  post: { uri: string; cid: string }
}

/** Creates accounts at the PDS, each with a post. */
export async function createAccounts({ pds }: Network, prefix: string, count: number): Promise<Account[]> {
  const accounts: Account[] = []
  const names = Array.from({ length: count }, (_, number) => `${prefix}${number}`)
  const work = async (connection: HttpConnection) => {
    for (let name = names.pop(); name !== undefined; name = names.pop())
      accounts.push(await createAccount(connection, name))
    connection.close()
  }
  const connections = Array.from({ length: ACCOUNTS_AT_ONCE }, () => HttpConnection.open(pds))
  await Promise.all(connections.map(async (connection) => work(await connection)))
  return accounts
}

async function createAccount(connection: HttpConnection, name: string): Promise<Account> {
  const call = async <T>(method: string, headers: string, body: object): Promise<T> => {
    const answer = await connection.send('POST', `/xrpc/${method}`, headers, JSON.stringify(body))
    if (answer.status !== 200) throw new BenchError(`${method} was answered ${answer.status}: ${answer.body}`)
    return JSON.parse(answer.body) as T
  }
  const given = { email: `${name}@example.org`, handle: `${name}.test`, password: `the password of ${name}` }
  const { did, accessJwt } = await call<{ did: string; accessJwt: string }>(
    'com.atproto.server.createAccount',
    '',
    given,
  )
  const record = { $type: 'app.bsky.feed.post', text: 'The ferry is late.', createdAt: new Date().toISOString() }
  const to = { repo: did, collection: 'app.bsky.feed.post', record }
  return { did, post: await call('com.atproto.repo.createRecord', bearerLine(accessJwt), to) }
}
