import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { BenchDatabase, Ground } from './bench-desk.ts'
import type { RunningProgram } from './run-program.ts'

/** The discard port, at which nothing answers: for a desk whose platform is never called. */
const NOWHERE = 'http://127.0.0.1:9/countersign'
const SECRET_BYTES = 32

export interface PlatformProgram extends RunningProgram {
  secret: string
}

export interface DeskSettings {
  /** The folder of the policy files; undefined for the files that come with the desk. */
  policiesDir?: string
  platform?: PlatformProgram
  /** Additional environment variables. */
  env?: Readonly<Record<string, string>>
  /** A module that node loads before the program. */
  preload?: string
  /** The port of the API; undefined for any free port. */
  port?: number
}

/** The demo platform with no accounts except its invented people. */
export async function startPlatform(ground: Ground, name: string): Promise<PlatformProgram> {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
  const folder = join(ground.folder, `${name}-platform`)
  const program = await ground.start({
    name: `${name} platform`,
    args: ['demo/main.ts', '--data', folder, '--secret', secret, '--faults', '--until-stdin-ends'],
    env: {},
    saysWhenUp: /Demo platform on (\S+)/,
  })
  return { ...program, secret }
}

/** A process that serves the API and nothing else. */
export const startApi = (ground: Ground, database: BenchDatabase, settings: DeskSettings = {}) =>
  ground.start({
    name: 'desk',
    args: [
      ...(settings.preload ? ['--import', settings.preload] : []),
      ...['bin/countersign.js', 'serve', '--port', String(settings.port ?? 0)],
    ],
    env: environment(ground, database, settings),
    saysWhenUp: /Serving the desk on (\S+)/,
  })

/** A process that runs only the worker. */
export const startWorker = (ground: Ground, database: BenchDatabase, settings: DeskSettings = {}) =>
  ground.start({
    name: 'worker',
    args: ['bin/countersign.js', 'work'],
    env: environment(ground, database, settings),
    saysWhenUp: /Working/,
  })

function environment(ground: Ground, { url }: BenchDatabase, { policiesDir, platform, env }: DeskSettings) {
  return {
    DATABASE_URL: url,
    COUNTERSIGN_PLATFORM_URL: platform ? `${platform.url}/countersign` : NOWHERE,
    COUNTERSIGN_PLATFORM_SECRET: platform?.secret ?? `whsec_${Buffer.alloc(SECRET_BYTES).toString('base64')}`,
    // Of this database alone: a desk that finds the checkpoint of another one takes its own for an older backup.
    COUNTERSIGN_DATA: join(ground.folder, `${new URL(url).pathname.slice(1)}-data`),
    COUNTERSIGN_LOG_LEVEL: 'warn', // The process that `npm start` runs.
    ...(policiesDir === undefined ? {} : { COUNTERSIGN_POLICIES: policiesDir }),
    ...env,
  }
}
