import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenStaff } from '../../../test/support/people.ts'
import { givenPlatform } from '../../../test/support/platforms.ts'
import { bearer, startTestDesk, unreachablePlatform } from '../../../test/support/server.ts'
import { routePlatforms } from '../../connectors/route-platforms.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'
import { staffRoutes } from '../../people/staff/routes.ts'
import { platformRoutes } from './platform-routes.ts'

const STATED = { ...unreachablePlatform(), capabilities: async () => ({ connector: 1 }) as never }

test('200, 401, 403: platforms are listed with capabilities and states', async (t) => {
  const forum = { ...unreachablePlatform(), guarantees: () => ({ ...EVERY_GUARANTEE, fences: false }) }
  const platform = routePlatforms(new Map(Object.entries({ default: STATED, forum })))
  const { desk, app } = await startTestDesk(t, { routes: [platformRoutes, staffRoutes], platform })
  for (const name of ['forum', 'gone']) await givenPlatform(desk.db, name)
  const [admin, reviewer] = [
    await givenStaff(desk.db, { roles: ['admin'] }),
    await givenStaff(desk.db, { roles: ['reviewer'], onShift: true }),
  ]
  const read = async (url: string, { token } = admin) => {
    const answer = await app.inject({ url, headers: bearer(token) })
    return { status: answer.statusCode, body: answer.json() }
  }
  const { items } = (await read('/v1/platforms')).body
  assert.deepEqual(
    items.map(({ platform: name, state, capabilities }: Record<string, unknown>) => [
      name,
      state,
      capabilities !== null,
    ]),
    [
      ['default', 'answers', true],
      ['forum', 'silent', true],
      ['gone', 'left_out', false],
    ],
  )
  const { fences, reverts, accountActions, contentActions } = items[1].capabilities
  assert.deepEqual([fences, reverts], [false, true])
  assert.deepEqual([accountActions.includes('suspend'), contentActions.includes('suspend')], [true, false])
  assert.equal((await read('/v1/platforms', reviewer)).status, 403, 'what a platform lacks is of use to an attacker')
  assert.deepEqual((await read('/v1/me', reviewer)).body.platforms, ['default', 'forum'])
  assert.equal((await app.inject({ url: '/v1/platforms' })).statusCode, 401)
})
