import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startAppeals } from '../support/appeals.ts'
import { budgetsOf, useBudgets } from '../support/budgets.ts'
import { minutes } from '../support/gate-flow.ts'
import { waitFor } from '../support/wait-for.ts'
import { DONE_WITHIN_MS, startBulkAction, undoBulkAction } from '../support/bulk-actions.ts'
import { checkLedger, type WorkingDesk } from '../support/working-desk.ts'

const ORDINARY = 20
/** Three appeals stop it; enforcements undone for other reasons never do. */
const BULK_ACTIONS =
  'bulk_actions: { subjects: 50, sample: 2, wrong: 0, expires: 24h, stages: [{ share: 1 }], stops: { restores: { count: 50, share: 1 }, appeals: { count: 3, share: 0.1 }, guarded: { count: 50, share: 1 } } }'

/** A platform that bears one effect in a second, so that appeals come in while a bulk goes on. */
function slowDown({ desk }: Pick<WorkingDesk, 'desk'>): void {
  const { platform } = desk
  const capabilities = async () => ({ ...(await platform.capabilities()), effectsPerMinute: 60 })
  Object.assign(desk, { platform: { ...platform, capabilities } })
}

test('a bulk action stops at its limit of appeals', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: ORDINARY, wide: 0 })
  useBudgets(bulk, `${budgetsOf()}${BULK_ACTIONS}\n`)
  slowDown(bulk)
  const { gate } = bulk
  const { db } = bulk.desk
  const { appeal, told, next, judge } = await startAppeals(bulk)
  const ana = await bulk.person({ roles: ['senior'] })
  const ben = await bulk.person({ roles: ['lead'], team: 'north' })
  const cleo = await bulk.person()
  const id = String((await bulk.propose(ana)).body.id)
  await bulk.until(id, ana, 'proposed')
  await bulk.judge(id, ben)
  assert.equal((await gate.signed(ben, `/v1/bulk-actions/${id}/approve`)).status, 200)

  const listEnforcements = async () => {
    const { rows } = await db.query<{ id: string; subject: string; state: string }>(sql`
      select id, subject, state from enforcement where bulk_action_id = ${id} order by proposed_at, id`)
    return rows
  }
  /** Waits until this many of its accounts are offline, or were. */
  const whenDone = (count: number) =>
    waitFor(
      `${count} to be done`,
      async () => {
        await bulk.goOn()
        const done = (await listEnforcements()).filter(({ state }) => state !== 'releasing')
        return done.length >= count && done
      },
      DONE_WITHIN_MS,
    )
  const counted = async () => {
    const { state, progress } = await bulk.read(id, ana)
    return [state, progress?.appealed]
  }

  const [first, second, third, fourth] = (await whenDone(4)).map((enforcement) => ({ enforcementId: enforcement.id }))
  assert.ok(first && second && third && fourth)
  assert.equal((await appeal(first)).status, 201)
  assert.equal((await judge(cleo, await next(cleo), 'uphold')).body.state, 'upheld')
  assert.deepEqual(await counted(), ['running', 0], 'whoever looked again agrees with it')
  assert.equal((await appeal(second)).status, 201)
  assert.equal((await judge(cleo, await next(cleo), 'overturn')).body.state, 'overturned')
  await bulk.enforcementIn(second.enforcementId, 'restored')
  const open = [await appeal(third)]
  assert.deepEqual(await counted(), ['running', 2], 'one overturned, one that nobody has looked at')
  await whenDone(6)
  assert.deepEqual(await counted(), ['running', 2], 'with the one upheld there would be three')

  open.push(await appeal(fourth))
  const stopped = await bulk.until(id, ana, 'stopped')
  const touched = (await listEnforcements()).length
  assert.ok(touched >= 6 && touched < ORDINARY, `${touched} of ${ORDINARY}`)
  const why = `It stopped by itself: 3 of ${touched} effects are appealed against, or were undone on appeal.`
  assert.equal(stopped.why, why)
  const { rows: alerts } = await db.query(sql`
    select to_role as "to", why from alert where kind = 'bulk_action' order by id desc limit 1`)
  assert.deepEqual(alerts, [{ to: 'lead', why: `${id}: ${why}` }], 'those who lead are told')
  assert.equal((await gate.post(ben, `/v1/bulk-actions/${id}/continue`, { stage: 0 })).status, 409)
  await bulk.advance(minutes(10))
  await bulk.whenOffline(touched - 1)
  const offline = new Set((await listEnforcements()).map(({ subject }) => subject))
  const spared = bulk.ids.filter((account) => !offline.has(`account:${account}`))
  assert.equal(spared.length, ORDINARY - touched)
  for (const account of spared) assert.equal(await bulk.visit(`account:${account}`), 200)

  assert.deepEqual(await undoBulkAction(bulk, id, ana, ben), { enforcements: touched - 1, asked: 202 })
  await bulk.whenOffline(0)
  for (const answer of open) assert.equal((await told(answer)).state, 'restored', 'an appeal ends with its enforcement')
  for (const enforcement of await listEnforcements()) await bulk.enforcementIn(enforcement.id, 'restored')
  await checkLedger(bulk.desk)
})
