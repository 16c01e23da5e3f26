import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProblems, REASON } from '../../../test/support/changes.ts'
import { startDeskBeforeOpening } from '../../../test/support/desk-before-opening.ts'
import { DESK } from '../../foundation/domain.ts'
import { claimJobs } from '../../foundation/jobs.ts'
import { endLeaver } from './end-leaver.ts'
import { endPeople } from './end-people.ts'
import { readStanding } from '../../people/staff/standing.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

test('200: one lead restricts a person; two people lift the restriction', async (t) => {
  const { db, person, signed, plover, propose, agree } = await startDeskBeforeOpening(t)
  const wren = await person(['senior'], { onShift: true })
  const restricted = await signed(plover, `/v1/staff/${wren.id}/restrict`, { reason: 'a stolen key' })
  assert.deepEqual([restricted.status, restricted.body.enforcementsStopped], [200, []])
  assert.equal((await readStanding(db, wren.id))?.restricted, true)
  assert.equal((await signed(plover, `/v1/staff/${wren.id}/restrict`, { reason: 'again' })).status, 409)
  const lift = await propose({ kind: 'unrestrict', staffId: wren.id })
  assert.equal((await readStanding(db, wren.id))?.restricted, true, 'one person alone lifts nothing')
  await agree(lift)
  assert.equal((await readStanding(db, wren.id))?.restricted, false)
  await assert.rejects(propose({ kind: 'unrestrict', staffId: wren.id }), { code: 'conflict' })
  const { rows } = await db.query(
    `select coalesce(to_role, to_staff) as to from alert where kind = 'restricted' order by 1`,
  )
  assert.deepEqual(new Set(rows.map(({ to }) => to)), new Set(['lead', 'admin', wren.id]))
  assert.deepEqual(await findProblems(db), [])
})

test('403, 404: self-restriction, reviewers and unknown people are refused', async (t) => {
  const { person, signed, end, plover } = await startDeskBeforeOpening(t)
  const [admin, wren] = [await person(['admin']), await person(['reviewer'], { onShift: true })]
  const reason = { reason: REASON }
  assert.equal((await signed(plover, `/v1/staff/${plover.id}/restrict`, reason)).status, 403)
  assert.equal((await signed(wren, `/v1/staff/${plover.id}/restrict`, reason)).status, 403)
  assert.equal((await signed(admin, '/v1/staff/staff_999/restrict', reason)).status, 404)
  assert.equal((await end(admin, admin)).status, 403, 'nor does anybody end themselves')
  assert.equal((await end(admin, { id: 'staff_999' })).status, 404)
  assert.equal((await end(plover, wren)).status, 403, 'ending is for administrators')
})

test('a restricted person restricts no person and proposes no change', async (t) => {
  const { db, person, restrict, plover, propose } = await startDeskBeforeOpening(t)
  const [admin, wren] = [await person(['admin']), await person(['reviewer'])]
  assert.equal((await restrict(admin, plover)).status, 200)
  assert.equal((await restrict(plover, wren)).status, 403)
  await assert.rejects(propose({ kind: 'team', staffId: wren.id, team: 'other' }, plover), { code: 'not_allowed' })
  const forged = `insert into staff_restriction (staff_id, cause, reason, by) values ('${wren.id}', 'one', 'x', 'staff:${plover.id}')`
  await assert.rejects(db.query(forged), { code: 'CS001' })
  await assert.rejects(db.query(`update staff_restriction set lifted_at = desk_now()`), { code: '42501' })
})

