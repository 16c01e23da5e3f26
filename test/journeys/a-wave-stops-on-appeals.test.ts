import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startAppeals } from '../support/appeals.ts'
import { budgetsOf, useBudgets } from '../support/budgets.ts'
import { minutes } from '../support/gate-flow.ts'
import { waitFor } from '../support/wait-for.ts'
import { DONE_WITHIN_MS, startWave, undoWave } from '../support/waves.ts'
import { checkLedger, type WorkingDesk } from '../support/working-desk.ts'

const ORDINARY = 20
/** Three appeals stop it; what is undone otherwise never does. */
const CAMPAIGNS =
  'campaigns: { subjects: 50, sample: 2, wrong: 0, expires: 24h, stages: [{ share: 1 }], stops: { restores: { count: 50, share: 1 }, appeals: { count: 3, share: 0.1 }, guarded: { count: 50, share: 1 } } }'

/** A platform that bears one effect in a second, so that appeals come in while a wave goes on. */
function slowDown({ desk }: Pick<WorkingDesk, 'desk'>): void {
  const { platform } = desk
  const capabilities = async () => ({ ...(await platform.capabilities()), effectsPerMinute: 60 })
  Object.assign(desk, { platform: { ...platform, capabilities } })
}

test('a wave that goes on stops by itself once as many are appealed against as its rules bear: those upheld don’t count, and no further account is touched', async (t) => {
  const wave = await startWave(t, { ordinary: ORDINARY, wide: 0 })
  useBudgets(wave, `${budgetsOf()}${CAMPAIGNS}\n`)
  slowDown(wave)
  const { gate } = wave
  const { db } = wave.desk
  const { appeal, told, next, judge } = await startAppeals(wave)
  const ana = await wave.person({ roles: ['senior'] })
  const ben = await wave.person({ roles: ['lead'], team: 'north' })
  const cleo = await wave.person()
  const id = String((await wave.propose(ana)).body.id)
  await wave.until(id, ana, 'proposed')
  await wave.judge(id, ben)
  assert.equal((await gate.signed(ben, `/v1/campaigns/${id}/approve`)).status, 200)

  const listEnforcements = async () => {
    const { rows } = await db.query<{ id: string; subject: string; state: string }>(sql`
      select id, subject, state from enforcement where campaign_id = ${id} order by proposed_at, id`)
    return rows
  }
  /** So many of its accounts are dark, or were. */
  const whenDone = (count: number) =>
    waitFor(
      `${count} to be done`,
      async () => {
        await wave.goOn()
        const done = (await listEnforcements()).filter(({ state }) => state !== 'releasing')
        return done.length >= count && done
      },
      DONE_WITHIN_MS,
    )
  const counted = async () => {
    const { state, progress } = await wave.read(id, ana)
    return [state, progress?.appealed]
  }

  const [first, second, third, fourth] = (await whenDone(4)).map((enforcement) => ({ enforcementId: enforcement.id }))
  assert.ok(first && second && third && fourth)
  assert.equal((await appeal(first)).status, 201)
  assert.equal((await judge(cleo, await next(cleo), 'uphold')).body.state, 'upheld')
  assert.deepEqual(await counted(), ['running', 0], 'whoever looked again agrees with it')
  assert.equal((await appeal(second)).status, 201)
  assert.equal((await judge(cleo, await next(cleo), 'overturn')).body.state, 'overturned')
  await wave.enforcementIn(second.enforcementId, 'restored')
  const open = [await appeal(third)]
  assert.deepEqual(await counted(), ['running', 2], 'one overturned, one that nobody has looked at')
  await whenDone(6)
  assert.deepEqual(await counted(), ['running', 2], 'with the one upheld there would be three')

  open.push(await appeal(fourth))
  const stopped = await wave.until(id, ana, 'stopped')
  const touched = (await listEnforcements()).length
  assert.ok(touched >= 6 && touched < ORDINARY, `${touched} of ${ORDINARY}`)
  const why = `It stopped by itself: 3 of ${touched} effects are appealed against, or were undone on appeal.`
  assert.equal(stopped.why, why)
  const { rows: pages } = await db.query(sql`
    select to_role as "to", why from page where kind = 'campaign' order by id desc limit 1`)
  assert.deepEqual(pages, [{ to: 'lead', why: `${id}: ${why}` }], 'those who lead are told')
  assert.equal((await gate.post(ben, `/v1/campaigns/${id}/continue`, { stage: 0 })).status, 409)
  await wave.advance(minutes(10))
  await wave.whenDark(touched - 1)
  const dark = new Set((await listEnforcements()).map(({ subject }) => subject))
  const spared = wave.ids.filter((account) => !dark.has(`account:${account}`))
  assert.equal(spared.length, ORDINARY - touched)
  for (const account of spared) assert.equal(await wave.visit(`account:${account}`), 200)

  assert.deepEqual(await undoWave(wave, id, ana, ben), { enforcements: touched - 1, asked: 202 })
  await wave.whenDark(0)
  for (const answer of open) assert.equal((await told(answer)).state, 'restored', 'an appeal ends with its enforcement')
  for (const enforcement of await listEnforcements()) await wave.enforcementIn(enforcement.id, 'restored')
  await checkLedger(wave.desk)
})
