import type { Pool } from '../../src/foundation/database/db.ts'

interface Column {
  tbl: string
  col: string
  type: string
}

/** The types of columns that can hold words. */
const TYPES = ['text', 'varchar', 'json', 'jsonb', 'bytea', 'tsvector', 'ARRAY', 'inet', 'cidr']

/** Lists the columns of the whole database in which a word stands, ledger payloads included. The pool is the owner's. */
export async function findWords(pool: Pool, words: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<Column>(
    `select table_name as tbl, column_name as col, data_type as type from information_schema.columns
     where table_schema = 'public' and (data_type = any ($1) or data_type like 'character%') order by 1, 2`,
    [TYPES],
  )
  const found: string[] = []
  for (const { tbl, col, type } of rows) {
    const holds =
      type === 'bytea'
        ? `position(convert_to(word, 'UTF8') in "${col}") > 0`
        : `position(lower(word) in lower("${col}"::text)) > 0`
    const { rows: hits } = await pool.query<{ word: string }>(
      `select distinct word from "${tbl}", unnest($1::text[]) word where ${holds}`,
      [words],
    )
    found.push(...hits.map(({ word }) => `${tbl}.${col}: ${word}`))
  }
  return found
}
