import type { QueryResultRow } from 'pg'
import sql from 'sql-template-tag'
import type { Statement, Tx } from './db.ts'

/**
 * A statement that each connection parses and plans once, under this name: for those that run for every report or order,
 * where planning costs more than running. Its text must always be the same under one name.
 */
export const prepared =
  (name: string) =>
  (text: readonly string[], ...values: readonly unknown[]): Statement => {
    const statement = sql(text, ...values)
    return { name, text: statement.text, values: statement.values }
  }

/**
 * Asks a prepared statement with one plan for all values, in one round trip: left to itself PostgreSQL plans a large one
 * anew each time. What the transaction asks after it is planned as ever.
 */
export async function queryPlannedOnce<Row extends QueryResultRow>(tx: Tx, statement: Statement): Promise<Row[]> {
  tx.send(prepared('plan-without-values')`select set_config('plan_cache_mode', 'force_generic_plan', true)`)
  const asked = tx.query<Row>(statement)
  tx.send(prepared('plan-as-ever')`select set_config('plan_cache_mode', 'auto', true)`)
  return (await asked).rows
}
