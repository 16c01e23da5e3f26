import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { pageOf } from '../../src/foundation/database/select-page.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { beginDrills } from '../../src/enforcement/drill/begin-drills.ts'
import { listDrills } from '../../src/enforcement/drill/list-drills.ts'
import { planDrill } from '../../src/enforcement/drill/plan-drill.ts'
import { planRepeating } from '../../src/enforcement/drill/repeat-drills.ts'
import { gatherFacts } from '../../src/enforcement/facts/read-platform.ts'
import { messageOfAlert } from '../../src/oversight/notifications/message.ts'
import { findAlert } from '../../src/oversight/notifications/delivery-queries.ts'
import { agreeSigned, endSetup, findProblems, passDelay } from '../support/changes.ts'
import { MINISTER, minutes, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'
import { ALERT_KINDS } from '../../src/app/alert-kinds.ts'

const DAY = minutes(24 * 60)
const TEST = { kind: 'account', id: 'pills' } as const

test('a drill needs an account marked as test and is measured', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const { db } = desk.desk
  const [ana, eva] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const [crane, finch] = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['policy'] })]
  const as = ({ id }: { id: string }, role: 'policy' | 'lead'): StaffCaller => ({
    kind: 'staff',
    id,
    pseudonym: id,
    roles: [role],
  })
  for (const { id } of [TEST, MINISTER]) await gatherFacts(desk.desk, `account:${id}`)
  await endSetup(db)
  const plan = () => planDrill(desk.desk, { scenario: 'wrong-takedown', accountId: TEST.id, by: as(eva, 'lead') })
  await assert.rejects(plan(), /is not marked as a test/)
  const mark = (accountId: string) =>
    proposeChange(desk.desk, {
      wanted: { kind: 'drill_account', op: 'add', accountId },
      reason: 'ours',
      by: as(crane, 'policy'),
    })
  await assert.rejects(mark(MINISTER.id), /is protected, and drills use no protected account/)
  await assert.rejects(db.query(sql`insert into drill_account (account_id) values ('pills')`), /is marked by a change/)
  const marking = await agreeSigned(desk.desk, (await mark(TEST.id)).id, as(finch, 'policy'))
  await assert.rejects(plan(), /is not marked as a test/, 'any lead may stop it for a day')
  assert.equal(await passDelay(desk, marking), 'applied')
  for (const who of [ana, eva]) await gate.post(who, '/v1/me/shift', { plannedMinutes: 480 })
  const { id } = await plan()
  assert.equal(await beginDrills(desk.desk), 1)
  assert.equal(await beginDrills(desk.desk), 0, 'once')
  const [begun] = (await listDrills(db, pageOf({}))).items
  const enforcementId = String(begun?.enforcementId)
  desk.work()
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.equal(await desk.visit('account:pills'), 410)
  assert.equal((await gate.get(ana, '/v1/me')).body.drill, id)
  const { rows } = await db.query<{ id: number; why: string }>(
    sql`select id, why from alert where enforcement_id = ${enforcementId}`,
  )
  assert.ok(rows.length > 0)
  for (const alert of rows) {
    assert.match(alert.why, /^DRILL/)
    const told = await findAlert(db, alert.id, { language: 'en' })
    assert.ok(told)
    assert.equal(
      messageOfAlert(told, ALERT_KINDS[told.kind], 'https://desk.test', { language: 'en' }).title,
      'Exercise under way at the desk: a drill, nothing real',
    )
  }
  await desk.advance(minutes(2))
  assert.equal(
    (await gate.post(ana, `/v1/enforcements/${enforcementId}/restore`, { cause: 'mistake', reason: 'found it' }))
      .status,
    202,
  )
  await desk.enforcementIn(enforcementId, 'restored')
  const [drill] = (await listDrills(db, pageOf({}))).items
  assert.deepEqual([drill?.endedAlone, Math.floor(Number(drill?.detectMs) / 1_000)], [false, 120])
  const { body: incidents } = await gate.get(eva, '/v1/incidents')
  assert.deepEqual(
    (incidents.items as { id: string; drill: boolean }[]).map((each) => [each.id, each.drill]),
    [[enforcementId, true]],
  )
  const { body: incident } = await gate.get(eva, `/v1/incidents/${enforcementId}`)
  assert.match(String(incident.public), /^DRILL\. This was an exercise on a test account/)
  assert.equal((await gate.get(ana, '/v1/me')).body.drill, null)
  await checkLedger(desk.desk)
})

