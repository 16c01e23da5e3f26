import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWidePolicies } from '../support/wide-budgets.ts'

/** Long enough for a person to press Stop, if one wanted to. */
const HOLD_SECONDS = 3

/** Approving takes two people and a reading time, confirming one person: on a busy machine approvals need longer. */
const EXPIRES_WAITS = 2

/** Returns the text of `queues.yaml` without QA samples: random ones would make two runs differ. */
export const withoutQaSamples = (queues: string): string => queues.replace(/^qa_samples:\n(?: .*\n|\n)*/m, '')

/**
 * Writes the shipped policies to a folder, with wide budgets, no limit of exposure, `waitSeconds` to confirm and twice
 * that to approve, and without QA samples.
 */
export function writePolicies(folder: string, waitSeconds: number): void {
  writeWidePolicies(folder)
  const file = join(folder, 'guards.yaml')
  const guards = readFileSync(file, 'utf8')
    .replaceAll(/\bhold: \d+[smh]/g, `hold: ${HOLD_SECONDS}s`)
    .replaceAll(/\bconfirm: \d+[smh]/g, `confirm: ${waitSeconds}s`)
    .replace(/^guards:/m, `expires: ${EXPIRES_WAITS * waitSeconds}s\nguards:`)
  writeFileSync(file, guards)
  const queues = join(folder, 'queues.yaml')
  // Few people do more in a run than one person may in a day.
  const ordinary = withoutQaSamples(readFileSync(queues, 'utf8')).replace(/^exposure: .*\n/m, '')
  writeFileSync(queues, ordinary)
}
