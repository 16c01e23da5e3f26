import sql from 'sql-template-tag'
import type { Statement, Tx } from './db.ts'

/** Put together once: a long one, sent for each order, is not worth doing again. */
const texts = new Map<string, string>()

/**
 * A statement that each connection parses and plans once, under this name: for those that run for every report or order,
 * where planning costs more than running. Its text must always be the same under one name.
 */
export const prepared =
  (name: string) =>
  (template: readonly string[], ...values: readonly unknown[]): Statement => {
    const statement = sql(template, ...values)
    const text = texts.get(name) ?? statement.text
    texts.set(name, text)
    return { name, text, values: statement.values }
  }

/** Those in which statements have one plan for now. */
const plannedOnce = new WeakSet<Tx>()

/** Has what a transaction asks meanwhile be answered by one plan for all values, if it doesn't have all be. What it asks afterwards is planned as ever. */
export async function withOnePlan<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  if (tx.plannedOnce || plannedOnce.has(tx)) return work()
  plannedOnce.add(tx)
  tx.send(prepared('plan-without-values')`select set_config('plan_cache_mode', 'force_generic_plan', true)`)
  try {
    return await work()
  } finally {
    plannedOnce.delete(tx)
    tx.send(prepared('plan-as-ever')`select set_config('plan_cache_mode', 'auto', true)`)
  }
}
