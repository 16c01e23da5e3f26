import sql from 'sql-template-tag'
import type { Pool } from '../../foundation/database/db.ts'
import type { Exposure } from '../../policy/queues.ts'

/** Stores the limits on severe cases that the policies state. */
export async function storeExposureLimit(db: Pool, exposure: Exposure | undefined): Promise<void> {
  if (exposure === undefined) {
    await db.query(sql`delete from exposure_limit`)
    return
  }
  const { severeADay, severeInARow } = exposure
  await db.query(sql`
    insert into exposure_limit (severe_a_day, severe_in_a_row) values (${severeADay}, ${severeInARow})
    on conflict (single) do update set severe_a_day = excluded.severe_a_day, severe_in_a_row = excluded.severe_in_a_row`)
}
