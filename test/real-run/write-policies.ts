import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWidePolicies } from '../support/wide-budgets.ts'

/** Long enough for anybody's Stop, if there were somebody who wanted to. */
const HOLD_SECONDS = 3

/**
 * Writes the shipped policies to a folder, all the same but for their budgets and what one person is given, which are a
 * house’s, and their times, of which people have so many seconds to agree and as many to confirm; and without QA samples.
 */
export function writePolicies(folder: string, waitSeconds: number): void {
  writeWidePolicies(folder)
  const file = join(folder, 'guards.yaml')
  const guards = readFileSync(file, 'utf8')
    .replaceAll(/\bhold: \d+[smh]/g, `hold: ${HOLD_SECONDS}s`)
    .replaceAll(/\bconfirm: \d+[smh]/g, `confirm: ${waitSeconds}s`)
    .replace(/^guards:/m, `expires: ${waitSeconds}s\nguards:`)
  writeFileSync(file, guards)
  const queues = join(folder, 'queues.yaml')
  // What chance draws would make two runs differ, and few people work through more in a run than anybody may in a day.
  const ordinary = readFileSync(queues, 'utf8')
    .replace(/^qa_samples:\n(?: .*\n?)*/m, '')
    .replace(/^exposure: .*\n/m, '')
  writeFileSync(queues, ordinary)
}
