import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Ground } from '../../bench/bench-desk.ts'
import type { OpenCases } from '../../bench/open-cases.ts'
import { RunError } from '../real-run/run-error.ts'
import type { givenKey, givenStaff } from '../support/people.ts'

/** The previous release: its program, and what it has to fill a database as it would. */
export interface Previous {
  program: string
  openGround: (say: (line: string) => void) => Ground
  prepareOpenCases: (context: { ground: Ground; quick: boolean; say: (line: string) => void }) => Promise<OpenCases>
  givenStaff: typeof givenStaff
  givenKey: typeof givenKey
}

/** Loads the previous release from a checkout of it with its packages installed. */
export async function loadPrevious(folder: string): Promise<Previous> {
  const root = resolve(folder)
  for (const part of ['src/main.ts', 'node_modules', 'platform-kit/dist'])
    if (!existsSync(join(root, part)))
      throw new RunError(`${root} has no ${part}: check the previous release out there, and run "npm ci" in it.`)
  const [bench, cases, people] = await Promise.all(
    ['bench/bench-desk.ts', 'bench/open-cases.ts', 'test/support/people.ts'].map((file) => import(join(root, file))),
  )
  return { program: join(root, 'src/main.ts'), ...bench, ...cases, ...people }
}
