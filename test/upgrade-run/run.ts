import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import type { Ground } from '../../bench/bench-desk.ts'
import type { OpenCases } from '../../bench/open-cases.ts'
import { addAccounts } from '../../bench/visitor.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { Load } from '../ha/load.ts'
import { waitUntilSettled } from '../ha/take-stock.ts'
import { readDuplicateEffects } from '../real-run/platform-record.ts'
import { DEMO, PROGRAM, type Program, type ProgramSetup, startProgram } from '../real-run/program.ts'
import { RunError } from '../real-run/run-error.ts'
import { widenBudgets } from '../support/wide-budgets.ts'
import type { Previous } from './previous.ts'

const ACCOUNTS = 20_000
const SECRET_BYTES = 32
/** Each phase but the migration, which takes as long as it takes. */
const PHASE_MS = 20_000

/** A part of the upgrade, with what the callers saw in it. */
export interface Phase {
  name: 'previous' | 'migration' | 'both' | 'current'
  seconds: number
  successes: number
  /** The longest time in which no caller had a success. */
  longestGapMs: number
}

export interface UpgradeResult {
  cases: number
  phases: Phase[]
  answers: Readonly<Record<string, number>>
  /** The first answers that were neither a success nor 503. */
  wrong: readonly string[]
  reports: number
  enforcements: number
  restores: number
  /** Acknowledged reports, enforcements and restores without their row. */
  lost: number
  duplicateEffects: number
}

interface Options {
  previous: Previous
  quick: boolean
  say: (line: string) => void
  /** Rejects when the run is to end early. */
  stopped: Promise<never>
}

/** Upgrades a desk with many open cases while people and a platform use it, and takes stock at the end. */
export async function runUpgrade({ previous, quick, say, stopped }: Options): Promise<UpgradeResult> {
  const ground = previous.openGround(say)
  const programs: Program[] = []
  const lost = Promise.withResolvers<never>()
  lost.promise.catch(() => undefined)
  try {
    const open = await previous.prepareOpenCases({ ground, quick, say })
    widenBudgets(join(open.policiesDir, 'budgets.yaml'))
    const start = async (setup: Pick<ProgramSetup, 'name' | 'args' | 'env' | 'saysWhenUp'>) => {
      const program = await startProgram({
        ...setup,
        onLost: lost.reject,
        logFile: join(ground.folder, `${setup.name}.log`),
      })
      programs.push(program)
      return program
    }
    return await Promise.race([upgradeUnderLoad({ previous, open, start, ground, say }), lost.promise, stopped])
  } finally {
    for (const program of programs.reverse()) await program.stop().catch((error: unknown) => say(String(error)))
    for (const name of NAMES) say(readErrors(join(ground.folder, `${name}.log`)))
    await ground.close()
  }
}

const NAMES = ['previous API', 'previous worker', 'current API', 'current worker'] as const
const LOG_CHARS_MAX = 4_000

/** Returns the beginning of what a process wrote to its error output, if it started. */
function readErrors(file: string): string {
  return existsSync(file) ? `${basename(file)}: ${readFileSync(file, 'utf8').slice(0, LOG_CHARS_MAX)}` : ''
}

interface Scene {
  previous: Previous
  open: OpenCases
  ground: Ground
  start: (setup: Pick<ProgramSetup, 'name' | 'args' | 'env' | 'saysWhenUp'>) => Promise<Program>
  say: (line: string) => void
}

async function upgradeUnderLoad(scene: Scene): Promise<UpgradeResult> {
  const { previous, open, say } = scene
  const { platform, accounts, env } = await startPlatform(scene)
  const old = await startVersion(scene, previous.program, env, 'previous')
  const at = { url: old.url }
  const load = new Load()
  await startLoad(load, { scene, at, accounts })
  const phases: Phase[] = []
  const pass = async (name: Phase['name'], work: () => Promise<unknown>) => {
    say(`phase: ${name} …`)
    const begun = performance.now()
    await work()
    phases.push(measurePhase(name, load, begun, performance.now()))
  }
  await pass('previous', () => pause(PHASE_MS))
  await pass('migration', () => migrate(env, open))
  let current: Program | undefined
  await pass('both', async () => {
    current = await startVersion(scene, PROGRAM, env, 'current')
    at.url = current.url
    await pause(PHASE_MS)
    await old.stop()
  })
  await pass('current', () => pause(PHASE_MS))
  await load.stop()
  return { ...(await takeStock(open, load, platform)), phases }
}

