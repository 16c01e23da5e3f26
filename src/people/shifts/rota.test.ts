import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProblems, startChanging } from '../../../test/support/changes.ts'
import { bearer } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { readStanding } from '../staff/standing.ts'

const NIGHT = {
  turn: 'primary',
  zone: 'Europe/Berlin',
  days: [5, 6],
  begins: '22:00',
  ends: '06:00',
  fromDay: '2026-03-27',
}

async function startDeskBeforeOpening(t: Parameters<typeof startChanging>[0]) {
  const office = await startChanging(t, { routes: ROUTES, driven: true })
  await office.database.setClock(new Date('2026-03-20T09:00:00Z'))
  const call = async (who: { token: string }, method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await office.app.inject({ method, url, headers: bearer(who.token), ...(payload ? { payload } : {}) })
    return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() }
  }
  const person = (roles: Parameters<typeof office.person>[0], more: Parameters<typeof office.person>[1] = {}) =>
    office.person(roles, { tokenExpiresAt: new Date('2100-01-01T00:00:00Z'), ...more })
  return { ...office, call, person, admin: await person(['admin']), plover: await person(['lead'], { onShift: true }) }
}

test('201, 204: duty hours on the rota are local, across summer time', async (t) => {
  const { call, admin, db, database, person } = await startDeskBeforeOpening(t)
  const wren = await person(['senior'])
  const { status, body } = await call(admin, 'POST', '/v1/rota', { staffId: wren.id, ...NIGHT, untilDay: '2026-04-04' })
  assert.equal(status, 201)
  const onCall = async (at: string) => {
    await database.setClock(new Date(at))
    return (await readStanding(db, wren.id))?.onCall
  }
  // Friday night begins at 22:00 in Berlin, an hour before UTC; on Sunday at 02:00 the clocks go to 03:00.
  assert.deepEqual(
    [
      await onCall('2026-03-27T20:59:59Z'),
      await onCall('2026-03-27T21:00:00Z'),
      await onCall('2026-03-28T04:59:59Z'),
      await onCall('2026-03-28T05:00:00Z'),
      await onCall('2026-03-28T21:00:00Z'),
      await onCall('2026-03-29T03:59:59Z'),
      await onCall('2026-03-29T04:00:00Z'),
      await onCall('2026-04-05T03:59:59Z'),
      await onCall('2026-04-10T21:00:00Z'),
    ],
    [false, true, true, false, true, true, false, true, false],
  )
  await database.setClock(new Date('2026-03-28T00:00:00Z'))
  const listed = await call(wren, 'GET', '/v1/rota')
  assert.deepEqual(
    listed.body.items.map((each: { id: string; onCall: boolean }) => [each.id, each.onCall]),
    [[body.id, true]],
  )
  assert.equal((await call(admin, 'POST', `/v1/rota/${body.id}/remove`)).status, 204)
  assert.equal((await readStanding(db, wren.id))?.onCall, false, 'from that moment')
  assert.equal((await call(admin, 'POST', `/v1/rota/${body.id}/remove`)).status, 409)
  assert.deepEqual(await findProblems(db), [])
})

test('400, 403, 404: impossible duties and planning oneself are refused', async (t) => {
  const { call, admin, person, plover, db } = await startDeskBeforeOpening(t)
  const wren = await person(['reviewer'], { onShift: true })
  const add = async (more: object, who: { token: string } = admin) =>
    (await call(who, 'POST', '/v1/rota', { staffId: wren.id, ...NIGHT, ...more })).status
  for (const more of [
    { zone: 'Europe/Nowhere' },
    { zone: "UTC'; drop table staff" },
    { days: [] },
    { days: [8] },
    { begins: '24:00' },
    { fromDay: '2026-02-30' },
    { untilDay: '2026-03-01' },
    { extra: true },
  ]) {
    assert.equal(await add(more), 400, JSON.stringify(more))
  }
  assert.equal(await add({ staffId: plover.id }, plover), 403)
  assert.equal(await add({}, wren), 403)
  assert.equal(await add({ staffId: 'staff_999' }), 404)
  assert.equal((await call(admin, 'POST', '/v1/rota/rota_999/remove')).status, 404)
  const zone = `insert into rota_entry (staff_id, turn, zone, days, begins, ends, from_day, added_by)
    values ('${wren.id}', 'primary', 'Nowhere', '{1}', '22:00', '06:00', '2026-01-01', '${admin.id}')`
  await assert.rejects(db.query(zone), /time zone/, 'nor in SQL, where it would fail everybody’s standing')
})
