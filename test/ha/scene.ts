import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { addAccounts } from '../../bench/visitor.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { DATABASE, DESK_ROLE, OWNER_ROLE } from '../../src/foundation/store/embedded/initialise-cluster.ts'
import { migrate } from '../../src/foundation/store/migrate.ts'
import { type Part, startPart } from '../real-run/part.ts'
import { COUNTERSIGN, DEMO, PROGRAM, type ProgramSetup } from '../real-run/program.ts'
import { RunError } from '../real-run/run-error.ts'
import { writeWidePolicies } from '../support/wide-budgets.ts'
import { type Cluster, makeFolder, SUPERUSER_PASSWORD, startCluster, writeFromTemplate } from './cluster.ts'
import { Daemon } from './daemon.ts'
import { startPoolers } from './poolers.ts'
import type { Programs } from './programs.ts'

const DATABASE_DIR = new URL('../../db', import.meta.url).pathname
const ACCOUNTS = 5_000
const SECRET_BYTES = 32
const REFUSED_WITHIN_MS = 60_000

export type RunningPart = Part & { url: string; stop(): Promise<void> }

/** Two machines with a desk and a worker each, on a cluster of three, with a platform and a balancer. */
export interface Scene {
  cluster: Cluster
  db: Pool
  /** The address of a node's maintenance database, as superuser. */
  superUrlOf(port: number): string
  platformUrl: string
  /** The address of the balancer in front of both desks. */
  balancerUrl: string
  desks: readonly RunningPart[]
  workers: readonly RunningPart[]
  /** The ids of the accounts at the platform. */
  accounts: readonly string[]
  close(): Promise<void>
}

export async function startScene(
  folder: string,
  programs: Programs,
  { say, onLost, pooled }: { say: (line: string) => void; onLost: (reason: unknown) => void; pooled: boolean },
): Promise<Scene> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const each of closers.reverse()) await each().catch((error: unknown) => say(String(error)))
  }
  try {
    const cluster = await startCluster(folder, programs)
    closers.push(cluster.stop)
    await cluster.waitHealthy()
    say('The cluster of three runs.')
    const directPorts = cluster.nodes.map(({ port }) => port)
    const superUrlOf = (port: number) => `postgres://postgres:${SUPERUSER_PASSWORD}@127.0.0.1:${port}/postgres`
    await makeDatabase(superUrlOf((await cluster.findLeader())?.port ?? 0))
    await migrate(urlAt(directPorts, OWNER_ROLE), DATABASE_DIR, { info: () => undefined, warn: say })
    const db = openPool(urlAt(directPorts, DESK_ROLE), { max: 4, name: 'high availability', onError: () => undefined })
    closers.push(() => db.end())
    const start: Start = async (setup) => {
      const part = await startPart({ ...setup, onLost, logFile: join(folder, `${setup.name}.log`) })
      closers.push(part.stop)
      return part
    }
    const poolers = pooled ? await startPoolers(folder, programs.pgbouncer, cluster.nodes, DESK_ROLE) : undefined
    if (poolers) closers.push(poolers.stop)
    const parts = await startParts(folder, start, urlAt(poolers?.ports ?? directPorts, DESK_ROLE))
    const balancerUrl = await startBalancer(folder, programs, { desks: parts.desks, closers })
    say('Two desks and two workers run.')
    return { ...parts, cluster, db, superUrlOf, balancerUrl, close }
  } catch (error) {
    await close()
    throw error
  }
}

const urlAt = (ports: readonly number[], user: string): string =>
  `postgres://${user}:${user}@${ports.map((port) => `127.0.0.1:${port}`).join(',')}/${DATABASE}?target_session_attrs=read-write`

type Start = (setup: Omit<ProgramSetup, 'onLost' | 'logFile'>) => Promise<RunningPart>

async function makeDatabase(superUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  try {
    for (const role of [OWNER_ROLE, DESK_ROLE]) await client.query(`create role ${role} login password '${role}'`)
    // PgBouncer drops the limits that the desk sends.
    await client.query(`alter role ${DESK_ROLE} set statement_timeout = '1h'`)
    await client.query(`alter role ${DESK_ROLE} set idle_in_transaction_session_timeout = '10min'`)
    await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`)
    await client.query('create table writable (at timestamptz not null)')
    await client.query('insert into writable values (now())')
  } finally {
    await client.end()
  }
}

async function startParts(folder: string, start: Start, databaseUrl: string) {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
  const platform = await start({
    name: 'platform',
    args: [
      DEMO,
      '--port',
      `${await findFreePort()}`,
      '--data',
      join(folder, 'platform'),
      '--faults',
      '--until-stdin-ends',
    ],
    env: { DEMO_SECRET: secret },
    saysWhenUp: /Demo platform on (\S+)/,
  })
  const accounts = Array.from({ length: ACCOUNTS }, (_, n) => `ha${n}`)
  await addAccounts(platform.url, accounts)
  const env = {
    DATABASE_URL: databaseUrl,
    COUNTERSIGN_PLATFORM_URL: `${platform.url}/countersign`,
    COUNTERSIGN_PLATFORM_SECRET: secret,
    COUNTERSIGN_SIGNING_KEY: makeSigningKey(),
    COUNTERSIGN_CHANNEL_KEY: randomBytes(SECRET_BYTES).toString('base64'),
    COUNTERSIGN_POLICIES: writeWidePolicies(join(folder, 'policies')),
    COUNTERSIGN_LOG_LEVEL: 'warn',
  }
  const desks: RunningPart[] = []
  const workers: RunningPart[] = []
  for (const machine of ['1', '2']) {
    const own = { ...env, COUNTERSIGN_DATA: join(folder, `machine-${machine}`) }
    const serve = [...COUNTERSIGN, 'serve', '--port', `${await findFreePort()}`]
    desks.push(await start({ name: `desk-${machine}`, args: serve, env: own, saysWhenUp: /Serving the desk on (\S+)/ }))
    workers.push(
      await start({ name: `worker-${machine}`, args: [...COUNTERSIGN, 'work'], env: own, saysWhenUp: /Working/ }),
    )
  }
  refuseOtherKey({ ...env, COUNTERSIGN_DATA: join(folder, 'machine-3'), COUNTERSIGN_SIGNING_KEY: makeSigningKey() })
  return { platformUrl: platform.url, accounts, desks, workers }
}

const makeSigningKey = (): string => JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }))

/** A machine with a signing key of its own must not start: the platform would get two chains of instructions. */
function refuseOtherKey(env: Readonly<Record<string, string>>): void {
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'work'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: REFUSED_WITHIN_MS,
  })
  if (status === 1 && /signing key is none that the database knows/.test(stderr)) return
  throw new RunError(`A worker with another signing key was not refused: ${status} ${stderr}`)
}

async function startBalancer(
  folder: string,
  programs: Programs,
  { desks, closers }: { desks: readonly RunningPart[]; closers: (() => Promise<unknown>)[] },
): Promise<string> {
  const [home, port] = [makeFolder(join(folder, 'balancer')), await findFreePort()]
  const [desk1, desk2] = desks.map(({ url }) => new URL(url).host)
  if (desk1 === undefined || desk2 === undefined) throw new RunError('There are two desks.')
  writeFromTemplate('haproxy.cfg', join(home, 'haproxy.cfg'), { address: '127.0.0.1', port, desk1, desk2 })
  const args = ['-db', '-f', join(home, 'haproxy.cfg')]
  const balancer = new Daemon({ name: 'haproxy', command: programs.haproxy, args, folder: home })
  balancer.start()
  closers.push(balancer.stop)
  return `http://127.0.0.1:${port}`
}
