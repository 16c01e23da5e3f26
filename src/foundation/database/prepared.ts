import sql from 'sql-template-tag'
import type { Statement, Tx } from './db.ts'

/**
 * The text of each prepared statement, built once: building a long one for each enforcement is wasted work. The
 * template literal identifies its place in the program.
 */
const texts = new Map<string, { template: readonly string[]; text: string }>()

/**
 * Returns a tag for a statement that each connection parses and plans once, under this name. It serves statements that
 * run for every report or enforcement, where planning costs more than running. The text under one name must never
 * change.
 */
export const prepared =
  (name: string) =>
  (template: readonly string[], ...values: readonly unknown[]): Statement => {
    const statement = sql(template, ...values)
    return { name, text: textOf(name, template, statement), values: statement.values }
  }

function textOf(name: string, template: readonly string[], statement: Statement): string {
  const known = texts.get(name)
  if (known?.template === template) return known.text
  const { text } = statement
  // The driver would detect two texts under one name, but it always receives the first text.
  if (known !== undefined && known.text !== text) throw new Error(`two statements are prepared as ${name}`)
  texts.set(name, { template, text })
  return text
}

/**
 * Runs the statements of this work under generic plans, unless the whole transaction does. Later statements are planned
 * as usual.
 */
export async function withOnePlan<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  if (tx.plannedOnce) return work()
  tx.queue(prepared('plan-without-values')`select set_config('plan_cache_mode', 'force_generic_plan', true)`)
  try {
    return await work()
  } finally {
    tx.queue(prepared('plan-as-ever')`select set_config('plan_cache_mode', 'auto', true)`)
  }
}
