import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { insertBulkRestore } from './bulk-queries.ts'
import { lockForRestore } from './restore-enforcement.ts'

test('a restore never waits for the preview of a bulk restore', async (t) => {
  const { desk, enforcement } = await startWorkingDesk(t)
  const { id, proposedAt } = await enforcement({ subject: 'account:rosa', action: 'suspend' })
  const scope = { byKind: 'source', byId: 'person', since: proposedAt, until: undefined } as const
  await inTransaction(desk.db, async (preview) => {
    assert.equal((await insertBulkRestore(preview, scope, 'staff_0')).enforcementCount, 1)
    const restoring = await inTransaction(desk.restoreDb, async (tx) => {
      await tx.query(sql`set local lock_timeout = '1s'`)
      const { restore } = await lockForRestore(tx, id)
      return restore({ cause: 'mistake', by: DESK, reason: null })
    })
    assert.equal(restoring.state, 'restoring')
  })
})
