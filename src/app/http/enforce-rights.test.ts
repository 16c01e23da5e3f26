import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenPasskey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk, TEST_PARTY } from '../../../test/support/server.ts'
import { signInWith } from '../../../test/support/sign-in.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { DESK } from '../../foundation/domain.ts'
import { revokeSessions } from '../../people/sessions/sessions.ts'
import { revokeStaffToken } from '../../people/access/staff-tokens.ts'
import { ROUTES } from './routes.ts'

const BODY = JSON.stringify({ plannedMinutes: 60 })
const LONG_MS = 300

test('401: rights that end while a request body arrives are refused', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: ROUTES })
  const url = new URL('/v1/me/shift', await app.listen({ host: '127.0.0.1', port: 0 }))
  const [byToken, bySession] = [await givenStaff(desk.db), await givenStaff(desk.db)]
  const { cookie } = await signInWith({ app, desk }, await givenPasskey(desk.db, bySession.id))
  /** Sends the head and half of the body, and the rest after something happened. */
  const send = async (headers: Record<string, string>, meanwhile: () => Promise<unknown>): Promise<number> => {
    const all = { ...headers, 'content-type': 'application/json', 'content-length': BODY.length }
    const sent = request(url, { method: 'POST', headers: all })
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>
    sent.write(BODY.slice(0, 5))
    const beganMs = performance.now()
    await waitFor('the body to be late', async () => performance.now() - beganMs > LONG_MS)
    await meanwhile()
    sent.end(BODY.slice(5))
    const [answer] = await answered
    answer.resume()
    return answer.statusCode ?? 0
  }
  const session = { cookie, origin: TEST_PARTY.origin }
  assert.equal(await send(bearer(byToken.token), () => revokeStaffToken(desk, byToken.tokenId, DESK)), 401)
  const { id: staffId, token: secret } = bySession
  const end = () => revokeSessions(desk, { staffId, secret }, { kind: 'staff', id: staffId })
  assert.equal(await send(session, end), 401)
  assert.equal((await desk.db.query(sql`select from shift_event`)).rowCount, 0)
  const still = await givenStaff(desk.db)
  assert.equal(await send(bearer(still.token), async () => undefined), 201)
})
