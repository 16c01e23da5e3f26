import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identified, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { givenOnCall, givenPasskey } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const HOUR_MS = 3_600_000

test('a person on call only stops, restores and approves', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const [called, asleep] = [await desk.person({ onShift: false }), await desk.person({ onShift: false })]
  await givenOnCall(desk.desk.db, called.id)
  const caseId = await gate.claim(STAR, ana)
  const star = only(
    (await gate.ask(caseId, ana, { action: 'deactivate' }, identified(STAR, 'otto_and_the_owls'))).body.enforcements,
  )
  assert.equal((await gate.post(asleep, '/v1/approvals/next')).status, 403)
  assert.equal((await gate.post(called, '/v1/cases/claim-next')).status, 403, 'who is on call is given no cases')
  const agreed = await gate.approve(star, called)
  assert.equal(agreed.body.state, 'held', JSON.stringify(agreed.body))
  assert.equal((await gate.post(asleep, `/v1/enforcements/${star}/stop`)).status, 403)
  desk.work()
  await desk.advance(minutes(5))
  await desk.enforcementIn(star, 'in_effect')
  const restored = await gate.post(called, `/v1/enforcements/${star}/restore`, {
    cause: 'mistake',
    reason: 'the real one',
  })
  assert.ok(restored.status < 300, JSON.stringify(restored.body))
  await desk.enforcementIn(star, 'restored')
  await checkLedger(desk.desk)
})

test('an unacknowledged alert pages the secondary, then the leads', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const [first, second] = [
    await desk.person({ onShift: false, roles: ['lead'] }),
    await desk.person({ onShift: false, roles: ['senior'] }),
  ]
  await givenOnCall(desk.desk.db, first.id)
  await givenOnCall(desk.desk.db, second.id, { turn: 'secondary' })
  desk.work()
  const freeze = async (reason: string) => assert.ok((await gate.post(ana, '/v1/freezes', { reason })).status < 300)
  const told = async (reason: string) => {
    const { rows } = await desk.desk.db.query<{ to: string; id: number }>(
      `select coalesce(to_staff, 'role:' || to_role) as to, id from alert where why like '%' || $1 order by id`,
      [reason],
    )
    return rows
  }
  const toldAll = (reason: string, ...to: string[]) =>
    waitFor(`${reason} to be told to ${to.length}`, async () => (await told(reason)).length >= to.length).then(
      async () =>
        assert.deepEqual(
          (await told(reason)).map((each) => each.to),
          to,
        ),
    )
  await freeze('strange takedowns')
  await toldAll('strange takedowns', first.id)
  await desk.advance(minutes(5) - 1)
  assert.equal((await told('strange takedowns')).length, 1, 'a millisecond before, nobody else is told')
  await desk.advance(1)
  await toldAll('strange takedowns', first.id, second.id)
  await desk.advance(minutes(5))
  await toldAll('strange takedowns', first.id, second.id, 'role:lead')
  await desk.advance(minutes(30))

  await freeze('once more')
  const [alert] = await waitFor('the first to be told', async () => {
    const alerts = await told('once more')
    return alerts.length === 1 && alerts
  })
  assert.equal((await gate.post(first, `/v1/alerts/${alert?.id}/seen`)).status, 204)
  await desk.advance(minutes(10))
  await waitFor('nothing to be due any more', async () => {
    const { rows } = await desk.desk.db.query(`select from job where kind = 'escalate'`)
    return rows.length === 0
  })
  await toldAll('once more', first.id)
  await checkLedger(desk.desk)
})

test('leads are alerted at once if no one is on call', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  const night = await desk.person({ onShift: false })
  await givenOnCall(desk.desk.db, night.id, { begins: '22:00', ends: '06:00' })
  await givenPasskey(desk.desk.db, ana.id)
  await desk.gate.post(ana, '/v1/freezes', { reason: 'by day' })
  const { rows } = await desk.desk.db.query(`select to_role, tier from alert where kind = 'freeze'`)
  assert.deepEqual(rows, [{ to_role: 'lead', tier: 'leads' }])
  await desk.advance(13.5 * HOUR_MS)
  const standing = await desk.desk.db.query('select on_call from staff_standing($1)', [night.id])
  assert.equal(standing.rows[0]?.on_call, true)
})

test('working during a break restarts the required rest', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const since = async () => {
    const { rows } = await desk.desk.db.query(
      'select minutes_since_break as minutes, on_break from staff_standing($1)',
      [ana.id],
    )
    return [rows[0]?.minutes, rows[0]?.on_break]
  }
  const stop = () => gate.post(ana, '/v1/enforcements/enf_999/stop')
  await desk.advance(minutes(60))
  await gate.post(ana, '/v1/me/shift/break')
  await desk.advance(minutes(8))
  assert.equal((await stop()).status, 404)
  await desk.advance(minutes(8))
  assert.deepEqual(await since(), [76, true], 'twice eight minutes are no ten')
  assert.equal((await stop()).status, 404)
  await desk.advance(minutes(10))
  await gate.post(ana, '/v1/me/shift/back')
  assert.deepEqual(await since(), [0, false])
  desk.work()
  await checkLedger(desk.desk)
})
