import sql from 'sql-template-tag'
import type { Statement } from './db.ts'

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
