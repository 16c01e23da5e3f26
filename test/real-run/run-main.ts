import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Runs the real run's command to its end, with these arguments. */
export function runMain(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const main = join(import.meta.dirname, 'main.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}
