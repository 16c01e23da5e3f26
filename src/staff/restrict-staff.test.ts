import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endSetup, findProblems, REASON, startChanging } from '../../test/support/changes.ts'
import { bearer } from '../../test/support/server.ts'
import { DESK } from '../domain.ts'
import { ROUTES } from '../http/routes.ts'
import { claimDue } from '../lib/due.ts'
import { endLeaver } from './end-leaver.ts'
import { endPeople } from './end-people.ts'
import { readStanding } from './standing.ts'

const HOUR_MS = 3_600_000

async function startOffice(t: Parameters<typeof startChanging>[0]) {
  const office = await startChanging(t, { routes: ROUTES, driven: true })
  const admin = await office.person(['admin'])
  const post = async (who: { token: string }, url: string, payload?: object) => {
    const answer = await office.app.inject({
      method: 'POST',
      url,
      headers: bearer(who.token),
      ...(payload ? { payload } : {}),
    })
    return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() }
  }
  return { ...office, admin, post }
}

test('200: one lead restricts somebody at once, two people lift it, and the ledger tells of both', async (t) => {
  const { db, person, post, plover, propose, agree } = await startOffice(t)
  const wren = await person(['senior'], { onShift: true })
  const restricted = await post(plover, `/v1/staff/${wren.id}/restrict`, { reason: 'a stolen key' })
  assert.deepEqual([restricted.status, restricted.body.ordersStopped], [200, []])
  assert.equal((await readStanding(db, wren.id))?.restricted, true)
  assert.equal((await post(plover, `/v1/staff/${wren.id}/restrict`, { reason: 'again' })).status, 409)
  const lift = await propose({ kind: 'unrestrict', staffId: wren.id })
  assert.equal((await readStanding(db, wren.id))?.restricted, true, 'one person alone lifts nothing')
  await agree(lift)
  assert.equal((await readStanding(db, wren.id))?.restricted, false)
  await assert.rejects(propose({ kind: 'unrestrict', staffId: wren.id }), { code: 'conflict' })
  const { rows } = await db.query(
    `select coalesce(to_role, to_staff) as to from page where kind = 'restricted' order by 1`,
  )
  assert.deepEqual(new Set(rows.map(({ to }) => to)), new Set(['lead', 'admin', wren.id]))
  assert.deepEqual(await findProblems(db), [])
})

test('403, 404: nobody restricts themselves, no reviewer restricts, and nobody unknown is restricted', async (t) => {
  const { person, post, plover, admin } = await startOffice(t)
  const wren = await person(['reviewer'], { onShift: true })
  const reason = { reason: REASON }
  assert.equal((await post(plover, `/v1/staff/${plover.id}/restrict`, reason)).status, 403)
  assert.equal((await post(wren, `/v1/staff/${plover.id}/restrict`, reason)).status, 403)
  assert.equal((await post(admin, '/v1/staff/s-999/restrict', reason)).status, 404)
  assert.equal((await post(admin, `/v1/staff/${admin.id}/end`)).status, 403, 'nor does anybody end themselves')
  assert.equal((await post(admin, '/v1/staff/s-999/end')).status, 404)
  assert.equal((await post(plover, `/v1/staff/${wren.id}/end`)).status, 403, 'ending is for administrators')
})

test('whoever is restricted restricts nobody and changes nothing, and nobody restricts more than five within an hour', async (t) => {
  const { db, person, post, plover, admin, propose } = await startOffice(t)
  for (let count = 0; count < 5; count++) {
    const { id } = await person(['reviewer'])
    assert.equal((await post(plover, `/v1/staff/${id}/restrict`, { reason: REASON })).status, 200)
  }
  const { id } = await person(['reviewer'])
  assert.match(
    (await post(plover, `/v1/staff/${id}/restrict`, { reason: REASON })).body.detail,
    /five people within an hour/,
  )
  assert.equal((await post(admin, `/v1/staff/${plover.id}/restrict`, { reason: REASON })).status, 200)
  assert.equal((await post(plover, `/v1/staff/${admin.id}/restrict`, { reason: REASON })).status, 403)
  await assert.rejects(propose({ kind: 'team', staffId: id, team: 'other' }, plover), { code: 'not_allowed' })
  const forged = `insert into staff_restriction (staff_id, cause, reason, by) values ('${id}', 'one', 'x', 'staff:${plover.id}')`
  await assert.rejects(db.query(forged), { code: 'CS001' })
  await assert.rejects(db.query(`update staff_restriction set lifted_at = desk_now()`), { code: '42501' })
})

test('403: an administrator who was restricted ends, invites, plans and signs out nobody any more', async (t) => {
  const { db, person, post, plover, admin } = await startOffice(t)
  const wren = await person(['reviewer'], { onShift: true })
  assert.equal((await post(plover, `/v1/staff/${admin.id}/restrict`, { reason: REASON })).status, 200)
  const acts: readonly [string, object?][] = [
    [`/v1/staff/${wren.id}/end`],
    [`/v1/staff/${wren.id}/notice`, { kind: 'voluntary', endsAt: '2031-05-17T00:00:00Z' }],
    [`/v1/staff/${wren.id}/sessions/revoke`],
    ['/v1/invitations', { staffId: wren.id }],
    [
      '/v1/rota',
      {
        ...{ staffId: wren.id, turn: 'primary', zone: 'UTC', days: [1], begins: '22:00', ends: '06:00' },
        fromDay: '2031-05-17',
      },
    ],
  ]
  for (const [url, payload] of acts) {
    const { status, body } = await post(admin, url, payload)
    assert.deepEqual([url, status, /restricted/.test(String(body.detail))], [url, 403, true])
  }
  assert.equal((await post(admin, '/v1/sign-out')).status, 204, 'what is their own they still do')
  assert.deepEqual(await findProblems(db), [])
})

