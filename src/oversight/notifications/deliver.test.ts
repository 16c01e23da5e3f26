import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { identified, only, STAR, startGate } from '../../../test/support/gate-flow.ts'
import { type AlertReceiver, startAlertReceiver } from '../../../test/support/alert-receiver.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { startTestDesk, type TestDesk } from '../../../test/support/server.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { queueAlert, type NewAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { claimJobs } from '../../foundation/jobs.ts'
import { ALERT_KINDS } from '../../app/alert-kinds.ts'
import { runWorker } from '../../app/worker/run-worker.ts'
import { deliver } from './deliver.ts'
import { sendDigests, spreadAlert } from './spread-alert.ts'

const OTTO = identified(STAR, 'otto_and_the_owls')
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const FREEZE: NewAlert = { kind: 'freeze', to: { role: 'lead' }, why: 'All harm is frozen.' }

const queueAlerts = (desk: Desk, ...alerts: NewAlert[]): Promise<void> =>
  inTransaction(desk.db, async (tx) => {
    for (const alert of alerts) queueAlert(tx, alert)
  })

const isNothingDue = async ({ db }: Desk): Promise<boolean> =>
  (await db.query(sql`select from job where priority = 'notice'`)).rowCount === 0

/** Runs a worker until the test ends. */
function work(t: TestContext, { desk, database }: TestDesk): void {
  const stopping = new AbortController()
  const working = runWorker(
    desk,
    { databaseUrl: database.url, checkpointsFile: `${tempDir(t)}/heads.txt` },
    stopping.signal,
  )
  t.after(async () => {
    stopping.abort()
    await working
  })
}

/** Runs the deliveries due now, once. */
async function turn(desk: Desk): Promise<void> {
  for (const job of await claimJobs(desk.db, 'notice', 50)) {
    if (job.kind === 'alert') await spreadAlert(desk, job, ALERT_KINDS)
    else await deliver(desk, job, ALERT_KINDS)
  }
}

const withReceiver = async (t: TestContext, options: Parameters<typeof startTestDesk>[1] = {}) => {
  const receiver = await startAlertReceiver(t)
  const started = await startTestDesk(t, { ...options, outbox: { alerts: receiver.alerts, ...options.outbox } })
  return { ...started, receiver }
}

/** The ids of what came, without the time that each contains. */
const idsOf = ({ received }: AlertReceiver) => received.map(({ id }) => id.replace(/_[0-9a-z]+$/, ''))

test('a delivered alert is signed, has a link, names no person', async (t) => {
  const { receiver, ...started } = await withReceiver(t)
  const { desk } = started
  const { id } = await givenStaff(desk.db)
  const { rows } = await desk.db.query<{ pseudonym: string }>(sql`select pseudonym from staff where id = ${id}`)
  await queueAlerts(desk, { kind: 'fate', to: { staff: id }, why: 'It was declined.', subject: 'account:vale' }, FREEZE)
  work(t, started)
  await waitFor('both to be there', async () => receiver.received.length === 2)
  // The two are delivered independently, in either order.
  const [fate, freeze] = receiver.received.toSorted((one, other) => one.id.localeCompare(other.id))
  const told = fate?.data
  const subject = { kind: 'account', id: 'vale' }
  const link = 'https://desk.example/inbox'
  const expected = { id: 1, kind: 'fate', calls: false, why: 'It was declined.', to: rows[0]?.pseudonym, subject, link }
  assert.deepEqual(told, { ...expected, enforcementId: null })
  assert.ok(Math.abs(Date.parse(String(fate?.timestamp)) - Date.now()) < DAY_MS)
  assert.match(`${fate?.id} ${freeze?.id}`, /^alert_1_[0-9a-z]{8} alert_2_[0-9a-z]{8}$/)
  assert.equal(freeze?.data.to, 'lead')
  assert.ok(!JSON.stringify(receiver.received).includes(id))
  await waitFor('nothing to be due', () => isNothingDue(desk))
})

test('an alert about protected accounts hides handle, id and reason', async (t) => {
  const { desk, receiver } = await withReceiver(t)
  await desk.db.query(sql`
    insert into account (id, handle, protected, source, facts_at) values ('vale', 'minister_vale', true, 'platform', desk_now())`)
  await queueAlerts(desk, {
    ...FREEZE,
    kind: 'offline',
    why: 'minister_vale went offline, said Ana.',
    subject: 'account:vale',
  })
  await turn(desk)
  await turn(desk)
  assert.equal(receiver.received.length, 1)
  assert.doesNotMatch(JSON.stringify(receiver.received), /vale|Ana/)
  assert.match(String(receiver.received[0]?.data.why), /offline without an enforcement/)
})

test('an alert delivered late hides what approvers must judge unaided', async (t) => {
  const receiver = await startAlertReceiver(t)
  const { desk, gate, person } = await startGate(t, { deskOnly: true, outbox: { alerts: receiver.alerts } })
  const [ana, ben, cleo] = [await person(), await person(), await person({ roles: ['lead'] })]
  const ask = async (who: typeof ana) =>
    only((await gate.ask(await gate.claim(STAR, who), who, { action: 'deactivate' }, OTTO)).body.enforcements)
  const first = await ask(ana)
  await gate.consider(first, cleo)
  assert.equal((await gate.sendAnswer(first, cleo, 'decline', 'koalas are not for sale')).body.state, 'declined')
  await ask(ben)
  await waitFor('all to be sent', async () => {
    await turn(desk)
    return isNothingDue(desk)
  })
  assert.ok(receiver.received.some(({ data }) => data.kind === 'fate' && data.to === 'lead'))
  assert.doesNotMatch(JSON.stringify(receiver.received), /koalas/)
})

test('an alert outside names no action that approvers judge unaided', async (t) => {
  const receiver = await startAlertReceiver(t)
  const { desk, gate, person } = await startGate(t, { deskOnly: true, outbox: { alerts: receiver.alerts } })
  const ana = await person()
  await person({ roles: ['lead'] })
  await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, OTTO)
  await waitFor('all to be sent', async () => {
    await turn(desk)
    return isNothingDue(desk)
  })
  assert.ok(receiver.received.length > 0)
  assert.doesNotMatch(JSON.stringify(receiver.received), /deactivat/i)
})