test('403: a restricted administrator neither ends nor invites people', async (t) => {
  const { db, person, post, end, restrict, plover } = await startDeskBeforeOpening(t)
  const admin = await person(['admin'])
  const wren = await person(['reviewer'], { onShift: true })
  assert.equal((await restrict(plover, admin)).status, 200)
  assert.equal((await end(admin, wren)).status, 403)
  const acts: readonly [string, object?][] = [
    [`/v1/staff/${wren.id}/notice`, { kind: 'voluntary', endsAt: '2099-05-17T00:00:00Z' }],
    [`/v1/staff/${wren.id}/sessions/revoke`, { reason: 'odd' }],
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

test('removing more roles than the weekly limit takes a second person', async (t) => {
  const { db, person, propose, agree, plover, crane, open } = await startDeskBeforeOpening(t)
  await person(['policy'])
  const people = [await person(['reviewer', 'senior']), await person(['reviewer', 'senior'])]
  await open()
  const [first, second] = people
  assert.ok(first && second)
  const take = ({ id }: { id: string }) => propose({ kind: 'role', op: 'revoke', staffId: id, role: 'senior' }, crane)
  assert.equal((await take(first)).state, 'applied')
  const waiting = await take(second)
  assert.equal(waiting.state, 'proposed')
  await assert.rejects(
    db.query(`update desk_change set state = 'applied', moved_by = 'desk' where id = $1`, [waiting.id]),
    { code: 'CS001' },
    'there is no way round it in SQL',
  )
  assert.equal((await agree(waiting, plover)).state, 'applied')
  assert.deepEqual(await findProblems(db), [])
})

test('an announced end is outside the limit; a lead postpones it once', async (t) => {
  const { db, desk, person, people, post, signed, plover, open } = await startDeskBeforeOpening(t)
  const admin = await person(['admin'])
  const reviewers = await people(8)
  await open()
  const { rows } = await db.query<{ now: Date }>('select desk_now() as now')
  const at = (ms: number) => new Date((rows[0]?.now.getTime() ?? 0) + ms).toISOString()
  for (const { id } of reviewers.slice(0, 6)) {
    const told = { kind: 'voluntary', endsAt: at(4 * DAY_MS) }
    assert.equal((await post(admin, `/v1/staff/${id}/notice`, told)).status, 204)
  }
  const [first, , , , , , seventh, eighth] = reviewers
  assert.ok(first && seventh && eighth)
  assert.deepEqual(await post(plover, `/v1/staff/${first.id}/postpone`), {
    status: 200,
    body: { endsAt: at(11 * DAY_MS) },
  })
  assert.equal((await post(plover, `/v1/staff/${first.id}/postpone`)).status, 409)
  assert.equal((await post(plover, `/v1/staff/${seventh.id}/postpone`)).status, 409)
  const soon = { kind: 'involuntary', endsAt: at(2 * HOUR_MS) }
  assert.equal((await post(admin, `/v1/staff/${seventh.id}/notice`, soon)).status, 403, 'it is signed')
  assert.equal((await signed(admin, `/v1/staff/${seventh.id}/notice`, soon)).status, 204)
  assert.equal((await signed(admin, `/v1/staff/${first.id}/notice`, { ...soon, kind: 'voluntary' })).status, 204)
  assert.equal((await signed(admin, `/v1/staff/${eighth.id}/notice`, soon)).status, 409, 'and the third is too many')
  assert.deepEqual(await findProblems(desk.db), [])
})

test('people ended beyond the limit may stop and restore another day', async (t) => {
  const { db, desk, database, person, people, post, end, open } = await startDeskBeforeOpening(t)
  const admin = await person(['admin'])
  const reviewers = await people(30)
  await open()
  const [second, third, ...others] = reviewers
  assert.ok(second && third)
  for (const other of others.slice(0, 5)) assert.equal((await end(admin, other)).body.ended, true)
  const late = await end(admin, second)
  assert.deepEqual([late.status, late.body.ended], [200, false])
  const standing = await readStanding(db, second.id)
  assert.deepEqual([standing?.active, standing?.restricted], [true, true])
  assert.notEqual((await post(second, '/v1/enforcements/enf_999/stop')).status, 403, 'they stop and restore')
  assert.equal((await end(admin, second)).status, 409, 'and two people end them sooner')
  await database.advance(DAY_MS)
  assert.equal((await post(second, '/v1/enforcements/enf_999/stop')).status, 401)
  const [job] = (await claimJobs(db, 'restore', 9)).filter(({ kind }) => kind === 'leave')
  assert.ok(job)
  await endLeaver(desk, job)
  await assert.rejects(endPeople(desk, [third.id], DESK), { code: 'CS001' }, 'nor does the desk end anybody by itself')
  assert.deepEqual(await findProblems(db), [])
})

test('two people set the last moment of all people of a vendor', async (t) => {
  const { db, database, person, people, proposeAs, agreeAs, plover, crane, get, open } = await startDeskBeforeOpening(t)
  const admin = await person(['admin'])
  const [first, second] = await people(8)
  assert.ok(first && second)
  await open()
  const { rows } = await db.query<{ now: Date }>('select desk_now() as now')
  const at = (ms: number) => new Date((rows[0]?.now.getTime() ?? 0) + ms).toISOString()
  const wanted = { kind: 'end_people', staffIds: [first.id, second.id], endsAt: at(2 * HOUR_MS) }
  assert.equal((await proposeAs(admin, { ...wanted, endsAt: at(-1) })).status, 400, 'a moment that is over')
  const lateOne = await proposeAs(admin, { ...wanted, staffIds: [first.id], endsAt: at(HOUR_MS) })
  const listed = await proposeAs(admin, wanted)
  assert.equal((await agreeAs(plover, String(listed.body.id))).body.state, 'applied')
  assert.equal((await get(first, '/v1/me')).status, 200)
  assert.equal((await readStanding(db, first.id))?.leaving, true, 'from that moment they are leaving')
  await database.advance(90 * 60_000)
  assert.equal((await agreeAs(crane, String(lateOne.body.id))).body.state, 'applied', 'its moment is over: at once')
  assert.equal((await get(first, '/v1/me')).status, 401)
  assert.equal((await get(second, '/v1/me')).status, 200)
  await database.advance(HOUR_MS)
  assert.equal((await get(second, '/v1/me')).status, 401)
  assert.deepEqual(await findProblems(db), [])
})

test('two people end all people of a vendor at once', async (t) => {
  const { db, person, people, proposeAs, agreeAs, plover, crane, get, open } = await startDeskBeforeOpening(t)
  const admin = await person(['admin'])
  const vendor = await people(8)
  await open()
  const staffIds = vendor.map(({ id }) => id)
  assert.equal((await proposeAs(crane, { kind: 'end_people', staffIds })).status, 403, 'it is for administrators')
  const listed = await proposeAs(admin, { kind: 'end_people', staffIds })
  assert.equal(listed.status, 201, JSON.stringify(listed.body))
  assert.equal((await agreeAs(admin, String(listed.body.id))).status, 403)
  assert.equal((await agreeAs(plover, String(listed.body.id))).status, 200)
  assert.equal((await get(vendor[0] ?? plover, '/v1/me')).status, 401)
  const everybody = { kind: 'end_people', staffIds: [crane.id, plover.id] }
  assert.equal((await proposeAs(admin, { ...everybody, staffIds: [admin.id, crane.id] })).status, 403)
  assert.deepEqual(await findProblems(db), [])
})