async function startPlatform({ start, ground, open }: Scene) {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
  const data = join(ground.folder, 'upgraded-platform')
  const args = [DEMO, '--port', `${await findFreePort()}`, '--data', data, '--faults', '--until-stdin-ends']
  const saysWhenUp = /Demo platform on (\S+)/
  const platform = await start({ name: 'platform', args, env: { DEMO_SECRET: secret }, saysWhenUp })
  const accounts = Array.from({ length: ACCOUNTS }, (_, number) => `up${number}`)
  await addAccounts(platform.url, accounts)
  const env = {
    DATABASE_URL: open.database.url,
    COUNTERSIGN_PLATFORM_URL: `${platform.url}/countersign`,
    COUNTERSIGN_PLATFORM_SECRET: secret,
    COUNTERSIGN_POLICIES: open.policiesDir,
    COUNTERSIGN_DATA: join(ground.folder, 'upgraded-desk'),
    COUNTERSIGN_LOG_LEVEL: 'warn',
  }
  return { platform, accounts, env }
}

/** Starts the API and the worker of a version. */
async function startVersion(
  { start }: Scene,
  program: string,
  env: Readonly<Record<string, string>>,
  name: string,
): Promise<Program> {
  const worker = await start({ name: `${name} worker`, args: [program, 'work'], env, saysWhenUp: /Working/ })
  const args = [program, 'serve', '--port', `${await findFreePort()}`]
  const api = await start({ name: `${name} API`, args, env, saysWhenUp: /Serving the desk on (\S+)/ })
  const stop = async () => void (await Promise.all([worker.stop(), api.stop()]))
  return { ...api, stop }
}

async function startLoad(
  load: Load,
  { scene: { previous, open }, at, accounts }: { scene: Scene; at: { url: string }; accounts: readonly string[] },
): Promise<void> {
  const { db } = open.database
  const person = { roles: ['reviewer', 'lead'] as const, languages: [], clearances: open.clearances, onShift: true }
  const caller = (name: string, token: string) => ({
    name,
    token,
    get url() {
      return at.url
    },
  })
  load.sendReports(caller('reports', (await previous.givenKey(db, ['report'])).token), accounts)
  load.decideReported(caller('decisions', (await previous.givenStaff(db, person)).token))
  load.dismissCases(caller('dismissals', (await previous.givenStaff(db, person)).token))
}

/** Runs the migration as operators do, beside the previous version. */
async function migrate(env: Readonly<Record<string, string>>, { database }: OpenCases): Promise<void> {
  const ownerUrl = database.owner.options.connectionString
  if (ownerUrl === undefined) throw new RunError('The owner of the database has no address.')
  const child = spawn(process.execPath, [PROGRAM, 'migrate'], {
    env: { ...env, MIGRATE_DATABASE_URL: ownerUrl },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new RunError(`countersign migrate ended with ${code}.`)
}

function measurePhase(name: Phase['name'], load: Load, begun: number, ended: number): Phase {
  const times = [...load.successes.values()].flat().filter((time) => time >= begun && time <= ended)
  const gaps = [begun, ...times.sort((one, other) => one - other), ended]
  const longestGapMs = Math.max(...gaps.slice(1).map((time, place) => time - (gaps[place] ?? begun)))
  return { name, seconds: (ended - begun) / 1_000, successes: times.length, longestGapMs }
}

async function takeStock({ database: { db }, count }: OpenCases, load: Load, platform: Program) {
  await waitUntilSettled(db)
  const stored = sql`select count(*)::integer from report where client_id = any(${[...load.reports]})`
  const enforced = sql`select count(*)::integer from enforcement where id = any(${[...load.enforcements]})`
  const restored = sql`
    select count(*)::integer from enforcement where state = 'restored' and id = any(${[...load.restores]})`
  const { reports, enforcements, restores, answers, wrong } = load
  const told = reports.size + enforcements.size + restores.size
  const found = await Promise.all([stored, enforced, restored].map((query) => db.onlyValue<number>(query)))
  return {
    ...{ cases: count, reports: reports.size, enforcements: enforcements.size, restores: restores.size },
    ...{ answers, wrong: wrong.slice(0, 10), lost: told - found.reduce((sum, each) => sum + each, 0) },
    duplicateEffects: await readDuplicateEffects(platform.url),
  }
}
