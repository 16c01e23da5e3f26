import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const SCRIPT = join(import.meta.dirname, 'remove-at-end.sh')

/**
 * Sees to it that a folder is gone when this program is, in whichever way it ends, and that no PostgreSQL runs in it any
 * more. Answers how to have it done earlier.
 */
export function removeAtEnd(folder: string): { now(): Promise<void> } {
  // A session of its own keeps Ctrl-C from it.
  const child = spawn('/bin/sh', [SCRIPT, folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = once(child, 'exit')
  child.unref()
  return {
    now: async () => {
      child.ref()
      child.stdin.end()
      await ended
    },
  }
}
