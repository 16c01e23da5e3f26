import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lockBulkAction } from '../../src/bulk/actions/bulk-action-queries.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { startSampledBulkAction } from '../support/sampled-bulk-action.ts'
import { waitForLock } from '../support/wait-for-lock.ts'
import { checkLedger } from '../support/working-desk.ts'

const HIDDEN = 12
/**
 * The number of one account's contents that are hidden in a day as if each were alone; each further one counts as
 * taking the account offline.
 */
const ALONE = 5
const list = Array.from({ length: HIDDEN }, (_, n) => `content:post-${n}`).join('\n')
const HIDE_POSTS = { ordinary: 1, enforcement: { action: 'hide', durationMs: 86_400_000 }, list }

test('bulk actions hide at most five posts of an account daily', async (t) => {
  const bulk = await startSampledBulkAction(t, HIDE_POSTS)
  assert.equal((await bulk.gate.post(bulk.ben, `/v1/bulk-actions/${bulk.id}/continue`, { stage: 0 })).status, 200)
  await bulk.until(bulk.id, bulk.ana, 'done')
  assert.equal(await bulk.countEnforcements(), ALONE)
  await checkLedger(bulk.desk)
})

test('concurrent bulk actions hide at most five posts of an account', async (t) => {
  const bulk = await startSampledBulkAction(t, HIDE_POSTS)
  const { desk, id } = bulk
  const { items, enforcement } = await bulk.run()
  const alone = ALONE - 1 - (await bulk.countEnforcements())
  for (const item of items.slice(0, alone)) await (await enforcement([item])).done
  const under = await inTransaction(desk.db, async (tx) => {
    await lockBulkAction(tx, id, 'to move')
    const done: Promise<void>[] = []
    for (const item of items.slice(alone, alone + 3)) {
      done.push((await enforcement([item])).done)
      await waitForLock(desk.db, done.length)
    }
    return { done }
  })
  await Promise.all(under.done)
  assert.equal(await bulk.countEnforcements(), ALONE)
})