test('alerts are delivered once each, in the order of their writing', async (t) => {
  const { receiver, ...started } = await withReceiver(t)
  const numbers = Array.from({ length: 12 }, (_, index) => index + 1)
  for (const number of numbers) await queueAlerts(started.desk, { ...FREEZE, why: `Freeze ${number}.` })
  work(t, started)
  await waitFor('nothing to be due', () => isNothingDue(started.desk))
  assert.deepEqual([...idsOf(receiver)].sort(), numbers.map((number) => `alert_${number}`).sort())
})

test('a failed webhook gets the same alert again', async (t) => {
  // A short timeout ends a hanging request soon.
  const { receiver, ...started } = await withReceiver(t, { outbox: { timeoutMs: 2_000 } })
  const { desk } = started
  receiver.answer = 503
  await queueAlerts(desk, FREEZE, FREEZE)
  work(t, started)
  await waitFor('a second try', async () => receiver.received.length >= 2)
  receiver.answer = 0
  const before = receiver.received.length
  await waitFor('a try that is not answered', async () => receiver.received.length > before)
  receiver.answer = 200
  await waitFor('nothing to be due', () => isNothingDue(desk), 30_000)
  assert.deepEqual([...new Set(idsOf(receiver))].sort(), ['alert_1', 'alert_2'])
})

test('a hanging channel does not delay alerts to other channels', async (t) => {
  const { desk, receiver, database } = await withReceiver(t, { driven: true, outbox: { timeoutMs: 300 } })
  const other = await startAlertReceiver(t)
  await desk.db.query(sql`
    insert into channel (id, kind, name, takes, address, secret, shows) values ('ch_77', 'webhook', 'other', 'all',
      ${desk.outbox.seal.close('http://192.0.2.1/', 'ch_77 address')}, ${desk.outbox.seal.close(other.alerts.secret, 'ch_77 secret')}, 'x')`)
  await queueAlerts(desk, FREEZE)
  receiver.answer = 0
  await turn(desk)
  const dues = await claimJobs(desk.db, 'notice', 10)
  assert.equal(dues.length, 2, 'each way is gone by itself')
  await Promise.all(dues.map((job) => deliver(desk, job, ALERT_KINDS)))
  const { rows } = await desk.db.query<{ failures: number; rests: boolean }>(sql`
    select failures, rests_until > desk_now() as rests from channel order by id`)
  assert.deepEqual(rows, [
    { failures: 1, rests: true },
    { failures: 1, rests: true },
  ])
  receiver.answer = 204
  await queueAlerts(desk, FREEZE)
  await turn(desk)
  await turn(desk)
  assert.equal(receiver.received.length, 1, 'whoever doesn’t answer is not called with each new alert')
  await database.advance(5_000)
  await turn(desk)
  assert.deepEqual(idsOf(receiver), ['alert_1', 'alert_1', 'alert_2'])
})

