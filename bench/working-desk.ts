import { join } from 'node:path'
import { givenKey, givenPasskey, givenStaff } from '../test/support/people.ts'
import { writeWidePolicies } from '../test/support/wide-budgets.ts'
import type { BenchDatabase, Ground } from './bench-desk.ts'
import { type DeskClient, openDeskClient } from './desk-client.ts'
import { type PlatformProgram, startApi, startPlatform, startWorker } from './desk-programs.ts'
import type { RunningProgram } from './run-program.ts'

/** A complete desk with its platform, each part in its own process, and a lead who works there. */
export interface WorkingDesk {
  database: BenchDatabase
  platform: PlatformProgram
  /** The base URL of its API. */
  url: string
  /** The client of a lead on shift, cleared for everything, who speaks every language. */
  client: DeskClient
  /** Opens the client of a further lead with the same rights. */
  openAnother(): Promise<DeskClient>
  /** Starts a further worker beside the one that runs. */
  startSecondWorker(): Promise<RunningProgram>
}

interface WorkingSettings {
  /** True: the desk's own key signs for invented people. */
  demo?: boolean
  env?: Readonly<Record<string, string>>
  /** Returns the address by which API and worker reach the database. Left out: the database's own. */
  reachBy?: (databaseUrl: string) => Promise<string>
}

/** Starts a desk on a database of its own. */
export async function startWorkingDesk(
  ground: Ground,
  name: string,
  { demo = false, env = {}, reachBy = async (url) => url }: WorkingSettings = {},
): Promise<WorkingDesk> {
  const database = await ground.makeDatabase(`bench_${name}`, 'desk')
  if (demo) await database.owner.query(`select mark_database('demo', null)`)
  const platform = await startPlatform(ground, name)
  const policiesDir = writeWidePolicies(join(ground.folder, `${name}-policies`))
  const reached = { ...database, url: await reachBy(database.url) }
  const api = await startApi(ground, reached, { platform, policiesDir, env })
  const startSecondWorker = () => startWorker(ground, reached, { platform, policiesDir, env })
  await startSecondWorker()
  const person = { roles: ['reviewer', 'lead'], languages: [], clearances: ['protected', 'safety'] } as const
  const { token: key } = await givenKey(database.db, ['report'])
  const openAnother = async () => {
    const { id, token } = await givenStaff(database.db, { ...person, onShift: true })
    if (demo) await givenPasskey(database.db, id)
    return openDeskClient(api.url, token, key)
  }
  return { database, platform, url: api.url, client: await openAnother(), openAnother, startSecondWorker }
}
