import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { findRestore } from '../../src/enforcement/effect/queries.ts'
import { MINISTER, minutes, type Person } from '../support/gate-flow.ts'
import { type HijackDesk, startHijack } from '../support/hijack-desk.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const countAlerts = async ({ desk }: HijackDesk) => {
  const { rows } = await desk.db.query<{ alerts: number; why: string }>(sql`
    select count(*)::integer as alerts, max(why) as why from alert
    where kind = 'acts_alone' and subject = 'account:vale' and escalated_from is null`)
  return { alerts: rows[0]?.alerts ?? 0, why: rows[0]?.why ?? '' }
}

/** The lock is in effect. */
async function locked(desk: HijackDesk, who: Person, caseId?: string): Promise<string> {
  const { status, body } = await desk.lock(who, caseId)
  assert.deepEqual([status, body.hijack], [201, true], JSON.stringify(body))
  const id = String(body.id)
  const { endsAt, confirmBy } = await desk.enforcementIn(id, 'in_effect')
  assert.deepEqual([endsAt, confirmBy], [null, null])
  return id
}

test("a hijack lock lasts until the account's credentials are reset", async (t) => {
  const desk = await startHijack(t)
  const ana = await desk.person()
  const caseId = await desk.gate.claim(MINISTER, ana)
  await desk.takeOver()
  const wish = { action: 'lock', interim: true, hijack: true }
  const { body: preview } = await desk.gate.preview(caseId, ana, wish)
  assert.match(
    String(preview.sentence),
    /^@\w+.* will be locked now until its credentials are reset, .* On-call is alerted every 15 minutes until the reset, or until a second person confirms the lock\. Anyone on duty can restore it\. Once a second person has confirmed it, restoring takes two people\.$/,
  )
  desk.work()
  const id = await locked(desk, ana, caseId)
  await waitFor('the first alert', async () => (await countAlerts(desk)).alerts === 1)
  assert.match((await countAlerts(desk)).why, /locked against a hijacker until its credentials are reset/)
  for (let quarter = 1; quarter <= 2; quarter++) {
    await desk.advance(minutes(15))
    await waitFor('another alert after 15 minutes', async () => (await countAlerts(desk)).alerts === 1 + quarter)
  }
  await desk.takeOver() // The hijacker changes them again: no reset.
  await desk.advance(minutes(25 * 60))
  await desk.enforcementIn(id, 'in_effect')
  await desk.reset()
  await waitFor('the lock to end', async () => {
    await desk.advance(minutes(1))
    return (await findRestore(desk.desk.db, id))?.cause === 'ended'
  })
  await desk.enforcementIn(id, 'restored')
  await desk.advance(minutes(15))
  await waitFor('the alerts to end', async () => {
    const { rowCount } = await desk.desk.db.query(sql`select from job where kind = 'unconfirmed'`)
    return rowCount === 0
  })
})

test('one other person ends a hijack lock, two a confirmed one', async (t) => {
  const desk = await startHijack(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  desk.work()
  await desk.takeOver()
  const caseId = await gate.claim(MINISTER, ana)
  const id = await locked(desk, ana, caseId)
  assert.equal((await gate.post(ben, `/v1/enforcements/${id}/undo-unconfirmed`)).status, 409, 'it is undone by itself')
  const undone = await gate.post(ben, `/v1/enforcements/${id}/restore`, { cause: 'mistake' })
  assert.deepEqual([undone.status, undone.body.state], [202, 'restoring'], JSON.stringify(undone.body))
  await desk.enforcementIn(id, 'restored')
  const again = await desk.lock(ana, caseId)
  assert.equal(again.body.hijack ?? false, false, 'whose lock was undone takes none for seven days')

  await desk.takeOver()
  const second = await locked(desk, ben, caseId)
  assert.equal((await gate.signed(ben, `/v1/enforcements/${second}/confirm`)).status, 403, 'not by its proposer')
  const token = await gate.post(cleo, `/v1/enforcements/${second}/confirm`)
  assert.equal(token.status, 400, 'not by a token alone')
  const confirmed = await gate.signed(cleo, `/v1/enforcements/${second}/confirm`)
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body))
  await desk.enforcementIn(second, 'confirmed')
  const first = await gate.post(ana, `/v1/enforcements/${second}/restore`, { cause: 'mistake' })
  assert.deepEqual([first.status, first.body.state], [202, 'confirmed'], JSON.stringify(first.body))
  await assert.rejects(
    desk.desk.db.query(sql`
      insert into enforcement_restore (enforcement_id, cause, by) values (${second}, 'mistake', ${`staff:${ana.id}`})`),
    { code: 'CS001', message: /takes two people/ },
  )
  const both = await gate.signed(cleo, `/v1/enforcements/${second}/restore`, { cause: 'mistake' })
  assert.equal(both.body.state, 'restoring', JSON.stringify(both.body))
  await desk.enforcementIn(second, 'restored')
  await checkLedger(desk.desk)
})
