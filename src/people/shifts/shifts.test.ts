import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { waitForLock } from '../../../test/support/wait-for-lock.ts'
import { staffRoutes } from '../staff/routes.ts'
import { readStanding } from '../staff/standing.ts'
import { endShift, startBreak, startShift } from './shifts.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

async function deskWithPerson(...[t, options]: Parameters<typeof startTestDesk>) {
  const started = await startTestDesk(t, { routes: [staffRoutes], ...options })
  const person = await givenStaff(started.desk.db)
  const post = async (path: string, payload?: object) => {
    const url = `/v1/me/shift${path}`
    const answer = await started.app.inject({
      method: 'POST',
      url,
      headers: bearer(person.token),
      ...(payload && { payload }),
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  const me = async () => (await started.app.inject({ url: '/v1/me', headers: bearer(person.token) })).json()
  return { ...started, person, post, me }
}

test('200: a person reads their own shift state, without departure', async (t) => {
  const { me, person, post } = await deskWithPerson(t)
  await post('', { plannedMinutes: 480 })
  const { pseudonym, ...answer } = await me()
  assert.match(pseudonym, /^p-/)
  assert.deepEqual(answer, {
    id: person.id,
    roles: ['reviewer'],
    wellbeing: { blur: true, grey: true, mute: true },
    preferences: { language: null, timeZone: null, tourClosed: false, checklistClosed: false },
    drill: null,
    recovering: false,
    profile: { organisation: 'company', shadow: false, personMetrics: true },
    demo: false,
    deniedActions: [],
    platforms: ['default'],
    shift: {
      ...{ onShift: true, onBreak: false, minutesOnShift: 0, minutesSinceBreak: 0, minutesToShiftEnd: 479 },
      ...{ onCall: false, restricted: false },
    },
  })
})

test('a shift begins, pauses, resumes and ends', async (t) => {
  const { post, me, database } = await deskWithPerson(t, { driven: true })
  const started = await post('', { plannedMinutes: 480 })
  assert.equal(started.status, 201)
  assert.deepEqual([started.body.onShift, started.body.minutesToShiftEnd], [true, 480])
  await database.advance(90 * MINUTE_MS)
  assert.equal((await post('/break')).body.onBreak, true)
  await database.advance(15 * MINUTE_MS)
  const back = await post('/back')
  assert.deepEqual(
    [back.status, back.body.onBreak, back.body.minutesSinceBreak, back.body.minutesOnShift],
    [200, false, 0, 105],
  )
  const ended = await post('/end')
  assert.deepEqual([ended.status, ended.body.onShift], [200, false])
  assert.equal((await me()).shift.onShift, false)
})

test('a break of less than ten minutes does not count as rest', async (t) => {
  const { post, database } = await deskWithPerson(t, { driven: true })
  await post('', { plannedMinutes: 480 })
  await database.advance(90 * MINUTE_MS)
  await post('/break')
  await database.advance(9 * MINUTE_MS)
  assert.equal((await post('/back')).body.minutesSinceBreak, 99)
})

test('a shift ends after twelve hours and another can begin', async (t) => {
  const { post, me, database } = await deskWithPerson(t, { driven: true })
  await post('', { plannedMinutes: 720 })
  await post('/break')
  await database.advance(12 * HOUR_MS)
  assert.equal((await me()).shift.onShift, false)
  assert.equal((await post('/back')).status, 409)
  assert.equal((await post('', { plannedMinutes: 60 })).status, 201)
})

test('a new shift right after another does not reset fatigue', async (t) => {
  const { post, me, database } = await deskWithPerson(t, { driven: true })
  await post('', { plannedMinutes: 480 })
  await database.advance(3 * HOUR_MS)
  await post('/end')
  await database.advance(5 * MINUTE_MS)
  await post('', { plannedMinutes: 480 })
  const { minutesOnShift, minutesSinceBreak } = (await me()).shift
  assert.deepEqual([minutesOnShift, minutesSinceBreak], [185, 185])
  await post('/end')
  await database.advance(30 * MINUTE_MS)
  await post('', { plannedMinutes: 480 })
  assert.deepEqual(
    [(await me()).shift.minutesOnShift, (await me()).shift.minutesSinceBreak],
    [215, 0],
    'rested, but a long day',
  )
})

test('a night off resets fatigue, also after a forgotten shift', async (t) => {
  const { post, me, database } = await deskWithPerson(t, { driven: true })
  await post('', { plannedMinutes: 720 })
  await database.advance(12 * HOUR_MS + MINUTE_MS)
  await post('', { plannedMinutes: 480 })
  assert.equal((await me()).shift.minutesOnShift, 12 * 60 + 1)
  await post('/end')
  await database.advance(6 * HOUR_MS)
  await post('', { plannedMinutes: 480 })
  assert.deepEqual([(await me()).shift.minutesOnShift, (await me()).shift.minutesSinceBreak], [0, 0])
})

for (const [why, hours, tired] of [
  ['a shift that began within the day', [11, 11, 3], 25 * 60 + 15],
  ['a day that begins amid a shift', [11.95, 11.95, 3], 15 * 60 + 12],
] as const)
  test(`work without rest across midnight counts as tired: ${why}`, async (t) => {
    const { person, desk, database } = await deskWithPerson(t, { driven: true })
    for (const worked of hours) {
      await startShift(desk, person.id, 720)
      await database.advance(worked * HOUR_MS)
      if (worked > 3) await endShift(desk, person.id)
      await database.advance(5 * MINUTE_MS)
    }
    const standing = await readStanding(desk.db, person.id)
    assert.deepEqual([standing?.minutesOnShift, standing?.minutesSinceBreak], [tired, tired])
  })

test('409: an impossible step of a shift is refused with its state', async (t) => {
  const { post } = await deskWithPerson(t)
  for (const path of ['/break', '/back', '/end']) {
    const { status, body } = await post(path)
    assert.deepEqual([status, body.type], [409, 'urn:countersign:problem:conflict'])
    assert.match(body.detail, /not on shift/)
  }
  await post('', { plannedMinutes: 60 })
  assert.match((await post('', { plannedMinutes: 60 })).body.detail, /on shift for 0 minutes/)
  assert.match((await post('/back')).body.detail, /not on a break/)
  await post('/break')
  assert.match((await post('/break')).body.detail, /on a break already/)
  assert.equal((await post('/end')).status, 200)
})

test('400: a shift has a plan of at most twelve hours', async (t) => {
  const { post } = await deskWithPerson(t)
  for (const [payload, detail] of [
    [{}, 'plannedMinutes is missing.'],
    [{ plannedMinutes: 721 }, 'plannedMinutes must be at most 720.'],
    [{ plannedMinutes: 0 }, 'plannedMinutes must be at least 1.'],
    [{ plannedMinutes: '60' }, 'plannedMinutes must be a whole number.'],
    [{ plannedMinutes: 60, until: 'noon' }, 'until is not a known field.'],
  ] as const) {
    const { status, body } = await post('', payload)
    assert.deepEqual([status, body.detail], [400, detail])
  }
  assert.equal((await post('')).status, 400)
})

test('two concurrent clicks begin one shift', async (t) => {
  const { desk, person } = await deskWithPerson(t)
  const starts = await Promise.allSettled([1, 2, 3, 4].map(() => startShift(desk, person.id, 60)))
  assert.equal(starts.filter(({ status }) => status === 'fulfilled').length, 1)
  const { rows } = await desk.db.query('select kind from shift_event')
  assert.deepEqual(rows, [{ kind: 'start' }])
})

test("a shift's row equals its events, also concurrent ones", async (t) => {
  const { desk, person } = await deskWithPerson(t)
  const first = await desk.db.connect()
  await first.query('begin')
  await first.query(sql`insert into shift_event (staff_id, kind, planned_minutes) values (${person.id}, 'start', 60)`)
  const second = desk.db.query(sql`insert into shift_event (staff_id, kind) values (${person.id}, 'break')`)
  await waitForLock(desk.db)
  await first.query('commit')
  first.release()
  await second
  const { rows } = await desk.db.query('select kind, started_at is not null as started from staff_shift')
  assert.deepEqual(rows, [{ kind: 'break', started: true }])
})

test('every step of a shift is a ledger entry by its person', async (t) => {
  const { post, desk, person } = await deskWithPerson(t)
  await post('', { plannedMinutes: 60 })
  for (const path of ['/break', '/back', '/end']) await post(path)
  const { rows } = await desk.db.query(
    `select kind, payload from ledger_payload where kind ~ '^(shift|break)_' order by leaf_id`,
  )
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ['shift_started', 'break_started', 'break_ended', 'shift_ended'],
  )
  for (const { payload } of rows) {
    const { by, staffId } = JSON.parse(String(payload))
    assert.deepEqual([by, staffId], [`staff:${person.id}`, person.id])
  }
})

test('a departed person begins no shift', async (t) => {
  const { desk, person } = await deskWithPerson(t)
  await desk.db.query('update staff set ended_at = desk_now()')
  await assert.rejects(startShift(desk, person.id, 60), /do not work here/)
  await assert.rejects(startBreak(desk, 'staff_999'), /do not work here/)
})