test('ten failed deliveries alert administrators and leads once', async (t) => {
  const { desk, receiver, database } = await withReceiver(t, { driven: true })
  receiver.answer = 500
  await queueAlerts(desk, FREEZE)
  for (let time = 0; time < 15; time++) {
    await turn(desk)
    await database.advance(6 * 60_000)
  }
  const told = async () =>
    (await desk.db.query(sql`select to_role from alert where kind = 'channel' order by to_role`)).rows
  assert.deepEqual(await told(), [{ to_role: 'admin' }, { to_role: 'lead' }])
  receiver.answer = 204
  await turn(desk)
  await database.advance(6 * 60_000)
  await turn(desk)
  const { rows } = await desk.db.query(sql`select dead_since, failing_since, failures from channel`)
  assert.deepEqual(rows, [{ dead_since: null, failing_since: null, failures: 0 }])
  assert.equal((await told()).length, 2)
})

test('an undelivered alert is given up after a day and logged', async (t) => {
  const { desk, receiver, database, logged } = await withReceiver(t, { driven: true })
  receiver.answer = 500
  await queueAlerts(desk, FREEZE)
  await turn(desk)
  await turn(desk)
  assert.equal(await isNothingDue(desk), false)
  await database.advance(DAY_MS + 60_000)
  await turn(desk)
  assert.equal(await isNothingDue(desk), true)
  assert.ok(logged.some(({ delivery, msg }) => delivery === 1 && /given up/.test(String(msg))))
})

test('a delivery signed with another secret is refused', async (t) => {
  const { desk, receiver } = await withReceiver(t)
  receiver.secret = `whsec_${Buffer.alloc(32, 4).toString('base64')}`
  await queueAlerts(desk, FREEZE)
  await turn(desk)
  await turn(desk)
  const { rows } = await desk.db.query<{ error: string }>(sql`select last_error as error from channel`)
  assert.equal(rows[0]?.error, 'it answered 401')
})

test('a crash after delivery sends the alert again, same id', async (t) => {
  const { desk, receiver, database } = await withReceiver(t, { driven: true })
  await queueAlerts(desk, FREEZE)
  await turn(desk)
  const [job] = await claimJobs(desk.db, 'notice', 1)
  assert.ok(job)
  await database.ownerPool.query('alter table delivery add constraint crash check (sent_at is null)')
  await assert.rejects(deliver(desk, job, ALERT_KINDS))
  await database.ownerPool.query('alter table delivery drop constraint crash')
  await database.advance(16_000)
  await turn(desk)
  assert.deepEqual(idsOf(receiver), ['alert_1', 'alert_1'])
})

test('an alert is queued for each channel once', async (t) => {
  const { desk, receiver } = await withReceiver(t)
  await queueAlerts(desk, FREEZE)
  const [job] = await claimJobs(desk.db, 'notice', 1)
  assert.ok(job)
  await Promise.all([spreadAlert(desk, job, ALERT_KINDS), spreadAlert(desk, job, ALERT_KINDS)])
  await turn(desk)
  assert.deepEqual(idsOf(receiver), ['alert_1'])
})

test('a desk without a channel sends no alert and queues none', async (t) => {
  const { desk } = await startTestDesk(t)
  await queueAlerts(desk, FREEZE)
  await turn(desk)
  assert.equal(await isNothingDue(desk), true)
})

test('a digest is one daily message with all unread alerts', async (t) => {
  const { desk, database } = await withReceiver(t, { driven: true })
  const { id } = await givenStaff(desk.db, { roles: ['lead'] })
  await desk.db.query(sql`
    insert into channel (id, kind, name, staff_id, takes, address, shows)
    values ('ch_78', 'mail', 'mine', ${id}, 'digest', ${desk.outbox.seal.close('wren@desk.example', 'ch_78 address')}, 'w')`)
  const made = async () => (await desk.db.query(sql`select from delivery where kind = 'digest'`)).rowCount
  await database.advance(1)
  await queueAlerts(desk, { ...FREEZE, kind: 'fate' })
  await sendDigests(desk)
  assert.equal(await made(), 0)
  await database.advance(DAY_MS + HOUR_MS)
  await sendDigests(desk)
  await sendDigests(desk)
  assert.equal(await made(), 1)
  await desk.db.query(sql`update alert set seen_at = desk_now(), seen_by = ${id}`)
  await database.advance(DAY_MS + HOUR_MS)
  await sendDigests(desk)
  assert.equal(await made(), 1)
})
