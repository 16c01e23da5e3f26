import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { budgetsOf, useBudgets } from '../support/budgets.ts'
import { agreeSigned } from '../support/changes.ts'
import { waitFor } from '../support/wait-for.ts'
import { DONE_WITHIN_MS, startBulkAction, undoBulkAction } from '../support/bulk-actions.ts'
import { checkLedger } from '../support/working-desk.ts'

const BUDGET =
  '{ id: bulks, why: W, of: bulk_action, within: 24h, actions: [suspend], enforcements: { over: 4, open: 5 } }'
const BULK_ACTIONS =
  'bulk_actions: { subjects: 50, sample: 2, wrong: 0, expires: 24h, stages: [{ share: 0.25, look: true }, { share: 1 }], stops: { restores: { count: 9, share: 1 }, appeals: { count: 9, share: 1 }, guarded: { count: 9, share: 0.9 } } }'

test('bulk actions have their own budget and breaker', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: 10, wide: 1 })
  useBudgets(bulk, `${budgetsOf(BUDGET)}${BULK_ACTIONS}\n`)
  const { gate, desk } = bulk
  const ana = await bulk.person({ roles: ['senior'] })
  const ben = await bulk.person({ roles: ['lead'], team: 'north' })
  const carl = await bulk.person({ roles: ['lead'], team: 'south' })
  const begin = async (ids: readonly string[]) => {
    const id = String((await bulk.propose(ana, { list: ids.join('\n') })).body.id)
    await bulk.until(id, ana, 'proposed')
    await bulk.judge(id, ben)
    assert.equal((await gate.signed(ben, `/v1/bulk-actions/${id}/approve`)).status, 200)
    return id
  }
  const whenWaiting = (what: string, id: string, state: string, count: number) =>
    waitFor(
      what,
      async () => {
        await bulk.goOn()
        const { rows } = await desk.db.query<{ id: string }>(sql`
          select id from enforcement where bulk_action_id = ${id} and state = ${state} order by proposed_at, id`)
        return rows.length >= count ? rows.map((enforcement) => enforcement.id) : undefined
      },
      DONE_WITHIN_MS,
    )

  const [first, second] = [await begin(bulk.ids.slice(0, 4)), await begin(bulk.ids.slice(4, 8))]
  const third = await begin(bulk.ids.slice(8))
  for (const id of [first, second, third]) await bulk.until(id, ana, 'looking')
  const [single = ''] = await whenWaiting('the wide one to be asked for by itself', third, 'proposed', 1)
  await gate.post(carl, `/v1/bulk-actions/${third}/stop`, { reason: 'not this one' })
  assert.deepEqual(await whenWaiting('what it asked for to end with it', third, 'stopped', 1), [single])
  await gate.post(ben, `/v1/bulk-actions/${first}/continue`, { stage: 0 })
  await bulk.until(first, ana, 'done')
  assert.equal(await bulk.countOffline(), 4, 'as many as the budget has')
  const [one = '', other = ''] = await whenWaiting('two to be asked for one by one', first, 'awaiting_approval', 2)
  await gate.approve(one, carl)
  await bulk.whenOffline(5)
  await gate.approve(other, carl)
  await whenWaiting('the breaker to hold the next', first, 'held', 1)

  await gate.post(ben, `/v1/bulk-actions/${second}/continue`, { stage: 0 })
  const told = await bulk.read(second, ana)
  assert.deepEqual([told.state, told.waitsFor], ['running', 'breaker'])
  await undoBulkAction(bulk, first, ana, ben)
  await bulk.whenOffline(2)

  const crane = await bulk.person({ roles: ['policy'] })
  const change = { kind: 'breaker', breakerId: 1 }
  const asked = await gate.post(crane, '/v1/changes', { change, reason: 'all fakes' })
  await agreeSigned(desk, String(asked.body.id), { kind: 'staff', pseudonym: 'P', roles: ['lead'], ...carl })
  const gone = await bulk.until(second, ana, 'done')
  assert.equal(gone.progress?.fellOut, 3, 'it goes on, over its budget still: others are asked about each')
  await checkLedger(desk)
})
