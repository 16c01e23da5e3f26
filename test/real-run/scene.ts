import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openPool, type Pool } from '../../src/lib/db.ts'
import { startEmbedded } from '../../src/store/embedded-postgres.ts'
import { markDatabase } from '../../src/store/mark-database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { makeTempDir } from '../support/temp-dir.ts'
import { COUNTERSIGN, DEMO, type Program, type ProgramSetup, startProgram } from './program.ts'
import type { RunError } from './run-error.ts'

const MIGRATIONS = new URL('../../migrations', import.meta.url).pathname
const SECRET_BYTES = 32
const CONNECTIONS_MAX = 4

/** The whole desk and a platform, each part a process of its own, on a database of their own. */
export interface Scene {
  folder: string
  db: Pool
  desk: Program
  worker: Program
  platform: Program
  /** For commands of the desk's. */
  env: Readonly<Record<string, string>>
  /** Aborted with the reason when a part ends by itself, or the run is to end. */
  broken: AbortSignal
  close(): Promise<void>
}

export interface SceneOptions {
  keep: boolean
  say: (line: string) => void
  /** Ends the run. */
  signal: AbortSignal
}

/** Starts everything and leaves nothing running when closed; `keep` leaves the folder. */
export async function startScene(options: SceneOptions): Promise<Scene> {
  const folder = makeTempDir()
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const each of closers.reverse()) await each()
    if (!options.keep) rmSync(folder, { recursive: true, force: true })
    else options.say(`Kept: ${folder}`)
  }
  try {
    return { ...(await startParts(folder, closers, options)), folder, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function startParts(folder: string, closers: (() => Promise<unknown>)[], { say, signal }: SceneOptions) {
  const postgres = await startEmbedded({ dataDir: join(folder, 'data'), log: { info: () => undefined, warn: say } })
  closers.push(postgres.stop)
  await migrate(postgres.ownerUrl, MIGRATIONS, { info: () => undefined, warn: say })
  await markDatabase(postgres.ownerUrl, 'demo')
  let closing = false
  const onError = (error: Error) => closing || say(error.message)
  const db = openPool(postgres.deskUrl, { max: CONNECTIONS_MAX, name: 'real run', onError })
  closers.push(() => {
    closing = true // The server tells connections that it stops, which is no news then.
    return db.end()
  })

  const breaking = new AbortController()
  const onLost = (reason: RunError) => breaking.abort(reason)
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
  const start = async (setup: Omit<ProgramSetup, 'onLost' | 'logFile'>) => {
    const program = await startProgram({ ...setup, onLost, logFile: join(folder, `${setup.name}.log`) })
    closers.push(program.stop)
    return program
  }
  const platform = await start({
    name: 'platform',
    args: [DEMO, '--data', join(folder, 'platform'), '--secret', secret, '--faults', '--until-stdin-ends'],
    env: {},
    saysWhenUp: /Demo platform on (\S+)/,
  })
  const env = {
    DATABASE_URL: postgres.deskUrl,
    COUNTERSIGN_PLATFORM_URL: `${platform.url}/countersign`,
    COUNTERSIGN_PLATFORM_SECRET: secret,
    COUNTERSIGN_DATA: join(folder, 'data'),
    COUNTERSIGN_LOG_LEVEL: 'warn',
  }
  const serve = {
    name: 'desk',
    args: [COUNTERSIGN, 'serve', '--port', '0'],
    env,
    saysWhenUp: /Serving the desk on (\S+)/,
  }
  const desk = await start(serve)
  const worker = await start({ name: 'worker', args: [COUNTERSIGN, 'work'], env, saysWhenUp: /Working/ })
  return { db, desk, worker, platform, env, broken: AbortSignal.any([breaking.signal, signal]) }
}
