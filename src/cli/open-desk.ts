import { mkdirSync } from 'node:fs'
import type { Logger } from 'pino'
import type { Connector } from '../connector/connector.ts'
import type { Desk } from '../desk.ts'
import { EscrowFile } from '../escrow/escrow-file.ts'
import { openPool } from '../lib/db.ts'
import { loadPolicies } from '../review/policies.ts'
import { escrowFileOf } from './package-paths.ts'

/** For API and worker in one process; restores have their own, so that nothing else can use them up. */
const CONNECTIONS_MAX = 24
const RESTORE_CONNECTIONS_MAX = 20
/** As many keep it busy when the platform is quick; while a slow one thinks, its orders hold none. */
const EFFECT_CONNECTIONS_MAX = 2

export interface OpenDesk {
  desk: Desk
  close(): Promise<void>
}

/** Opens what the desk's functions need. Throws, with every problem named, when the policies can't be used. */
export function openDesk(setup: {
  databaseUrl: string
  platform: Connector
  policiesDir: string
  dataDir: string
  log: Logger
}): OpenDesk {
  const { databaseUrl, platform, policiesDir, dataDir, log } = setup
  const policies = loadPolicies(policiesDir)
  // Now and not later: a folder that is gone from under a running desk must not come back as another, empty one.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  let closing = false
  const onError = (error: Error) => {
    // A server that stops right after us ends connections that are just being closed.
    if (!closing) log.warn({ error: error.message }, 'a database connection was lost')
  }
  const db = openPool(databaseUrl, { max: CONNECTIONS_MAX, name: 'countersign', onError })
  const restoreDb = openPool(databaseUrl, { max: RESTORE_CONNECTIONS_MAX, name: 'countersign restores', onError })
  const effectDb = openPool(databaseUrl, { max: EFFECT_CONNECTIONS_MAX, name: 'countersign effects', onError })
  return {
    desk: { db, restoreDb, effectDb, platform, escrow: new EscrowFile(escrowFileOf(dataDir)), policies, log },
    close: async () => {
      closing = true
      await Promise.all([db.end(), restoreDb.end(), effectDb.end()])
    },
  }
}