test('a drill that needs approvals does not begin', async (t) => {
  const desk = await startGate(t)
  const { db } = desk.desk
  const eva = await desk.person({ roles: ['lead'] })
  await gatherFacts(desk.desk, 'account:pills')
  await db.query(sql`insert into drill_account (account_id) values ('pills')`)
  const by: StaffCaller = { kind: 'staff', id: eva.id, pseudonym: eva.id, roles: ['lead'] }
  await planDrill(desk.desk, { scenario: 'wrong-takedown', accountId: TEST.id, by })
  await desk.gate.post(eva, '/v1/freezes', { reason: 'a test of the freeze' })
  await beginDrills(desk.desk)
  const [drill] = (await listDrills(db, pageOf({}))).items
  assert.equal(drill?.enforcementId, null)
  assert.match(String(drill?.refused), /no drill bypasses them/)
  const { rows } = await db.query(sql`select from enforcement`)
  assert.equal(rows.length, 0, 'and nothing of it is left')
})

test('a scheduled drill follows local time and skips real incidents', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const { db } = desk.desk
  const [eva, ben] = [await desk.person({ roles: ['lead'] }), await desk.person()]
  await gatherFacts(desk.desk, 'account:pills')
  await db.query(sql`
    insert into account select (jsonb_populate_record(known, '{"id": "other"}')).* from account known where id = 'pills'`)
  await db.query(sql`insert into drill_account (account_id) values ('pills'), ('other')`)
  const repeats = {
    ...{ scenario: 'stolen-session', accountId: 'pills' },
    ...{ everyWeeks: 2, weekday: 3, time: '09:30', zone: 'Europe/Berlin' },
  }
  assert.equal((await gate.post(ben, '/v1/drill-schedules', repeats)).status, 403)
  assert.equal((await gate.post(eva, '/v1/drill-schedules', { ...repeats, zone: 'Europe/Nowhere' })).status, 400)
  const first = await gate.post(eva, '/v1/drill-schedules', repeats)
  const nextAt = async () =>
    new Date((await db.query<{ at: Date }>(sql`select next_at as at from drill_schedule`)).rows[0]?.at ?? 0)
  const berlin = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', weekday: 'short' })
  assert.equal(berlin.format(await nextAt()), 'Wed')
  const toNext = async () => {
    const { rows } = await db.query<{ left: number }>(sql`
      select extract(epoch from next_at - desk_now())::float8 * 1000 as left from drill_schedule`)
    await desk.advance(Math.ceil(rows[0]?.left ?? 0) + 1_000)
    await gate.post(eva, '/v1/me/shift', { plannedMinutes: 480 })
  }
  await toNext()
  const frozen = await gate.post(eva, '/v1/freezes', { reason: 'something real' })
  const before = await nextAt()
  assert.equal(await planRepeating(desk.desk), 0)
  const after = await nextAt()
  assert.equal(berlin.format(after), 'Wed')
  assert.ok(Math.abs(after.getTime() - before.getTime() - 14 * DAY) <= DAY / 24, 'two weeks, by the clocks there')
  const { body: skipped } = await gate.get(eva, '/v1/drills')
  assert.deepEqual(
    (skipped.schedules as { skipped: string }[]).map((plan) => plan.skipped),
    ['all restrictive actions were frozen'],
  )
  await gate.post(eva, `/v1/freezes/${String(frozen.body.id)}/end`, {})
  await toNext()
  assert.equal(await planRepeating(desk.desk), 1)
  assert.equal((await gate.post(eva, `/v1/drill-schedules/${String(first.body.id)}/end`, {})).status, 204)
  const { body } = await gate.get(eva, '/v1/drills')
  const [scheduled, ...rest] = body.items as { id: string }[]
  assert.deepEqual([rest, body.schedules], [[], []], 'a schedule makes one drill')
  assert.equal((await gate.post(eva, `/v1/drills/${scheduled?.id}/call-off`, {})).status, 204)
  assert.equal((await gate.post(eva, `/v1/drills/${scheduled?.id}/call-off`, {})).status, 409)
  assert.equal(await beginDrills(desk.desk), 0, 'a called-off drill does not begin')
  const planned = await gate.post(eva, '/v1/drills', { scenario: 'last-hour', accountId: 'pills' })
  assert.equal(planned.status, 201)
  assert.deepEqual(await findProblems(db), [])
})
