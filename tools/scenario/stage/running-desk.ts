import { randomUUID } from 'node:crypto'
import sql from 'sql-template-tag'
import { LEDGER_CHECKS } from '../../../src/app/ledger-checks.ts'
import type { Act, GivenSignature } from '../../../src/foundation/acts.ts'
import type { Pool } from '../../../src/foundation/database/db.ts'
import { openPool } from '../../../src/foundation/database/open-pool.ts'
import { DESK } from '../../../src/foundation/domain.ts'
import { StartError } from '../../../src/foundation/store/start-error.ts'
import { verifyLedger } from '../../../src/oversight/ledger/verify.ts'
import { addKey } from '../../../src/people/access/keys.ts'
import { addStaffToken } from '../../../src/people/access/staff-tokens.ts'
import { addSoftwareKey } from '../../../src/people/passkeys/add-software-key.ts'
import { signBySoftware } from '../../../src/people/signatures/sign-by-software.ts'
import { addStaff, type NewStaff } from '../../../src/people/staff/add-staff.ts'
import { momentOf, type Scenario } from '../file/scenario-file.ts'
import type { PersonEntry } from '../file/scenario-schema.ts'
import { REPLAYED } from '../replayed.ts'
import { type DeskProcess, startDeskProcess } from './desk-process.ts'
import type { PlatformDoor } from './platform-process.ts'
import { type Settled, settle, waitUntil } from './settle.ts'
import type { StageDatabase } from './stage.ts'

const POOL_MAX = 2
const TOKEN_DAYS = 1
const REPORT_MONTHS_AHEAD = 1

export interface Answer {
  status: number
  body: Record<string, unknown>
}

/** A desk with its own database and people, at the time that was set last. */
export interface RunningDesk {
  /** A pool of connections with the application role. */
  db: Pool
  /** The ids of people, by name. */
  ids: ReadonlyMap<string, string>
  /** Sends a request to the desk as a person. */
  post(who: string, path: string, body?: object): Promise<Answer>
  /** Sends a request that needs a signature, with the passkey that stands for the person. */
  postSigned(who: string, signing: { act: Act; about: string }, path: string, body?: object): Promise<Answer>
  /**
   * Signs a proposal with the passkey that stands for a person; undefined when the desk prepares no text for the
   * person.
   */
  signProposal(who: string, wish: object): Promise<GivenSignature | undefined>
  get(who: string, path: string): Promise<Answer>
  /** Reports an account; returns the case about it. */
  report(handle: string, report: { category: string; comment: string; at: Date }): Promise<string>
  setClock(now: Date): Promise<void>
  /** Fails if the ledger does not verify against the data of the day. */
  verify(): Promise<void>
  /**
   * Waits until the desk has done all work that is due by its clock; returns the position up to which it has recorded
   * events, and the time of its next work.
   */
  settle(): Promise<Settled>
  /** Kills the desk with kill -9, then its database. */
  kill(): Promise<void>
  close(): Promise<void>
}

export interface DeskSetup {
  database: StageDatabase
  door: PlatformDoor
  policiesDir: string
  dataDir: string
  now: Date
}

