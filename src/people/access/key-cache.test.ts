import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenKey } from '../../../test/support/people.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { intakeRoutes } from '../../cases/intake/routes.ts'
import { KeyCache } from './key-cache.ts'
import { revokeKey } from './keys.ts'

test('a revoked API key is refused within a second', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: [intakeRoutes] })
  const key = await givenKey(desk.db, ['report'])
  const send = async (id: string) =>
    (await app.inject({ method: 'POST', url: '/v1/reports', headers: bearer(key.token), payload: reportOf({ id }) }))
      .statusCode
  assert.equal(await send('first'), 201)
  await revokeKey(desk, key.id, { kind: 'desk' })
  let n = 0
  await waitFor('the key to be refused', async () => (await send(`later-${n++}`)) === 401, 1_000)
})

test('access of people is never cached, only that of keys', () => {
  const keys = new KeyCache()
  keys.remember('person', { kind: 'staff', id: 'staff_1', pseudonym: 'heron', roles: ['reviewer'] })
  keys.remember('machine', { kind: 'key', id: 'key_1', scopes: ['report'] })
  assert.equal(keys.find('person'), undefined)
  assert.equal(keys.find('machine')?.id, 'key_1')
})
