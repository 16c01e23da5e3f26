import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { compiledEnv } from '../../src/foundation/schemas/compiled.ts'
import { RunError } from './run-error.ts'
import type { TeamSetup } from './team-process.ts'

const TEAM_PROCESS = join(import.meta.dirname, 'team-process.ts')

/** A process of people at work. */
export interface Team {
  /**
   * The number of ordinary enforcements they left out because others would have had to approve. Rejects when they can't
   * continue.
   */
  home: Promise<number>
  /** Lets the people finish the cases that they hold; resolves when they have ended. */
  callHome(): void
}

/** Starts a process with some people at work. */
export function startTeam(setup: TeamSetup): Team {
  const child = spawn(process.execPath, [TEAM_PROCESS], {
    env: compiledEnv(),
    stdio: ['pipe', 'pipe', 'inherit'],
    // In a process group of its own, so that Ctrl-C reaches only this process, which then calls the people home.
    detached: true,
  })
  child.stdin.on('error', () => undefined) // The process ended by itself, which is reported below.
  child.stdin.write(`${JSON.stringify(setup)}\n`)
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const home = new Promise<number>((resolve, reject) => {
    child.once('close', (code, signal) =>
      code === 0 ? resolve(Number(said)) : reject(new RunError(`A team could not go on (${signal ?? code}).`)),
    )
  })
  return { home, callHome: () => void child.stdin.end() }
}
