import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from '../../src/foundation/database/db.ts'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { markDatabase } from '../../src/foundation/store/mark-database.ts'
import { migrate } from '../../src/foundation/store/migrate.ts'
import { readEmbeddedUrls } from '../../src/foundation/store/embedded/read-embedded-urls.ts'
import { makeTempDir } from '../support/temp-dir.ts'
import { type Part, postgresPart, startPart } from './part.ts'
import { COUNTERSIGN, DEMO, type ProgramSetup, startProgram } from './program.ts'
import { RunError } from './run-error.ts'
import { writePolicies } from './write-policies.ts'

const DATABASE = new URL('../../db', import.meta.url).pathname
const DATABASE_PROCESS = join(import.meta.dirname, 'database-process.ts')
const SECRET_BYTES = 32
const CONNECTIONS_MAX = 4

/** The whole desk and a platform, each part a process of its own, on a database of their own. */
export interface Scene {
  folder: string
  db: Pool
  deskUrl: string
  platformUrl: string
  /** Worker, desk, demo and PostgreSQL. */
  parts: readonly Part[]
  /** The environment in which the commands of the desk run. */
  env: Readonly<Record<string, string>>
  /** Aborted with the reason when a part ends by itself, or the run is to end. */
  broken: AbortSignal
  /** Ends the run. */
  fail(reason: unknown): void
  close(): Promise<void>
}

export interface SceneOptions {
  /** The time for which an enforcement waits for approvals, and again for its confirmation. */
  waitSeconds: number
  keep: boolean
  say: (line: string) => void
  /** Ends the run. */
  signal: AbortSignal
}

type Closers = (() => Promise<unknown>)[]

/** Starts everything, and ends it all when closed; `keep` preserves the folder. */
export async function startScene(options: SceneOptions): Promise<Scene> {
  const folder = makeTempDir()
  const closers: Closers = []
  const close = async () => {
    for (const each of closers.reverse()) await each()
    if (!options.keep) rmSync(folder, { recursive: true, force: true })
    else options.say(`Kept: ${folder}`)
  }
  const breaking = new AbortController()
  const fail = (reason: unknown) => breaking.abort(reason)
  try {
    const db = await startDatabase(folder, { closers, fail, say: options.say })
    const policies = join(folder, 'policies')
    writePolicies(policies, options.waitSeconds)
    const parts = await startParts(folder, { closers, fail, databaseUrl: db.deskUrl, policies })
    const broken = AbortSignal.any([breaking.signal, options.signal])
    return { ...parts, parts: [...parts.parts, db.part], db: db.pool, folder, broken, fail, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Starting {
  closers: Closers
  fail: (reason: unknown) => void
}

async function startDatabase(folder: string, { closers, fail, say }: Starting & Pick<SceneOptions, 'say'>) {
  const dataDir = join(folder, 'data')
  const postgres = await startProgram({
    name: 'postgresql',
    args: [DATABASE_PROCESS, dataDir],
    env: {},
    saysWhenUp: /PostgreSQL is up/,
    logFile: join(folder, 'postgresql.log'),
    onLost: fail,
  })
  closers.push(postgres.stop)
  const { ownerUrl, deskUrl } = readEmbeddedUrls(dataDir) ?? {}
  if (ownerUrl === undefined || deskUrl === undefined) throw new RunError(`${dataDir} has no database.`)
  await migrate(ownerUrl, DATABASE, { info: () => undefined, warn: say })
  await markDatabase(ownerUrl, 'demo')
  // A lost connection needs no report here: its query fails.
  const pool = openPool(deskUrl, { max: CONNECTIONS_MAX, name: 'real run', onError: () => undefined })
  closers.push(() => pool.end())
  return { pool, deskUrl, part: postgresPart(dataDir, pool) }
}

async function startParts(
  folder: string,
  { closers, fail, databaseUrl, policies }: Starting & { databaseUrl: string; policies: string },
) {
  const start = async (setup: Omit<ProgramSetup, 'onLost' | 'logFile'>) => {
    const part = await startPart({ ...setup, onLost: fail, logFile: join(folder, `${setup.name}.log`) })
    closers.push(part.stop)
    return part
  }
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
  const demoArgs = ['--port', `${await findFreePort()}`, '--data', join(folder, 'platform')]
  const demo = await start({
    name: 'demo',
    args: [DEMO, ...demoArgs, '--faults', '--until-stdin-ends'],
    env: { DEMO_SECRET: secret },
    saysWhenUp: /Demo platform on (\S+)/,
  })
  const env = {
    DATABASE_URL: databaseUrl,
    COUNTERSIGN_PLATFORM_URL: `${demo.url}/countersign`,
    COUNTERSIGN_PLATFORM_SECRET: secret,
    COUNTERSIGN_DATA: join(folder, 'data'),
    COUNTERSIGN_POLICIES: policies,
    COUNTERSIGN_LOG_LEVEL: 'warn',
  }
  const serve = [...COUNTERSIGN, 'serve', '--port', `${await findFreePort()}`]
  const desk = await start({ name: 'desk', args: serve, env, saysWhenUp: /Serving the desk on (\S+)/ })
  const worker = await start({ name: 'worker', args: [...COUNTERSIGN, 'work'], env, saysWhenUp: /Working/ })
  return { deskUrl: desk.url, platformUrl: demo.url, env, parts: [worker, desk, demo] }
}
