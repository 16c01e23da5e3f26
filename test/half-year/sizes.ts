import sql from 'sql-template-tag'
import type { Pool } from '../../src/foundation/database/db.ts'

const LARGEST = 8

export interface Size {
  bytes: number
  /** The tables with the most bytes, indexes and partitions included. */
  largest: { table: string; bytes: number; deadShare: number }[]
  reports: number
  months: number
}

/** Reads what the database takes on disk, and what of the largest tables is dead rows. */
export async function readSize(owner: Pool): Promise<Size> {
  const bytes = await owner.onlyValue<number>(sql`select pg_database_size(current_database())::float8`)
  const largest = await owner.list<Size['largest'][number]>(sql`
    select coalesce(inhparent, relid)::regclass::text as table, sum(pg_total_relation_size(relid))::float8 as bytes,
      (sum(n_dead_tup) / greatest(sum(n_live_tup + n_dead_tup), 1))::float8 as "deadShare"
    from pg_stat_user_tables left join pg_inherits on inhrelid = relid group by 1 order by 2 desc limit ${LARGEST}`)
  const reports = await owner.onlyValue<number>(sql`select count(*)::integer from report`)
  const months = await owner.onlyValue<number>(
    sql`select count(*)::integer from pg_inherits where inhparent = 'report'::regclass`,
  )
  return { bytes, largest, reports, months }
}

/** Returns the bytes of the database after every table was written anew: the rest was bloat. */
export async function readSizeAnew(owner: Pool): Promise<number> {
  await owner.query(sql`vacuum (full)`)
  return owner.onlyValue<number>(sql`select pg_database_size(current_database())::float8`)
}
