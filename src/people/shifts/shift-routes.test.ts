import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { DESK } from '../../foundation/domain.ts'
import { endStaff } from '../../admin/offboarding/end-staff.ts'
import { shiftRoutes } from './shift-routes.ts'
import { endBreak, endShift, startBreak, startShift } from './shifts.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const FAR = new Date('2100-01-01T00:00:00Z')

interface Listed {
  staffId: string
  endedAt: string | null
  breakMinutes: number
  onBreak: boolean
  beganAt: string
  plannedUntil: string
}

async function start(t: Parameters<typeof startTestDesk>[0]) {
  const test = await startTestDesk(t, { routes: [shiftRoutes], driven: true })
  const { db } = test.desk
  const person = (roles: readonly ('reviewer' | 'lead' | 'admin')[] = ['reviewer']) =>
    givenStaff(db, { roles, tokenExpiresAt: FAR })
  const ask = async ({ token }: { token: string }, url: string) => {
    const answer = await test.app.inject({ url, headers: bearer(token) })
    return { status: answer.statusCode, items: (answer.json().items ?? []) as Listed[] }
  }
  const minutes = (count: number) => test.database.advance(count * MINUTE_MS)
  return { ...test, person, ask, minutes }
}

const lasted = ({ beganAt, endedAt }: Listed): number | null =>
  endedAt === null ? null : (Date.parse(endedAt) - Date.parse(beganAt)) / HOUR_MS

test('200: a lead reads shifts with breaks and forgotten ends', async (t) => {
  const { desk, person, ask, minutes } = await start(t)
  const [wren, knot, lead] = [await person(), await person(), await person(['lead'])]
  await startShift(desk, wren.id, 480)
  await minutes(120)
  await startBreak(desk, wren.id)
  await minutes(15)
  await endBreak(desk, wren.id)
  await minutes(45)
  await endShift(desk, wren.id)
  await startShift(desk, knot.id, 60)
  await minutes(13 * 60)
  await startShift(desk, lead.id, 480)
  await startShift(desk, wren.id, 480)
  await minutes(30)
  await startBreak(desk, wren.id)
  await minutes(5)

  const { items } = await ask(lead, '/v1/shifts')
  assert.deepEqual(
    items.map((shift) => [shift.staffId, lasted(shift), shift.breakMinutes, shift.onBreak]),
    [
      [wren.id, null, 5, true],
      [lead.id, null, 0, false],
      [knot.id, 12, 0, false],
      [wren.id, 3, 15, false],
    ],
  )
  const [running] = items
  assert.equal(Date.parse(running?.plannedUntil ?? '') - Date.parse(running?.beganAt ?? ''), 8 * HOUR_MS)
  const ofOne = await ask(lead, `/v1/shifts?staffId=${knot.id}`)
  assert.deepEqual(
    ofOne.items.map(({ staffId }) => staffId),
    [knot.id],
  )
  await endStaff(desk, wren.id, DESK)
  const [ended] = (await ask(lead, `/v1/shifts?staffId=${wren.id}`)).items
  assert.deepEqual([ended && lasted(ended), ended?.onBreak], [35 / 60, false])
})

test("200, 403: people read their own shifts, leads their team's", async (t) => {
  const { desk, person, ask, minutes } = await start(t)
  const [wren, knot, admin, offShift] = [
    await person(),
    await person(),
    await person(['admin']),
    await person(['lead']),
  ]
  await startShift(desk, wren.id, 60)
  await startShift(desk, knot.id, 60)
  const own = await ask(wren, '/v1/me/shifts')
  assert.deepEqual(
    own.items.map(({ staffId }) => staffId),
    [wren.id],
  )
  for (const other of [wren, admin, offShift]) assert.equal((await ask(other, '/v1/shifts')).status, 403)
  await endShift(desk, wren.id)
  await minutes(8 * 24 * 60)
  assert.deepEqual((await ask(wren, '/v1/me/shifts')).items, [], 'seven days, unless more are asked for')
  assert.equal((await ask(wren, '/v1/me/shifts?days=30')).items.length, 1)
})

test('400: asking for more days of shifts than are stored fails', async (t) => {
  const { person, ask } = await start(t)
  assert.equal((await ask(await person(), '/v1/me/shifts?days=31')).status, 400)
})
