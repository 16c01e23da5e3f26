import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import { compiledEnv } from '../../src/foundation/schemas/compiled.ts'
import { DATABASE_DIR } from '../../src/foundation/settings/package-paths.ts'
import { type EmbeddedPostgres, startEmbedded } from '../../src/foundation/store/embedded/embedded-postgres.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { migrate } from '../../src/foundation/store/migrate.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import { type Part, startPart } from './process-part.ts'
import { tempDir } from './temp-dir.ts'
import { waitFor } from './wait-for.ts'
import { writeWidePolicies } from './wide-budgets.ts'

export const PARTS = ['worker', 'api', 'platform', 'database'] as const
export type PartName = (typeof PARTS)[number]

export interface Answer {
  /** The status of the answer; 0 when no answer came. */
  status: number
  body: Record<string, unknown>
}

/** A desk and a platform as operators run them: each part is a process of its own, on a separate PostgreSQL. */
export interface ProcessDesk {
  /** Connections with the application role, for reading the state. */
  db: Pool
  databaseUrl: string
  /** The address of the server, for requests that `ask` can't send. */
  apiUrl(): string
  ask(token: string, method: string, path: string, body?: object): Promise<Answer>
  readFromPlatform(method: string, path: string, body?: object): Promise<Answer>
  /** Gives the platform unprotected accounts, each with its id as its handle. */
  addAccounts(ids: readonly string[]): Promise<void>
  /** The status that a visitor gets for the account's page. */
  visit(accountId: string): Promise<number>
  /** Kills the part with kill -9. */
  kill(part: PartName): Promise<void>
  /** Starts the part again on the same port, and waits until it answers. */
  revive(part: PartName, extra?: readonly string[]): Promise<void>
  /** Starts a further process beside the first; it is stopped when the test ends. */
  startAnotherWorker(): Promise<Part>
  /** Runs one command of the program, as its operator types it; returns its exit code and output. */
  command(...args: string[]): Promise<{ code: number; said: string }>
  freeze(part: 'worker' | 'api'): void
  thaw(part: 'worker' | 'api'): void
}

const QUIET = { info: () => undefined, warn: () => undefined }
const POOL_MAX = 8

export async function startProcessDesk(t: TestContext, platformArgs: readonly string[] = []): Promise<ProcessDesk> {
  const dataDir = tempDir(t)
  let postgres = await startEmbedded({ dataDir, log: QUIET })
  const { port } = postgres
  t.after(() => postgres.stop())
  await migrate(postgres.ownerUrl, DATABASE_DIR, QUIET)
  const db = openPool(postgres.deskUrl, { max: POOL_MAX, name: 'the test', onError: () => undefined })
  t.after(() => db.end())
  const programs = await describePrograms(t, postgres, platformArgs)
  const running = new Map<PartName, Part>()
  const launch = (part: keyof typeof programs, extra: readonly string[] = []) =>
    startPart(t, { ...programs[part], args: [...programs[part].args, ...extra] })
  const start = async (part: keyof typeof programs, extra?: readonly string[]) =>
    void running.set(part, await launch(part, extra))
  await Promise.all([start('platform'), start('api'), start('worker')])
  const urlOf = (part: PartName): string => running.get(part)?.url ?? `nobody: ${part}`
  const readFromPlatform = (method: string, path: string, body?: object) =>
    ask(`${urlOf('platform')}${path}`, method, {}, body)
  return {
    db,
    databaseUrl: postgres.deskUrl,
    apiUrl: () => urlOf('api'),
    ask: (token, method, path, body) =>
      ask(`${urlOf('api')}${path}`, method, { authorization: `Bearer ${token}` }, body),
    readFromPlatform,
    addAccounts: (ids) => addAccounts(urlOf('platform'), ids),
    visit: async (accountId) => (await readFromPlatform('GET', `/@${accountId}`)).status,
    kill: async (part) => (part === 'database' ? killDatabase(postgres) : running.get(part)?.kill()),
    revive: async (part, extra) => {
      if (part === 'database') postgres = await startEmbedded({ dataDir, log: QUIET, port })
      else await start(part, extra)
    },
    startAnotherWorker: () => launch('worker'),
    command: (...args) => runCommand(args, programs.api.env),
    freeze: (part) => running.get(part)?.freeze(),
    thaw: (part) => running.get(part)?.thaw(),
  }
}

/**
 * Describes how each part is started, at first and again: the platform always on the same port, which the desk is
 * configured with.
 */
async function describePrograms(t: TestContext, postgres: EmbeddedPostgres, platformArgs: readonly string[]) {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const port = await findFreePort()
  const env = {
    DATABASE_URL: postgres.deskUrl,
    COUNTERSIGN_PLATFORM_URL: `http://127.0.0.1:${port}/countersign`,
    COUNTERSIGN_PLATFORM_SECRET: secret,
    COUNTERSIGN_DATA: tempDir(t),
    COUNTERSIGN_POLICIES: writeWidePolicies(tempDir(t)),
    COUNTERSIGN_LOG_LEVEL: 'fatal',
  }
  const platform = ['demo/main.ts', '--port', `${port}`, '--data', tempDir(t), '--faults']
  return {
    worker: { args: ['bin/countersign.js', 'work'], env, says: 'Working' },
    api: { args: ['bin/countersign.js', 'serve', '--port', '0'], env, says: 'Serving' },
    platform: { args: [...platform, ...platformArgs], env: { DEMO_SECRET: secret }, says: 'Demo platform on' },
  } as const
}

async function ask(url: string, method: string, headers: Record<string, string>, body?: object): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const said = await response.text()
    return { status: response.status, body: said.startsWith('{') ? JSON.parse(said) : {} }
  } catch (error) {
    return { status: 0, body: { error: String(error) } }
  }
}

async function runCommand(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['bin/countersign.js', ...args], {
    env: { ...compiledEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [said, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: Number(code), said: said + errors }
}

async function addAccounts(platformUrl: string, ids: readonly string[]): Promise<void> {
  const lines = ids.map((id) =>
    JSON.stringify({ type: 'account', id, handle: id, displayName: id, reach: 31, verified: false, tags: [] }),
  )
  const headers = { 'content-type': 'application/x-ndjson' }
  const response = await fetch(`${platformUrl}/load`, { method: 'POST', headers, body: lines.join('\n') })
  const loaded: unknown = await response.json()
  if (!(loaded instanceof Object && 'accounts' in loaded && loaded.accounts === ids.length))
    throw new Error(`the accounts were not loaded: ${JSON.stringify(loaded)}`)
}

/** Kills the server's first process alone: its others end by themselves. Nothing starts it again. */
async function killDatabase(postgres: EmbeddedPostgres): Promise<void> {
  const [pid] = readFileSync(join(postgres.dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')
  process.kill(Number(pid), 'SIGKILL')
  await postgres.stop()
}

/** Checks that every ledger entry gets its number and nothing differs from its record. */
export async function checkLedgerOf({ db }: Pick<ProcessDesk, 'db'>): Promise<void> {
  await waitFor('every entry to have its number', async () => {
    const { rows } = await db.query<{ waiting: boolean }>(sql`select exists (select from leaf_pending) as waiting`)
    return rows[0]?.waiting === false
  })
  const { problems } = await verifyLedger(db, LEDGER_CHECKS)
  if (problems.length > 0) throw new Error(`the ledger does not verify: ${JSON.stringify(problems.slice(0, 3))}`)
}
