import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { FIRST_LOOK_MS } from '../../src/enforcement/reconcile/reconcile.ts'
import { waitFor } from '../support/wait-for.ts'
import { startBulkAction, bulkActionToSample } from '../support/bulk-actions.ts'

const SUBJECTS = 6

test('effects of bulk actions are checked after other effects, mismatches first', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: SUBJECTS, wide: 0 })
  const { gate, desk } = bulk
  const { ana, ben, id } = await bulkActionToSample(bulk)
  await gate.post(ben, `/v1/bulk-actions/${id}/continue`, { stage: 0 })
  await bulk.until(id, ana, 'done')
  await bulk.whenOffline(SUBJECTS)
  const priorities = async () => {
    const { rows } = await desk.db.query<{ priority: string; subjects: number }>(sql`
      select priority, count(*) as subjects from job where kind = 'reconcile' group by priority order by priority`)
    return rows
  }
  assert.deepEqual(await priorities(), [{ priority: 'reconcile', subjects: SUBJECTS }])

  bulk.demo.faults.set({ fault: 'lying', about: 'old_state', call: 'subject.read_back', count: 1 })
  await bulk.advance(FIRST_LOOK_MS)
  await waitFor('one of them to look wrong', async () =>
    (await priorities()).some(({ priority }) => priority === 'background'),
  )
  assert.deepEqual(await priorities(), [
    { priority: 'background', subjects: 1 },
    { priority: 'reconcile', subjects: SUBJECTS - 1 },
  ])
})
