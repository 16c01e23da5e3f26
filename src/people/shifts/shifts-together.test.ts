import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenStaff } from '../../../test/support/people.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { setProfileAtSetup } from '../../admin/setup/profile.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { together } from './shifts-together.ts'

const shift = (staffId: string, breakMinutes: number, team = 'north') => ({
  staffId,
  pseudonym: staffId,
  team,
  beganAt: new Date('2026-05-04T09:00:00Z'),
  plannedUntil: new Date('2026-05-04T13:00:00Z'),
  endedAt: null,
  breakMinutes,
  onBreak: false,
})

test('shifts are summed by team and daytime; small groups without numbers', () => {
  const [north, south] = together([shift('a', 0), shift('b', 30), shift('c', 60), shift('d', 5, 'south')])
  const from = new Date('2026-05-04T08:00:00Z')
  assert.deepEqual(north, { team: 'north', from, people: 3, breakMinutes: 30, plannedMinutes: 240, goOn: 3 })
  assert.deepEqual(south, { team: 'south', from, people: 1, breakMinutes: null, plannedMinutes: null, goOn: 1 })
})

test('a lead sees no single shift where the organisation forbids it', async (t) => {
  const { desk, app } = await startTestDesk(t, { routes: ROUTES })
  const lead = await givenStaff(desk.db, { roles: ['lead'], onShift: true })
  const ana = await givenStaff(desk.db, { onShift: true })
  const get = async (url: string, token: string) => {
    const answer = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } })
    return { status: answer.statusCode, body: answer.json() }
  }
  assert.equal((await get('/v1/shifts', lead.token)).body.items.length, 2)
  await setProfileAtSetup(desk.db, { personMetrics: false })
  const told = await get('/v1/shifts', lead.token)
  assert.deepEqual([told.body.items, told.body.together.length], [[], 1])
  assert.doesNotMatch(JSON.stringify(told.body), new RegExp(ana.id))
  assert.equal((await get(`/v1/shifts?staffId=${ana.id}`, lead.token)).status, 403)
  assert.equal((await get('/v1/me/shifts', ana.token)).body.items.length, 1)
})
