import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProblems } from '../../../test/support/changes.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { findInvitation } from './invite.ts'
import { invitationRoutes } from './invitation-routes.ts'

const DAY_MS = 86_400_000
const FAR = new Date('2100-01-01T00:00:00Z')

interface Listed {
  id: string
  staffId: string
  state: string
  endedAt: string | null
}

async function start(t: Parameters<typeof startTestDesk>[0]) {
  const test = await startTestDesk(t, { routes: [invitationRoutes], driven: true })
  const { db } = test.desk
  const admin = await givenStaff(db, { roles: ['admin'], tokenExpiresAt: FAR })
  const [wren, knot] = [await givenStaff(db), await givenStaff(db)]
  const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const answer = await test.app.inject({ method, url, headers: bearer(admin.token), ...(payload && { payload }) })
    return { status: answer.statusCode, text: answer.body, body: answer.body === '' ? {} : answer.json() }
  }
  const invite = async (staffId: string): Promise<{ id: string; secret: string }> => {
    const { body } = await ask('POST', '/v1/invitations', { staffId })
    return { id: String(body.id), secret: String(body.link).split('#')[1] ?? '' }
  }
  const list = async (query = '') => (await ask('GET', `/v1/invitations${query}`)).body.items as Listed[]
  return { ...test, db, wren, knot, ask, invite, list }
}

test('200, 204: invitations are listed without links and revoked', async (t) => {
  const { db, database, wren, knot, ask, invite, list } = await start(t)
  const first = await invite(wren.id)
  const second = await invite(wren.id)
  const other = await invite(knot.id)
  assert.notEqual(await findInvitation(db, other.secret), undefined)
  assert.equal((await ask('DELETE', `/v1/invitations/${other.id}`)).status, 204)
  assert.equal(await findInvitation(db, other.secret), undefined)
  const listed = await list()
  assert.deepEqual(
    listed.map(({ id, state, endedAt }) => [id, state, endedAt !== null]),
    [
      [other.id, 'revoked', true],
      [second.id, 'open', false],
      [first.id, 'revoked', true],
    ],
    'a second one takes the first one’s place',
  )
  assert.deepEqual(
    (await list(`?staffId=${knot.id}`)).map(({ id }) => id),
    [other.id],
  )
  const { text } = await ask('GET', '/v1/invitations')
  for (const { secret } of [first, second, other]) assert.ok(secret.length > 20 && !text.includes(secret))
  await database.advance(DAY_MS + 1_000)
  assert.equal((await list()).find(({ id }) => id === second.id)?.state, 'expired')
  assert.deepEqual(await findProblems(db), [])
})

test('204, 404, 409: revoking again succeeds, missing and expired invitations fail', async (t) => {
  const { database, wren, ask, invite } = await start(t)
  const { id } = await invite(wren.id)
  for (const _repeated of [1, 2]) assert.equal((await ask('DELETE', `/v1/invitations/${id}`)).status, 204)
  const late = await invite(wren.id)
  await database.advance(DAY_MS + 1_000)
  assert.equal((await ask('DELETE', `/v1/invitations/${late.id}`)).status, 409)
  assert.equal((await ask('DELETE', '/v1/invitations/inv_999')).status, 404)
})
