import sql from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'

/** Lists the last months that are over and counted, such as 2026-11, the latest first. The first one may have begun late. */
export const listMonths = (db: Queryable, limit: number): Promise<string[]> =>
  db.listValues<string>(sql`
    select to_char(month, 'YYYY-MM') from transparency_progress
      cross join lateral generate_series(date_trunc('month', (counted_until + 1)::timestamp) - interval '1 month',
        date_trunc('month', (select min(day) from transparency_day)::timestamp), interval '-1 month') month
    limit ${limit}`)
