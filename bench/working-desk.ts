import { join } from 'node:path'
import { givenKey, givenStaff } from '../test/support/people.ts'
import { writeWidePolicies } from '../test/support/wide-budgets.ts'
import { type DeskClient, openDeskClient } from './desk-client.ts'
import { type PlatformProgram, startApi, startPlatform, startWorker } from './desk-programs.ts'
import type { BenchDatabase, Ground } from './ground.ts'

/** A whole desk with its platform, each part a process of its own, and somebody who works there. */
export interface WorkingDesk {
  database: BenchDatabase
  platform: PlatformProgram
  /** Of a lead on shift, cleared for everything, who speaks every language. */
  client: DeskClient
}

/** Starts a desk on a database of its own. */
export async function startWorkingDesk(ground: Ground, name: string): Promise<WorkingDesk> {
  const database = await ground.makeDatabase(`bench_${name}`, 'desk')
  const platform = await startPlatform(ground, name)
  const policiesDir = writeWidePolicies(join(ground.folder, `${name}-policies`))
  const api = await startApi(ground, database, { platform, policiesDir })
  await startWorker(ground, database, { platform, policiesDir })
  const person = { roles: ['reviewer', 'lead'], languages: [], clearances: ['protected', 'safety'] } as const
  const { token } = await givenStaff(database.db, { ...person, onShift: true })
  const { token: key } = await givenKey(database.db, ['report'])
  const client = await openDeskClient(api.url, token, key)
  return { database, platform, client }
}
