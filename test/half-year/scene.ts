import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { type BenchDatabase, type Ground, openGround } from '../../bench/bench-desk.ts'
import { withDeclares } from '../../src/admin/rule-sets/policies-in-force.ts'
import { adoptAtSetup } from '../../src/admin/rule-sets/versions.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import type { Role, StaffCaller } from '../../src/foundation/domain.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { REPLAYED } from '../../tools/scenario/replayed.ts'
import { type DeskProcess, startDeskProcess } from '../../tools/scenario/stage/desk-process.ts'
import { withoutQaSamples } from '../real-run/write-policies.ts'
import { givenKey, givenStaff } from '../support/people.ts'
import { writeWidePolicies } from '../support/wide-budgets.ts'

/** The shortest times that the desk allows. Reports stay a year, so only a second half-year deletes some. */
const RETENTION = 'days: { report: 365, evidence: 183, content: 30, signal: 30, view: 30, session: 30 }\n'
const REVIEWERS = 8
const SECRET_BYTES = 32
const ARRIVED_MS = 10
const OPEN_AGAIN_MS = 20
const TOKEN_UNTIL = new Date('2030-01-01T00:00:00Z')

/** A person at work, with the token of their requests. */
export type Person = StaffCaller & { token: string }

/** A desk and its platform, each a process, whose clocks are set by hand, and the people and machine that use them. */
export interface Scene {
  database: BenchDatabase
  desk: DeskProcess
  platformUrl: string
  reviewers: readonly Person[]
  /** The proposer of erasures, and the person who agrees to them. */
  officers: readonly [Person, Person]
  /** The API key that reports are sent with. */
  key: string
  /** The part of a desk with which the run calls functions of the program itself. */
  own: Desk
  setClock(now: Date): Promise<void>
  close(): Promise<void>
}

/** Starts them on a durable PostgreSQL in a temporary folder, at this time. */
export async function startScene(now: Date, say: (line: string) => void): Promise<Scene> {
  const ground = openGround(say)
  try {
    const database = await makeDatabase(ground, now)
    const platform = await startPlatform(ground, now)
    const policiesDir = writeWidePolicies(join(ground.folder, 'policies'))
    const queues = join(policiesDir, 'queues.yaml')
    writeFileSync(queues, withoutQaSamples(readFileSync(queues, 'utf8')))
    const settings = { databaseUrl: database.url, platform, policiesDir, dataDir: join(ground.folder, 'desk') }
    const desk = await startDeskProcess(
      { ...settings, platform: { ...platform, url: `${platform.url}/countersign` } },
      now,
    )
    const setClock = async (to: Date) => {
      // The desk signs calls by its own clock, and the platform refuses a time that it has not reached.
      await postClock(platform.url, to)
      await desk.setClock(to)
      await setBetweenTransactions(database, desk, to)
    }
    return {
      ...{ database, desk, platformUrl: platform.url, setClock },
      reviewers: await makePeople(database, ['reviewer', 'lead'], REVIEWERS),
      officers: [await makePerson(database, ['policy']), await makePerson(database, ['lead'])],
      key: (await givenKey(database.db, ['report'])).token,
      own: { db: database.db, relyingParty: REPLAYED, log: pino({ level: 'silent' }) } as unknown as Desk,
      close: async () => {
        await desk.kill()
        await ground.close()
      },
    }
  } catch (error) {
    await ground.close()
    throw error
  }
}

async function makeDatabase(ground: Ground, now: Date): Promise<BenchDatabase> {
  const database = await ground.makeDatabase('half_year', 'desk')
  await database.owner.query(sql`select mark_database('driven')`)
  await drive(database, now)
  // A periodic task does this too, but the first report may come before its first run.
  await database.db.query(sql`select ensure_report_months(1)`)
  await inTransaction(database.db, (tx) => adoptAtSetup(tx, withDeclares('retention', RETENTION)))
  return database
}

const drive = async ({ owner }: BenchDatabase, now: Date): Promise<void> =>
  void (await owner.query(sql`select set_driven_clock(${now})`))

/**
 * Sets the clock of the database while no transaction of the desk is open. A transaction that reads the time before and after
 * that would write two times for one act, which `verify` reports.
 */
async function setBetweenTransactions(database: BenchDatabase, desk: DeskProcess, now: Date): Promise<void> {
  const setIfIdle = async () => {
    // A statement that the desk just sent has begun by then.
    await pause(ARRIVED_MS)
    // PostgreSQL shows a role its own transactions alone, so the desk's role is the one that counts them.
    const open = await database.db.onlyValue<number>(sql`
      select count(*)::integer from pg_stat_activity
      where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()
        and backend_type = 'client backend'`)
    if (open === 0) await drive(database, now)
    return open === 0
  }
  while (!(await desk.whileStopped(setIfIdle))) await pause(OPEN_AGAIN_MS)
}

async function startPlatform(ground: Ground, now: Date) {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
  const data = ['--data', join(ground.folder, 'platform'), '--secret', secret]
  const { url } = await ground.start({
    name: 'platform',
    args: ['demo/main.ts', ...data, '--driven', '--now', now.toISOString(), '--faults', '--until-stdin-ends'],
    env: {},
    saysWhenUp: /Demo platform on (\S+)/,
  })
  return { url, secret }
}

async function postClock(platformUrl: string, now: Date): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ now: now.toISOString() })
  const response = await fetch(`${platformUrl}/clock`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`The platform's clock was answered ${response.status}: ${await response.text()}`)
}

const makePeople = (database: BenchDatabase, roles: readonly Role[], count: number): Promise<Person[]> =>
  Promise.all(Array.from({ length: count }, () => makePerson(database, roles)))

async function makePerson({ db }: BenchDatabase, roles: readonly Role[]): Promise<Person> {
  const person = { roles, languages: [], clearances: ['protected', 'safety'], tokenExpiresAt: TOKEN_UNTIL }
  const { id, token } = await givenStaff(db, person)
  const pseudonym = await db.onlyValue<string>(sql`select pseudonym from staff where id = ${id}`)
  return { kind: 'staff', id, pseudonym, roles, token }
}
