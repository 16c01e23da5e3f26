import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { actOnOwnWill, tamper } from '../../../demo/act-on-own-will.ts'
import { systemClock } from '../../../demo/clock.ts'
import { send } from '../../../test/support/desk-flow.ts'
import { startGate } from '../../../test/support/gate-flow.ts'
import { givenOnCall } from '../../../test/support/people.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { checkLedger, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { queueAlert } from '../../alerts/alert.ts'
import { fetchFacts } from '../../cases/accounts/fetch-facts.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import type { PlatformState } from '../../foundation/domain.ts'
import type { Job } from '../../foundation/jobs.ts'
import { detectDrift } from './detect-drift.ts'
import { Pace } from './pace.ts'
import { alertUnreadAccounts, planDriftDetection } from './plan-drift-detection.ts'

const VALE = { kind: 'account', id: 'vale' } as const
const KEY = 'account:vale'
/** At the priority of rechecks, which wait for no turn. */
const DUE: Job = { kind: 'detect_drift', key: KEY, priority: 'background', leaseId: 0, attempt: 1 }

/** Starts a gate with a protected account after one look without drift. */
async function startDriftDetection(t: Parameters<typeof startGate>[0], options: Parameters<typeof startGate>[1] = {}) {
  const desk = await startGate(t, options)
  await fetchFacts(desk.desk, VALE)
  const look = () => detectDrift(desk.desk, DUE, new Pace())
  const become = (state: Partial<PlatformState>) => actOnOwnWill(desk.demo.store, systemClock, VALE, state)
  await look()
  return { ...desk, look, become }
}

const found = async ({ desk }: Pick<WorkingDesk, 'desk'>) =>
  (
    await desk.db.query<{ kind: string; answer: string; times: number; open: boolean }>(sql`
      select kind, answer, times, ended_at is null and closed_at is null as open from drift order by id`)
  ).rows

const calledAbout = async ({ desk }: Pick<WorkingDesk, 'desk'>) =>
  (await desk.db.query<{ kind: string; why: string }>(sql`select kind, why from alert where drift_id is not null`)).rows

test('drift that takes an account offline is alerted and restored together', async (t) => {
  const desk = await startDriftDetection(t)
  const called = await desk.person({ onShift: false })
  await givenOnCall(desk.desk.db, called.id)
  await desk.become({ visible: false })
  assert.equal(await desk.visit(KEY), 410)
  await desk.look()
  assert.deepEqual(await found(desk), [], 'one look may be wrong')
  const { rows } = await desk.desk.db.query<{ priority: string; soonMs: number }>(sql`
    select priority, (extract(epoch from due_at - desk_now()) * 1000)::float8 as "soonMs" from job where kind = 'detect_drift' and key = ${KEY}`)
  assert.ok(rows[0]?.priority === 'background' && rows[0].soonMs <= 1_000, 'the recheck comes within a second')
  await desk.look()
  assert.deepEqual(await found(desk), [{ kind: 'offline', answer: 'brought_up', times: 1, open: true }])
  const [alert] = await calledAbout(desk)
  assert.equal(alert?.kind, 'offline')
  assert.doesNotMatch(alert?.why ?? '', /vale/)
  desk.work()
  await waitFor('the account to be up again', async () => (await desk.visit(KEY)) === 200)
  await waitFor('it to count as settled', async () => {
    const { rowCount } = await desk.desk.db.query(sql`
      select from subject_state where subject = ${KEY} and generation = settled_generation`)
    return rowCount === 1
  })
  await desk.look()
  assert.deepEqual(
    (await found(desk)).map(({ open }) => open),
    [false],
    'it is over when it is read to be back',
  )
  await checkLedger(desk.desk)
})

test('neither an enforcement nor its restore is reported as drift', async (t) => {
  const desk = await startDriftDetection(t)
  const stop = desk.work()
  const ana = await desk.person()
  const caseId = await desk.gate.claim(VALE, ana)
  const taken = await desk.gate.interim(caseId, ana, 'lock')
  await desk.enforcementIn(String(taken.body.id), 'in_effect')
  await stop()
  await desk.look()
  await desk.look()
  assert.deepEqual(await found(desk), [])
  await desk.become({ visible: false, mayPost: false })
  await desk.look()
  await desk.look()
  assert.deepEqual(
    (await found(desk)).map(({ kind }) => kind),
    ['offline'],
    'what goes beyond it is',
  )
})

