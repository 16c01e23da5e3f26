import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lockBulkAction } from '../../src/bulk/actions/bulk-action-queries.ts'
import { listOpen } from '../../src/bulk/actions/item-queries.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { startSampledBulkAction } from '../support/sampled-bulk-action.ts'
import { waitForLock } from '../support/wait-for-lock.ts'

type Looked = Awaited<ReturnType<typeof startSampledBulkAction>>

const ALL = 1_000
const TEN = 10

/** Has three be judged, and before they are released something else happen. */
async function whileJudged(bulk: Looked, happens: () => Promise<void>): Promise<void> {
  const { desk, id } = bulk
  const { items, enforcement } = await bulk.run()
  const before = await bulk.countEnforcements()
  const judged = await inTransaction(desk.db, async (tx) => {
    await lockBulkAction(tx, id, 'to move')
    const judging = await enforcement(items.slice(0, 3))
    await waitForLock(desk.db)
    await happens()
    return judging
  })
  await judged.done
  assert.equal(await bulk.countEnforcements(), before)
  assert.equal((await listOpen(desk.db, id, 'ordinary', ALL)).length, items.length)
}

test("restricting the proposer or approver stops a bulk action's running stage", async (t) => {
  for (const who of ['ana', 'ben'] as const) {
    const bulk = await startSampledBulkAction(t, { ordinary: 30 })
    const lead = await bulk.person({ roles: ['lead'] })
    await whileJudged(bulk, async () => {
      const { status } = await bulk.gate.signed(lead, `/v1/staff/${bulk[who].id}/restrict`, { reason: 'odd' })
      assert.equal(status, 200)
    })
  }
})

test('stopping a bulk action ends every subject judged after it', async (t) => {
  const bulk = await startSampledBulkAction(t, { ordinary: 50 })
  const { desk, id, gate, ben } = bulk
  const { items, enforcement } = await bulk.run()
  const before = await bulk.countEnforcements()
  const ten = (n: number) => items.slice(n * TEN, (n + 1) * TEN)
  const under = await inTransaction(desk.db, async (tx) => {
    await lockBulkAction(tx, id, 'to move')
    const first = (await enforcement(ten(0))).done
    await waitForLock(desk.db)
    const stop = gate.post(ben, `/v1/bulk-actions/${id}/stop`, { reason: 'a school class' })
    await waitForLock(desk.db, 2)
    const late: Promise<void>[] = []
    for (const n of [1, 2, 3]) {
      late.push((await enforcement(ten(n))).done)
      await waitForLock(desk.db, 2 + n)
    }
    return { all: [first, stop, ...late] as const }
  })
  const [, stopped] = await Promise.all(under.all)
  assert.equal(stopped.status, 200)
  assert.equal((await bulk.countEnforcements()) - before, TEN)
})
