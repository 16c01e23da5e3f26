import sql from 'sql-template-tag'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import type { VendorPlace } from '../../policy/queues.ts'

/** Makes the stored sites of vendors equal to those in the policies. */
export async function storeVendorPlaces(db: Pool, places: readonly VendorPlace[]): Promise<void> {
  const given = sql`json_to_recordset(${JSON.stringify(places)}::json) given(employer text, site text)`
  await inTransaction(db, async (tx) => {
    await tx.query(sql`
      delete from vendor_place place where not exists (
        select from ${given} where given.employer = place.employer and given.site is not distinct from place.site)`)
    await tx.query(sql`
      insert into vendor_place (employer, site) select distinct employer, site from ${given} on conflict do nothing`)
  })
}
