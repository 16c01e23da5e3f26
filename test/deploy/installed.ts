import { spawnSync } from 'node:child_process'

/** Returns why a test is skipped: a program is not installed. False: it is. */
export const unlessInstalled = (program: string, debianPackage: string): string | false =>
  spawnSync(program, ['--version']).error === undefined
    ? false
    : `${program} is not installed (Debian: ${debianPackage})`

/** Runs a program, and returns its exit code and everything that it printed. */
export function run(program: string, ...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  return { status, text: `${stdout}${stderr}` }
}