test('nobody takes roles and clearances away alone more than five times within an hour, in SQL neither', async (t) => {
  const { db, person, propose } = await startOffice(t)
  const people = []
  for (let count = 0; count < 6; count++)
    people.push(await person(['reviewer', 'senior'], { clearances: ['protected'] }))
  await endSetup(db)
  const [last, ...others] = people
  assert.ok(last)
  const take = ({ id }: { id: string }) => propose({ kind: 'role', op: 'revoke', staffId: id, role: 'senior' })
  for (const [index, one] of others.entries())
    await (index % 2 === 0
      ? take(one)
      : propose({ kind: 'clearance', op: 'revoke', staffId: one.id, clearance: 'protected' }))
  await assert.rejects(take(last), { code: 'not_allowed', message: /within an hour/ })
  const { rows } = await db.query('select roles from staff where id = $1', [last.id])
  assert.deepEqual(rows, [{ roles: ['reviewer', 'senior'] }])
})

test('nor does notice have too many go at once: nobody plans everybody’s end for the next hour', async (t) => {
  const { db, desk, database, person, admin, post } = await startOffice(t)
  const people = []
  for (let count = 0; count < 40; count++) people.push(await person(['reviewer'], { onShift: true }))
  await endSetup(db)
  const { rows } = await db.query<{ now: Date }>('select desk_now() as now')
  const now = rows[0]?.now ?? new Date()
  const give = ({ id }: { id: string }, ms: number) =>
    post(admin, `/v1/staff/${id}/notice`, { kind: 'involuntary', endsAt: new Date(now.getTime() + ms).toISOString() })
  const [first, sixth, other] = [people[0], people[5], people[6]]
  assert.ok(first && sixth && other)
  for (const one of people.slice(0, 5)) assert.equal((await give(one, 90 * HOUR_MS)).status, 204)
  const refused = await give(sixth, 2 * HOUR_MS)
  assert.deepEqual([refused.status, /too many/.test(refused.body.detail)], [409, true])
  assert.equal((await give(first, 80 * HOUR_MS)).status, 204, 'whoever is counted already')
  const ended = await post(admin, `/v1/staff/${first.id}/end`)
  assert.equal(ended.body.ended, true, 'and may go at once')
  assert.equal((await post(admin, `/v1/staff/${other.id}/end`)).body.ended, false, 'the next keeps an hour')
  const forged = db.query(`update staff set ends_at = desk_now() + interval '1 minute' where id = $1`, [sixth.id])
  await assert.rejects(forged, { code: 'CS001' })
  await database.advance(HOUR_MS)
  assert.equal((await give(sixth, 3 * HOUR_MS)).status, 204, 'an hour later')
  for (const one of people.slice(1, 5)) assert.equal((await give(one, 3 * HOUR_MS)).status, 204)
  assert.equal((await give(people[7] ?? other, 3 * HOUR_MS)).status, 409, 'a nearer end counts anew')
  assert.deepEqual(await findProblems(desk.db), [])
})

test('more than five at once, or a fifth of all: the rest do no harm at once, keep an hour to undo, and end then', async (t) => {
  const { db, desk, database, person, admin, post } = await startOffice(t)
  const people = []
  for (let count = 0; count < 30; count++) people.push(await person(['reviewer'], { onShift: true }))
  await endSetup(db)
  const [first, second, third, ...others] = people
  assert.ok(first && second && third)
  assert.equal((await post(admin, `/v1/staff/${first.id}/end`)).body.ended, true)
  const rest = others.slice(0, 4).map(({ id }) => id)
  const by = { kind: 'staff', id: admin.id } as const
  assert.deepEqual(
    (await endPeople(desk, rest, by)).map(({ ended }) => ended),
    [true, true, true, true],
  )
  const late = await post(admin, `/v1/staff/${second.id}/end`)
  assert.deepEqual([late.status, late.body.ended], [200, false])
  const standing = await readStanding(db, second.id)
  assert.deepEqual([standing?.active, standing?.restricted], [true, true])
  assert.notEqual((await post(second, '/v1/orders/o-999/stop')).status, 403, 'they stop and restore')
  const forged = db.query(`update staff set ended_at = desk_now(), ended_by = 'desk' where id = $1`, [third.id])
  await assert.rejects(forged, { code: 'CS001' }, 'there is no way round it in SQL')
  await database.advance(HOUR_MS)
  assert.equal((await post(second, '/v1/orders/o-999/stop')).status, 401)
  const [due] = (await claimDue(db, 'restore', 9)).filter(({ kind }) => kind === 'leave')
  assert.ok(due)
  await endLeaver(desk, due)
  const [next] = await endPeople(desk, [third.id], DESK)
  assert.equal(next?.ended, true, 'an hour later that is another matter')
  assert.deepEqual(await findProblems(db), [])
})
