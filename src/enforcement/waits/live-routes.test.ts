import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { send } from '../../../test/support/desk-flow.ts'
import { startGate } from '../../../test/support/gate-flow.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'

test('200: stoppable and restorable enforcements are listed with reach', async (t) => {
  const desk = await startWorkingDesk(t)
  desk.work()
  const { token } = await givenStaff(desk.desk.db, { onShift: true })
  const enforcement = await desk.enforcement({ subject: 'account:pills', action: 'suspend' })
  await desk.enforcementIn(enforcement.id, 'in_effect')
  const { status, body } = await send(desk, token, 'GET', '/v1/live')
  assert.equal(status, 200)
  const live = body as {
    now: string
    moving: unknown[]
    standing: { id: string; takesOffline: boolean; state: string }[]
  }
  assert.deepEqual(live.moving, [])
  assert.deepEqual(
    live.standing.map(({ id, takesOffline, state }) => [id, takesOffline, state]),
    [[enforcement.id, true, 'in_effect']],
  )
  assert.ok(Math.abs(Date.parse(live.now) - Date.now()) < 60_000)
})

test('401: the list of live enforcements needs a signed-in person', async (t) => {
  const desk = await startWorkingDesk(t, { deskOnly: true })
  assert.equal((await desk.app.inject({ url: '/v1/live' })).statusCode, 401)
})

test('200: the live list names the freeze and counts breakers', async (t) => {
  const desk = await startGate(t)
  const [ana, lead] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const limits = async () => {
    const { freeze, openBreakers } = (await desk.gate.get(ana, '/v1/live')).body
    return { freeze, openBreakers }
  }
  assert.deepEqual(await limits(), { freeze: null, openBreakers: 0 })
  const { body: begun } = await desk.gate.post(lead, '/v1/freezes', {})
  const { by, until } = begun
  assert.deepEqual(await limits(), { freeze: { by, reason: null, until }, openBreakers: 0 })
  await desk.gate.post(lead, `/v1/freezes/${String(begun.id)}/end`)
  const { id } = await desk.enforcement({ subject: 'account:pills', action: 'suspend' })
  await desk.desk.db.query(sql`
    insert into breaker (budget_id, kind, key, enforcements, reach, within_ms, enforcement_id)
    values ('person-offline', 'person', ${ana.id}, 9, 9, 1000, ${id})`)
  assert.deepEqual(await limits(), { freeze: null, openBreakers: 1 })
})
