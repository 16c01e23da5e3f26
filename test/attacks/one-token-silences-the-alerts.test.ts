import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { ALERT_KINDS } from '../../src/app/alert-kinds.ts'
import { claimJobs } from '../../src/foundation/jobs.ts'
import { spreadAlert } from '../../src/oversight/notifications/spread-alert.ts'
import { findProblems } from '../support/changes.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'

const DAY_MS = 86_400_000
const CLAIMED_MAX = 100
const REASON = { reason: 'The room was closed.' }

/** A desk whose only channel has taken urgent alerts for a day, and an administrator whose token was stolen. */
async function startRelied(t: TestContext) {
  const office = await startDeskBeforeOpening(t)
  const { db, desk, database, person } = office
  const [admin, other, lead] = [await person(['admin']), await person(['admin']), await person(['lead'])]
  await office.open()
  const hook = { kind: 'webhook', name: 'pager', address: 'https://pager.example/x' }
  const { body } = await office.post(admin, '/v1/channels', hook)
  const id = String(body.id)
  await database.advance(DAY_MS)
  const remove = () => office.post(admin, `/v1/channels/${id}/remove`, REASON)
  const propose = async () => {
    const { body: change } = await office.proposeAs(admin, { kind: 'channel_removal', channelId: id })
    return { id: String(change.id) }
  }
  const list = async () => (await office.get(admin, '/v1/channels')).body.items as { isReliedOn: boolean }[]
  const live = async () => (await list()).length
  const told = async (): Promise<string[]> => {
    for (const job of await claimJobs(db, 'notice', CLAIMED_MAX))
      if (job.kind === 'alert') await spreadAlert(desk, job, ALERT_KINDS)
    return db.listValues<string>(sql`
      select why from delivery join alert on alert.id = alert_id where channel_id = ${id} and to_role = 'lead'
      order by alert.id`)
  }
  return { ...office, admin, other, lead, id, hook, remove, propose, list, live, told }
}

test('one stolen token removes no channel on which people rely', async (t) => {
  const { remove, propose, admin, signed, list, live, told } = await startRelied(t)
  assert.equal((await remove()).status, 409)
  assert.equal((await list())[0]?.isReliedOn, true)
  const { id } = await propose()
  assert.equal((await signed(admin, `/v1/changes/${id}/agree`)).status, 403, 'nor agrees to it')
  assert.equal(await live(), 1)
  const [why, ...others] = await told()
  assert.match(why ?? '', /proposed a change \(chg_\d+\).*"pager" \(pager\.example\) gets no alert any more/)
  assert.deepEqual(others, [])
})

test('two people remove a channel, which gets the alerts about it', async (t) => {
  const { propose, agreeAs, other, pass, live, told, db, post, lead } = await startRelied(t)
  const stopped = await propose()
  assert.equal((await agreeAs(other, stopped.id)).status, 200)
  assert.equal((await post(lead, `/v1/changes/${stopped.id}/stop`, REASON)).status, 200, 'one lead stops it')
  const change = await propose()
  assert.equal((await agreeAs(other, change.id)).status, 200)
  assert.equal(await live(), 1, 'for a day')
  const alerts = await told()
  assert.equal(alerts.filter((why) => /^Agreed to, takes effect at/.test(why)).length, 2)
  assert.equal(await pass(change), 'applied')
  assert.equal(await live(), 0)
  assert.deepEqual(await findProblems(db), [])
})

test('a stolen application role removes no channel on which people rely', async (t) => {
  const { id, database, live } = await startRelied(t)
  const thief = await stealRole(t, database)
  for (const forged of [
    `update channel set removed_at = desk_now() where id = '${id}'`,
    `update channel set removed_at = '-infinity'`,
    `update channel set added_at = desk_now()`,
    `update channel set takes = 'events'`,
    `delete from channel`,
  ])
    await assert.rejects(thief.run(forged), isRefusal, forged)
  assert.equal(await live(), 1)
})

test('one person removes a new channel at once', async (t) => {
  const { post, admin, hook, live } = await startRelied(t)
  const { body } = await post(admin, '/v1/channels', { ...hook, name: 'mistyped' })
  assert.equal(await live(), 2)
  assert.equal((await post(admin, `/v1/channels/${body.id}/remove`, REASON)).status, 204)
  assert.equal(await live(), 1)
})
