import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const SHIPPED = resolve(import.meta.dirname, '../../policies')
/** The factor by which the budgets are widened. */
const TIMES = 1_000

/**
 * Writes the shipped policies to a folder, but for their budgets: here a few people do in minutes what an organisation does in a
 * day. Answers the folder.
 */
export function writeWidePolicies(folder: string): string {
  cpSync(SHIPPED, folder, { recursive: true })
  widenBudgets(join(folder, 'budgets.yaml'))
  return folder
}

/** Widens the budgets of this file. */
export function widenBudgets(file: string): void {
  const wide = (_: string, bound: string, count: string) => `${bound}: ${Number(count) * TIMES}`
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/\b(over|open|stops|declines|restores): (\d+)/g, wide))
}
