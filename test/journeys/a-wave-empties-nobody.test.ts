import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { findCampaign, lockCampaign, updateCampaignState } from '../../src/campaign/campaign-queries.ts'
import { listOpen } from '../../src/campaign/item-queries.ts'
import { askAboutSome, orderSome } from '../../src/campaign/order-some.ts'
import { inTransaction } from '../../src/lib/db.ts'
import { budgetsOf, useBudgets } from '../support/budgets.ts'
import { waitForLock } from '../support/wait-for-lock.ts'
import { startWave } from '../support/waves.ts'
import { checkLedger } from '../support/working-desk.ts'

const RULES =
  'campaigns: { subjects: 50, sample: 3, wrong: 0, expires: 24h, stages: [{ share: 0.05, look: true }, { share: 1 }], stops: { restores: { count: 50, share: 1 }, appeals: { count: 50, share: 1 }, guarded: { count: 50, share: 1 } } }'
/** Of an account with few posts each is a large share, and guards ask. */
const POSTS = 100
const HIDDEN = 12
/** So many of one account in a day are hidden as if each stood alone; then each counts as if the account were switched off. */
const ALONE = 5
const DAY_MS = 86_400_000

/** One whose first stage somebody is to look at; `wave0` is new, has many posts and more readers than it should. */
async function startLooked(t: Parameters<typeof startWave>[0], ordinary: number, more: object = {}) {
  const wave = await startWave(t, { ordinary, wide: 0 })
  const { demo, gate, desk } = wave
  useBudgets(wave, `${budgetsOf()}${RULES}\n`)
  await demo.store.inTransaction((tx) => {
    tx.run`update account set reach = 30000, created_at = '2026-05-01T00:00:00Z' where id = 'wave0'`
    for (let n = 0; n < POSTS; n++)
      tx.run`insert into content (id, account_id, kind, text) values (${`post-${n}`}, 'wave0', 'post', 'More.')`
  })
  const [ana, ben] = [await wave.person({ roles: ['senior'] }), await wave.person({ roles: ['lead'], team: 'north' })]
  const id = String((await wave.propose(ana, more)).body.id)
  await wave.until(id, ana, 'proposed')
  await wave.judge(id, ben)
  assert.equal((await gate.signed(ben, `/v1/campaigns/${id}/approve`)).status, 200)
  await wave.until(id, ana, 'looking')
  const countOrders = async () =>
    (await desk.db.query(sql`select from desk_order where campaign_id = ${id} and material_hash is null`)).rowCount
  return { ...wave, ana, ben, id, countOrders }
}

test('no account is emptied by a wave: past the fifth of a day its posts fall out, as when they are hidden one by one', async (t) => {
  const list = Array.from({ length: HIDDEN }, (_, n) => `content:post-${n}`).join('\n')
  const wave = await startLooked(t, 1, { order: { action: 'hide', durationMs: DAY_MS }, list })
  assert.equal((await wave.gate.post(wave.ben, `/v1/campaigns/${wave.id}/continue`, { stage: 0 })).status, 200)
  await wave.until(wave.id, wave.ana, 'done')
  assert.equal(await wave.countOrders(), ALONE)
  await checkLedger(wave.desk)
})

test('of those that are judged while somebody stops their wave, nothing comes to be', async (t) => {
  const wave = await startLooked(t, 30)
  const { desk, id } = wave
  // As somebody's going on leaves it, but that no worker takes it up.
  await inTransaction(desk.db, (tx) => updateCampaignState(tx, id, 'running', { by: `staff:${wave.ben.id}` }))
  const [running, before] = [await findCampaign(desk.db, id), await wave.countOrders()]
  assert.equal(running?.state, 'running')
  const items = await listOpen(desk.db, id, 'ordinary', 3)
  const asked = await askAboutSome(desk, running, items)
  const [ordering] = await inTransaction(desk.db, async (tx) => {
    await lockCampaign(tx, id, 'to move')
    const judging = orderSome(desk, running, items, asked)
    await waitForLock(desk.db)
    await updateCampaignState(tx, id, 'stopped', { by: `staff:${wave.ana.id}`, why: 'a school class' })
    return [judging] as const
  })
  await ordering
  assert.equal(await wave.countOrders(), before)
  assert.deepEqual(
    (await listOpen(desk.db, id, 'ordinary', 3)).map(({ ordinal }) => ordinal),
    items.map(({ ordinal }) => ordinal),
  )
})
