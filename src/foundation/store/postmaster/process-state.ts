import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const POLL_MS = 20

/** True when a process runs. A zombie doesn't run, though its number is still taken. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return !isZombie(pid)
}

/** Returns the command line of a process; empty when it is gone. */
export function commandLineOf(pid: number): string[] {
  if (existsSync('/proc/self')) return readProc(pid, 'cmdline').split('\0')
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return (stdout ?? '').trim().split(' ')
}

/** Sends a signal; a process that is already gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (isAlive(pid)) throw error
  }
}

/** Waits until a process is gone. Returns false if it still runs after that time. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs
  while (isAlive(pid)) {
    if (performance.now() > until) return false
    await pause(POLL_MS)
  }
  return true
}

// In /proc/PID/stat the state is the first word after the program's name, which is in brackets and may hold any
// character.
const isZombie = (pid: number): boolean => /^ [ZX]/.test(readProc(pid, 'stat').split(')').at(-1) ?? '')

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
