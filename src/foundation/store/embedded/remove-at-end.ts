import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PACKAGE_DIR } from '../../settings/package-paths.ts'

const SCRIPT = join(PACKAGE_DIR, 'src/foundation/store/embedded/remove-at-end.sh')

/**
 * Removes a folder when this program ends, in any way, after stopping the PostgreSQL that runs in it. Returns a
 * function that does it earlier.
 */
export function removeAtEnd(folder: string): { now(): Promise<void> } {
  // In a session of its own the process receives no Ctrl-C.
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
