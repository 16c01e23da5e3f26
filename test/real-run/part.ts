import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import type { Pool } from '../../src/foundation/database/db.ts'
import { retryWhenBusy } from './ask-again.ts'
import { type Program, type ProgramSetup, startProgram } from './program.ts'
import { RunError } from './run-error.ts'

const RESTARTED_WITHIN_MS = 60_000
const RETRY_MS = 200

/** One part of a running desk or platform, which can be killed. */
export interface Part {
  name: string
  /** Kills the part with kill -9: none of its code runs afterwards. */
  kill(): Promise<void>
  /** Waits until the part runs again at the same place. */
  revive(): Promise<void>
}

/** Starts a program as a part; `stop` ends the process that runs at the time. */
export async function startPart(setup: ProgramSetup): Promise<Part & { url: string; stop(): Promise<void> }> {
  let program = await startProgram(setup)
  return {
    name: setup.name,
    url: program.url,
    stop: () => program.stop(),
    kill: () => program.kill(),
    revive: async () => {
      program = await startAgain(setup)
    },
  }
}

/** Retries as a supervisor does: the program refuses to start while the database is away. */
async function startAgain(setup: ProgramSetup): Promise<Program> {
  const untilMs = performance.now() + RESTARTED_WITHIN_MS
  for (;;) {
    try {
      return await startProgram(setup)
    } catch (error) {
      if (performance.now() > untilMs) throw error
      await pause(RETRY_MS)
    }
  }
}

/** Returns PostgreSQL as a part: killing its first process ends the others, and database-process.ts starts it again. */
export function postgresPart(dataDir: string, db: Pool): Part {
  const pidFile = join(dataDir, 'postgres/cluster/postmaster.pid')
  let killed = 0
  return {
    name: 'postgresql',
    kill: async () => {
      killed = readPid(pidFile)
      process.kill(killed, 'SIGKILL')
    },
    revive: async () => {
      const untilMs = performance.now() + RESTARTED_WITHIN_MS
      // The old server's remains may still answer for a moment.
      while (Number.isNaN(readPid(pidFile)) || readPid(pidFile) === killed) {
        if (performance.now() > untilMs) throw new RunError('PostgreSQL did not start again.')
        await pause(RETRY_MS)
      }
      await retryWhenBusy(() => db.query(sql`select`))
    },
  }
}

/** Reads the process id from a file; NaN while the file is missing. */
function readPid(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10)
  } catch {
    return Number.NaN
  }
}