/** Starts the desk, with all people who work there. */
export async function startRunningDesk(scenario: Scenario, setup: DeskSetup): Promise<RunningDesk> {
  const { database, door, policiesDir, dataDir, now } = setup
  const [db, ownerDb] = [openOn(database.deskUrl), openOn(database.ownerUrl)]
  const closePools = () => Promise.all([db.end(), ownerDb.end()])
  try {
    await drive(ownerDb, now)
    // A periodic task of a desk does this too, but here the first report may precede its first run.
    await db.query(sql`select ensure_report_months(${REPORT_MONTHS_AHEAD})`)
    const people = new Map<string, { id: string; token: string }>()
    for (const person of scenario.people) people.set(person.name, await addPerson(db, scenario, person))
    const { key } = await addKey({ db }, { name: 'platform', scopes: ['report', 'facts'] }, DESK)
    const process = await startDeskProcess({ databaseUrl: database.deskUrl, platform: door, policiesDir, dataDir }, now)
    const tokenOf = (who: string): string => people.get(who)?.token ?? ''
    const post: RunningDesk['post'] = (who, path, body = {}) => ask(process, tokenOf(who), 'POST', path, body)
    const postSigned: RunningDesk['postSigned'] = async (who, signing, path, body = {}) => {
      const prepared = await post(who, '/v1/signings', signing)
      if (prepared.status !== 201) return prepared
      const signature = await signPrepared(db, people.get(who)?.id ?? '', prepared)
      return post(who, path, { ...body, signature })
    }
    return {
      db,
      ids: new Map([...people].map(([name, { id }]) => [name, id])),
      post,
      postSigned,
      signProposal: async (who, wish) => {
        const prepared = await post(who, '/v1/proposal-signings', wish)
        return prepared.status === 201 ? signPrepared(db, people.get(who)?.id ?? '', prepared) : undefined
      },
      get: (who, path) => ask(process, tokenOf(who), 'GET', path),
      report: (handle, report) => sendReport(process, key, handle, report),
      setClock: async (to) => {
        await process.setClock(to)
        await drive(ownerDb, to)
      },
      settle: () => settle(db),
      verify: () => verify(db),
      kill: async () => {
        await process.kill()
        await database.kill()
      },
      close: async () => {
        await process.kill()
        await closePools()
      },
    }
  } catch (error) {
    await closePools()
    throw error
  }
}

const openOn = (url: string): Pool => openPool(url, { max: POOL_MAX, name: 'replay', onError: () => undefined })

/** Sets the database's clock, which only its owner can, in a database that is marked for tests. */
const drive = async (ownerDb: Pool, now: Date): Promise<void> =>
  void (await ownerDb.query(sql`select set_driven_clock(${now})`))

async function addPerson(db: Pool, scenario: Scenario, entry: PersonEntry): Promise<{ id: string; token: string }> {
  const { name, is = name, roles, clearances = [], team, employment = 'employee', employer = 'here' } = entry
  const person: NewStaff = {
    pseudonym: name,
    name: is,
    roles,
    languages: [],
    clearances,
    employment,
    employer,
    site: 'here',
    team,
    rollingContract: false,
    ...(entry.starts === undefined ? {} : { startsAt: momentOf(scenario, `${entry.starts} 00:00`) }),
    ...(entry.ends === undefined ? {} : { endsAt: momentOf(scenario, entry.ends) }),
  }
  const { id } = await addStaff({ db }, person, DESK)
  await addSoftwareKey({ db }, id)
  const { token } = await addStaffToken({ db }, { staffId: id, label: 'replay', days: TOKEN_DAYS }, DESK)
  return { id, token }
}

async function signPrepared(db: Pool, staffId: string, { body }: Answer): Promise<GivenSignature | undefined> {
  const { challenge } = body.options as { challenge: string }
  return signBySoftware(db, REPLAYED, staffId, { signingId: String(body.signingId), challenge })
}

async function ask({ url }: DeskProcess, token: string, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} }
}

async function sendReport(
  process: DeskProcess,
  key: string,
  handle: string,
  { category, comment, at }: { category: string; comment: string; at: Date },
): Promise<string> {
  const { status, body } = await ask(process, key, 'POST', '/v1/reports', {
    id: randomUUID(),
    subject: { kind: 'account', id: handle },
    ground: 'terms',
    category,
    reporterId: randomUUID(),
    reportedAt: at.toISOString(),
    comment,
  })
  if (status !== 201) throw new StartError(`The report of @${handle} was answered ${status}: ${String(body.detail)}`)
  return String(body.caseId)
}

/** Verifies the ledger once every entry has its number. */
async function verify(db: Pool): Promise<void> {
  await waitUntil('numbering the ledger', async () => {
    const { rows } = await db.query<{ waiting: boolean }>(sql`select exists (select from leaf_pending) as waiting`)
    return rows[0]?.waiting === false
  })
  const { problems } = await verifyLedger(db, LEDGER_CHECKS)
  const [problem] = problems
  if (problem !== undefined) throw new StartError(`The ledger of the day does not verify: ${JSON.stringify(problem)}`)
}