test('unchanged drift alerts once, and again hours later', async (t) => {
  const desk = await startDriftDetection(t)
  const takeOffline = async () => {
    await desk.become({ visible: false })
    await desk.look()
    await desk.look()
  }
  const mend = async () => {
    await desk.become({ visible: true })
    await desk.look()
  }
  await takeOffline()
  await mend()
  await takeOffline()
  assert.deepEqual(
    (await found(desk)).map(({ times }) => times),
    [2],
  )
  assert.equal((await calledAbout(desk)).length, 1)
  await mend()
  await desk.advance(3 * 3_600_000)
  await takeOffline()
  assert.equal((await found(desk)).length, 2)
  assert.equal((await calledAbout(desk)).length, 2)
  desk.work()
  await checkLedger(desk.desk)
})

test('an alert about a late end hides no drift', async (t) => {
  const desk = await startDriftDetection(t)
  await inTransaction(desk.desk.db, async (tx) =>
    queueAlert(tx, { kind: 'offline', to: { role: 'lead' }, why: 'A late end.', subject: KEY }),
  )
  await desk.become({ visible: false })
  await desk.look()
  await desk.look()
  assert.deepEqual(
    (await calledAbout(desk)).map(({ kind }) => kind),
    ['offline'],
  )
})

test('changes at a hijacked account cause one alert and a record', async (t) => {
  const desk = await startDriftDetection(t)
  await desk.demo.store.inTransaction((tx) => {
    for (let post = 0; post < 30; post++)
      tx.run`insert into content (id, account_id, kind, text) values (${`vale-more-${post}`}, 'vale', 'post', 'hello')`
  })
  await desk.look()
  await tamper(desk.demo.store, systemClock, VALE, {
    handle: 'vale_gives_coins',
    credentials: true,
    emptied: true,
    reach: 9,
  })
  await desk.look()
  await desk.look()
  const kinds = (await found(desk)).map(({ kind }) => kind).sort()
  assert.deepEqual(kinds, ['credentials', 'emptied', 'handle', 'reach'])
  const alerts = await calledAbout(desk)
  assert.equal(alerts.length, 1)
  assert.doesNotMatch(alerts[0]?.why ?? '', /coins|vale/)
  await desk.look()
  assert.equal((await found(desk)).length, 4, 'what was told counts as known')
  desk.work()
  await checkLedger(desk.desk)
})

test('an unreadable platform is shown, and leads are alerted once', async (t) => {
  const desk = await startDriftDetection(t)
  desk.demo.faults.set({ fault: 'failing' })
  await desk.look()
  await desk.look()
  assert.deepEqual(await found(desk), [])
  await desk.advance(16 * 60_000)
  await alertUnreadAccounts(desk.desk)
  await alertUnreadAccounts(desk.desk)
  const { rows } = await desk.desk.db.query(sql`select to_role from alert where kind = 'unread'`)
  assert.deepEqual(rows, [{ to_role: 'lead' }])
  desk.demo.faults.clear()
  await desk.look()
  const { rows: now } = await desk.desk.db.query(sql`select unread_since as since from drift_reading`)
  assert.deepEqual(now, [{ since: null }])
})

test('two workers that check at once record and restore drift once', async (t) => {
  const desk = await startDriftDetection(t)
  await desk.become({ visible: false })
  await desk.look()
  await Promise.all([desk.look(), desk.look(), desk.look()])
  assert.equal((await found(desk)).length, 1)
  assert.equal((await calledAbout(desk)).length, 1)
})

test('a crash between drift record and its restore leaves neither', async (t) => {
  const desk = await startDriftDetection(t)
  await desk.become({ visible: false })
  await desk.look()
  await desk.database.ownerPool.query('alter table alert add constraint crash check (drift_id is null)')
  await assert.rejects(desk.look())
  assert.deepEqual(await found(desk), [])
  await desk.database.ownerPool.query('alter table alert drop constraint crash')
  await desk.look()
  assert.equal((await found(desk)).length, 1)
  assert.equal((await calledAbout(desk)).length, 1)
})

