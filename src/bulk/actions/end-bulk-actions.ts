import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { lockBulkAction } from './bulk-action-queries.ts'
import { moveBulkAction } from './move-bulk-action.ts'

const AT_ONCE = 20

/** Expires bulk actions that were not approved in time, and returns how many. */
export async function expireBulkActions({ db }: Pick<Desk, 'db'>): Promise<number> {
  const { rows } = await db.query<{ id: string }>(sql`
    select id from bulk_action where state in ('preparing', 'proposed') and expires_at <= desk_now() limit ${AT_ONCE}`)
  for (const { id } of rows) {
    await inTransaction(db, async (tx) => {
      const bulkAction = await lockBulkAction(tx, id, 'to move')
      if (bulkAction?.state === 'preparing' || bulkAction?.state === 'proposed')
        await moveBulkAction(tx, bulkAction, 'expired', { by: DESK })
    })
  }
  return rows.length
}
