import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { policyRoutes } from './policy-routes.ts'

test('200: each policy lists its actions, subjects and ends', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: [policyRoutes] })
  const { token } = await givenStaff(desk.db)
  const answer = await app.inject({ url: '/v1/policies', headers: bearer(token) })
  const body = answer.json<{ policies: { id: string; text: string; actions: object[]; legalDuty: boolean }[] }>()
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(
    body.policies.map(({ id }) => id),
    [...desk.policies.policies.keys()],
  )
  const scam = body.policies.find(({ id }) => id === 'scam')
  assert.ok(scam?.text)
  assert.deepEqual(
    scam.actions.find((action) => 'action' in action && action.action === 'suspend'),
    { action: 'suspend', on: ['account'], end: 'required' },
  )
  assert.equal(body.policies.find(({ id }) => id === 'intimate-images')?.legalDuty, true)
})

test('401: only signed-in people list the policies', async (t) => {
  const { app } = await startTestDesk(t, { routes: [policyRoutes] })
  assert.equal((await app.inject({ url: '/v1/policies' })).statusCode, 401)
})
