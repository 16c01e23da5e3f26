import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DATABASE, DESK_ROLE, OWNER_ROLE } from './initialise-cluster.ts'
import type { Secrets } from './postgres-home.ts'
import { isAlive } from '../postmaster/process-state.ts'
import { codeOf, StartError } from '../start-error.ts'

export type EmbeddedUrls = { ownerUrl: string; deskUrl: string }

/**
 * Returns the addresses of the embedded server that runs on a data folder; undefined: none runs. It starts and changes
 * nothing.
 */
export function readEmbeddedUrls(dataDir: string): EmbeddedUrls | undefined {
  const home = join(dataDir, 'postgres')
  try {
    const [pid, , , port] = readFileSync(join(home, 'cluster', 'postmaster.pid'), 'utf8').split('\n')
    if (!port || !isAlive(Number(pid))) return undefined
    const { owner, desk } = JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8')) as Secrets
    const urlOf = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${DATABASE}`
    return { ownerUrl: urlOf(OWNER_ROLE, owner), deskUrl: urlOf(DESK_ROLE, desk) }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (codeOf(error) !== 'EACCES') throw error
    throw new StartError(`The database in ${home} belongs to another user of this machine: run this as they do.`, {
      cause: error,
    })
  }
}