test('drift detection reads protected accounts only; lost jobs are queued again', async (t) => {
  const desk = await startDriftDetection(t)
  await fetchFacts(desk.desk, { kind: 'account', id: 'rosa' })
  await desk.desk.db.query(sql`delete from job where kind = 'detect_drift'`)
  await planDriftDetection(desk.desk)
  await planDriftDetection(desk.desk)
  const { rows } = await desk.desk.db.query(sql`select key from job where kind = 'detect_drift'`)
  assert.deepEqual(rows, [{ key: KEY }])
})

test('one person restores drift; offline drift closes after a read-back', async (t) => {
  const desk = await startDriftDetection(t)
  const [ana, lead, away] = [
    await desk.person(),
    await desk.person({ roles: ['lead'] }),
    await desk.person({ onShift: false }),
  ]
  await desk.become({ visible: false })
  await tamper(desk.demo.store, systemClock, VALE, { handle: 'vale_again' })
  await desk.look()
  await desk.look()
  const { body } = await desk.gate.get(ana, '/v1/drifts?open=true')
  const items = body.items as { id: string; kind: string; mends: boolean }[]
  const idOf = (kind: string) => items.find((item) => item.kind === kind)?.id
  const up = `/v1/drifts/${idOf('offline')}/bring-up`
  assert.equal((await desk.gate.post(away, up)).status, 403)
  assert.equal((await desk.gate.post(lead, `/v1/drifts/${idOf('offline')}/close`, { reason: 'fine' })).status, 409)
  await assert.rejects(
    desk.desk.db.query(sql`
      update drift set closed_by = ${lead.id}, closed_at = desk_now(), close_reason = 'fine' where kind = 'offline'`),
    /read to be back/,
  )
  assert.equal((await desk.gate.post(ana, up)).status, 204)
  assert.equal((await desk.gate.post(ana, `/v1/drifts/${idOf('handle')}/bring-up`)).status, 409)
  const close = `/v1/drifts/${idOf('handle')}/close`
  const closed = await desk.gate.post(lead, close, { reason: 'She renamed it herself.' })
  assert.equal(closed.status, 204, JSON.stringify(closed.body))
  assert.equal((await desk.gate.post(lead, close, { reason: 'Once more.' })).status, 409)
  assert.equal((await desk.gate.get(ana, '/v1/drifts/drift_999')).status, 404)
  desk.work()
  await waitFor('the account to be up again', async () => (await desk.visit(KEY)) === 200)
  await checkLedger(desk.desk)
})

test('drift detection takes nothing offline and restores unexplained losses only', async (t) => {
  const desk = await startDriftDetection(t)
  const offline = JSON.stringify({ visible: false, spread: 'full', mayPost: true, labels: [] })
  await inTransaction(desk.desk.db, (tx) =>
    tx
      .query(sql`insert into subject_state (subject) values ('account:otto') on conflict do nothing`)
      .then(() => undefined),
  )
  await assert.rejects(
    desk.desk.db.query(sql`
      update subject_state set generation = 1, baseline = ${offline}::jsonb, desired = ${offline}::jsonb where subject = 'account:otto'`),
    /changes only when nothing stands/,
  )
})

test("a vendor's people are shown no drift", async (t) => {
  const desk = await startDriftDetection(t)
  await desk.become({ visible: false })
  await desk.look()
  await desk.look()
  await desk.app.ready() // The server stores the places of its policies when it begins.
  await desk.desk.db.query(sql`insert into vendor_place (employer, site) values ('Northwind', null)`)
  const [ana, vendor] = [await desk.person(), await desk.person({ employer: 'Northwind' })]
  assert.deepEqual((await send(desk, vendor.token, 'GET', '/v1/drifts')).body.items, [])
  assert.equal(((await send(desk, ana.token, 'GET', '/v1/drifts')).body.items as unknown[]).length, 1)
  const detection = await send(desk, ana.token, 'GET', '/v1/drift-detection?account=vale')
  assert.equal((detection.body.account as { visit: string }).visit, 'not_shown')
  assert.equal(detection.body.hasOpenDrift, true)
  assert.equal((await send(desk, vendor.token, 'GET', '/v1/drift-detection')).body.hasOpenDrift, false)
})
