import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { budgetsOf, useBudgets } from '../support/budgets.ts'
import { beginRecovery, leadBack } from '../support/recovery.ts'
import { waitFor } from '../support/wait-for.ts'
import { startBulkAction, bulkActionToSample } from '../support/bulk-actions.ts'
import { checkLedger } from '../support/working-desk.ts'

const RULES =
  'bulk_actions: { subjects: 50, sample: 3, wrong: 0, expires: 24h, stages: [{ share: 0.2, look: true }, { share: 0.5, look: true }, { share: 1 }], stops: { restores: { count: 9, share: 1 }, appeals: { count: 9, share: 1 }, guarded: { count: 9, share: 1 } } }'

async function startLooked(t: Parameters<typeof startBulkAction>[0], wide: number) {
  const bulk = await startBulkAction(t, { ordinary: 10, wide })
  useBudgets(bulk, `${budgetsOf()}${RULES}\n`)
  const { ana, ben, id } = await bulkActionToSample(bulk)
  const goOn = (stage?: number) =>
    bulk.gate.post(ben, `/v1/bulk-actions/${id}/continue`, { ...(stage === undefined ? {} : { stage }) })
  return { ...bulk, ana, ben, id, goOn }
}

test('a repeated check never advances a bulk action two stages', async (t) => {
  const bulk = await startLooked(t, 0)
  const { id, ana, goOn } = bulk
  assert.equal((await goOn()).status, 400)
  assert.equal((await goOn(1)).status, 409)
  const both = await Promise.all([goOn(0), goOn(0)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
  await bulk.until(id, ana, 'looking')
  assert.equal(await bulk.countOffline(), 5)
  const late = await goOn(0)
  assert.deepEqual([late.status, /is at stage 1, and you read stage 0\./.test(String(late.body.detail))], [409, true])
  assert.equal((await goOn(1)).status, 200)
  await bulk.until(id, ana, 'done')
  await checkLedger(bulk.desk)
})

test('a bulk action ends when its approver loses access', async (t) => {
  const bulk = await startLooked(t, 5)
  const { id, ana, ben, goOn, desk } = bulk
  await goOn(0)
  await bulk.until(id, ana, 'looking')
  await goOn(1)
  await bulk.until(id, ana, 'done')
  const asked = async () => (await desk.db.query(sql`select from enforcement where bulk_action_id = ${id}`)).rowCount
  const before = await asked()
  const lead = await bulk.person({ roles: ['lead'] })
  assert.equal((await bulk.gate.signed(lead, `/v1/staff/${ben.id}/restrict`, { reason: 'odd' })).status, 200)
  const { rows } = await desk.db.query<{ id: string }>(sql`select id from enforcement where state = 'proposed' limit 1`)
  assert.equal((await bulk.gate.post(ana, `/v1/enforcements/${rows[0]?.id}/stop`)).status, 200)
  await waitFor('nothing more of it to be done', async () => {
    await bulk.advance(1_000)
    return (await desk.db.query(sql`select from job where kind = 'bulk_action'`)).rowCount === 0
  })
  assert.equal(await asked(), before)
  assert.equal((await bulk.read(id, ana)).progress?.dropped, 2)
  const failed = bulk.logged.filter(({ msg, due }) => due === 'bulk_action' && String(msg).includes('failed'))
  assert.deepEqual(failed, [])
  await checkLedger(desk)
})

test('a bulk action of before a recovery state stops for good', async (t) => {
  const bulk = await startLooked(t, 0)
  const { id, ana, goOn, desk } = bulk
  const offline = await bulk.countOffline()
  await beginRecovery(desk)
  assert.equal((await goOn(0)).status, 200)
  await bulk.until(id, ana, 'stopped')
  const alert = sql`select from alert where to_role = 'lead' and why like '%before the database was restored%'`
  assert.equal((await desk.db.query(alert)).rowCount, 1)
  await leadBack(desk)
  await bulk.advance(60_000)
  const items = sql`select count(*) from enforcement where bulk_action_id = ${id} and state <> 'in_effect'`
  assert.equal(await desk.db.onlyValue(items), 0)
  assert.equal(await bulk.countOffline(), offline)
})
