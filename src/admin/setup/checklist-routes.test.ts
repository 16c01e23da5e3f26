import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenOnCall, givenPasskey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import type { SetupStep } from './read-checklist.ts'
import { checklistRoutes } from './checklist-routes.ts'

test('200, 401, 403: the checklist finds each step in rows', async (t) => {
  const { desk, app, database } = await startTestDesk(t, { routes: [checklistRoutes] })
  const admin = await givenStaff(desk.db, { roles: ['admin'] })
  const read = async () => {
    const answer = await app.inject({ url: '/v1/setup-steps', headers: bearer(admin.token) })
    assert.equal(answer.statusCode, 200)
    const { steps } = answer.json<{ steps: SetupStep[] }>()
    return Object.fromEntries(steps.map(({ step, done, count }) => [step, [done, count]]))
  }
  const before = await read()
  assert.deepEqual(before.people, [false, 1])
  assert.deepEqual(before.passkeys, [false, 1])
  assert.deepEqual(
    [before.on_call, before.connector, before.backup],
    [
      [false, 0],
      [false, 0],
      [false, 0],
    ],
  )
  const leads = [await givenStaff(desk.db, { roles: ['lead'] }), await givenStaff(desk.db, { roles: ['lead'] })]
  await givenOnCall(desk.db, leads[0]?.id ?? '') // Planned by a further administrator.
  const { rows: people } = await desk.db.query<{ id: string }>('select id from staff')
  for (const { id } of people) await givenPasskey(desk.db, id)
  await database.ownerPool.query(
    `insert into connector_pin (address, secret_fingerprint) values ('https://platform.example/', repeat('a', 43))`,
  )
  const after = await read()
  assert.deepEqual(
    [after.people, after.passkeys],
    [
      [true, 4],
      [true, 0],
    ],
  )
  assert.deepEqual(
    [after.on_call, after.connector],
    [
      [true, 1],
      [true, 1],
    ],
  )
  const reviewer = await givenStaff(desk.db)
  const { statusCode } = await app.inject({ url: '/v1/setup-steps', headers: bearer(reviewer.token) })
  assert.deepEqual([statusCode, (await app.inject({ url: '/v1/setup-steps' })).statusCode], [403, 401])
})
