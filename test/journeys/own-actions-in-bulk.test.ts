import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { findState } from '../../demo/subject-state.ts'
import { bulkActionToSample, DONE_WITHIN_MS, startBulkAction, undoBulkAction } from '../support/bulk-actions.ts'
import { declareOwnActions, exampleOf } from '../support/own-actions.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const ORDINARY = 6
const DAY_MS = 86_400_000
const MUTE = { action: 'lock', durationMs: DAY_MS, own: { id: 'mute', parameters: { channel: 'all' } } }
/** An action that can't be undone beside those of the game. */
const WIPE = '  - { id: wipe, title: Wipe, on: [account], takes: [feature], reversible: false }\n'

test('a bulk action mutes many, and a bulk restore gives back', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: ORDINARY, wide: 0 })
  const { adopt } = await declareOwnActions(bulk.desk, 'game')
  await adopt(`${exampleOf('game', 'items').trimEnd()}\n${WIPE}`)
  const muted = async () => {
    const states = await Promise.all(
      bulk.ids.map((id) => bulk.demo.store.inTransaction((tx) => findState(tx, { kind: 'account', id }))),
    )
    return states.filter(({ actions }) => actions?.some(({ action }) => action === 'mute')).length
  }
  const more = { policyId: 'scam', enforcement: MUTE }
  const { ana, ben, id } = await bulkActionToSample(bulk, more)
  const { asked } = await bulk.read(id, ana)
  assert.ok(asked)
  const { id: name, parameters } = asked.own as { id: string; parameters: object }
  assert.deepEqual([asked.action, name, parameters], ['lock', 'mute', { channel: 'all' }])
  const core = await bulk.desk.db.onlyValue<string>(
    sql`select core from signature where about = ${id} and act = 'bulk_action_agree'`,
  )
  const { action, takes, reversible } = JSON.parse(core)
  assert.deepEqual([action, takes, reversible], ['mute', ['posting'], true], 'people sign what it takes')
  await bulk.gate.post(ben, `/v1/bulk-actions/${id}/continue`, { stage: 0 })
  await bulk.until(id, ana, 'done')
  const whenMuted = (count: number) =>
    waitFor(`${count} to be muted`, async () => (await bulk.goOn()) && (await muted()) === count, DONE_WITHIN_MS)
  await whenMuted(ORDINARY)
  assert.equal((await undoBulkAction(bulk, id, ana, ben)).enforcements, ORDINARY)
  await whenMuted(0)
  await checkLedger(bulk.desk)
})

test('no bulk action does what can’t be undone or is undeclared', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: 2, wide: 0 })
  const { adopt } = await declareOwnActions(bulk.desk, 'game')
  await adopt(`${exampleOf('game', 'items').trimEnd()}\n${WIPE}`)
  const ana = await bulk.person({ roles: ['senior'] })
  for (const [enforcement, field] of [
    [{ action: 'deactivate', own: { id: 'wipe' } }, 'enforcement/own/id'],
    [{ ...MUTE, own: { id: 'praise' } }, 'enforcement/own/id'],
    [{ ...MUTE, action: 'limit' }, 'enforcement/action'],
    [{ ...MUTE, own: { id: 'mute', parameters: { channel: 'no' } } }, 'enforcement/own/parameters/channel'],
  ] as const) {
    const { status, body } = await bulk.propose(ana, { policyId: 'scam', enforcement })
    assert.deepEqual([status, (body.errors as { field: string }[])[0]?.field], [400, field], JSON.stringify(body))
  }
  const { body } = await bulk.propose(ana, { policyId: 'scam', enforcement: MUTE })
  const thief = await stealRole(t, bulk.database)
  const columns = `policy_id, found_by, rationale, list_hash, subject_count, reach_sum, rules, sample_size, wrong_share,
    proposed_by, expires_at, moved_by`
  const insert = (action: string, own: object) =>
    thief.run(`insert into bulk_action (action, own_action, duration_ms, ${columns})
      select '${action}', $$${JSON.stringify(own)}$$, ${action === 'deactivate' ? 'null' : DAY_MS}, ${columns}
      from bulk_action where id = '${String(body.id)}'`)
  const mute = await bulk.desk.db.onlyValue<object>(
    sql`select own_action from bulk_action where id = ${String(body.id)}`,
  )
  await insert('lock', mute)
  for (const [action, own] of [
    ['hide', mute],
    ['lock', { ...mute, takes: ['feature'] }],
    ['lock', { ...mute, action: 'praise' }],
    ['deactivate', { action: 'wipe', title: { en: 'Wipe' }, takes: ['feature'], reversible: false, parameters: {} }],
  ] as const)
    await assert.rejects(insert(action, own), isRefusal, JSON.stringify(own))
  await assert.rejects(thief.run(`update bulk_action set own_action = null`), isRefusal)
})
