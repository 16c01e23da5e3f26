import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { givenStaff } from '../../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../../test/support/server.ts'
import { waitForLock } from '../../../../test/support/wait-for-lock.ts'
import { STAGES } from '../../stages.ts'
import { JOINED, ROUTES } from '../routes.ts'

const DAY_MS = 86_400_000
const FAR = new Date('2100-01-01T00:00:00Z')
const FREEZE = '/v1/freezes'

/** A desk, a lead on shift, and a way to send a POST with a key. */
async function startKeyed(t: TestContext) {
  const started = await startTestDesk(t, { routes: ROUTES, driven: true })
  const { app, database, desk } = started
  const lead = await givenStaff(desk.db, { roles: ['lead'], onShift: true, tokenExpiresAt: FAR })
  const postAs = ({ token }: { token: string }, url: string, key: string | undefined, payload: object) =>
    app.inject({
      method: 'POST',
      url,
      headers: { ...bearer(token), ...(key === undefined ? {} : { 'idempotency-key': key }) },
      payload,
    })
  const post = (url: string, key: string | undefined, payload: object = { reason: 'A series of mistakes.' }) =>
    postAs(lead, url, key, payload)
  const count = async (table: string): Promise<number> =>
    (await database.ownerPool.query<{ n: number }>(`select count(*)::integer as n from ${table}`)).rows[0]?.n ?? -1
  return { ...started, post, postAs, count }
}

test('a repeated Idempotency-Key gets the first answer and does nothing', async (t) => {
  const { post, count } = await startKeyed(t)
  const key = randomUUID()
  const [first, second] = [await post(FREEZE, key), await post(FREEZE, key)]
  assert.deepEqual([first.statusCode, second.statusCode, second.body], [201, 201, first.body])
  assert.deepEqual(
    [first, second].map(({ headers }) => [headers['idempotency-replayed'], headers['content-type']]),
    [
      [undefined, 'application/json; charset=utf-8'],
      ['true', 'application/json; charset=utf-8'],
    ],
  )
  assert.equal(await count('enforcement_freeze'), 1)
})

test('a request without Idempotency-Key stores nothing for repeats', async (t) => {
  const { post, count } = await startKeyed(t)
  assert.equal((await post(FREEZE, undefined)).statusCode, 201)
  assert.equal((await post(FREEZE, undefined)).statusCode, 201)
  assert.deepEqual([await count('enforcement_freeze'), await count('idempotency_key')], [2, 0])
})

test('422: an Idempotency-Key belongs to one request', async (t) => {
  const { post, count } = await startKeyed(t)
  assert.equal((await post(FREEZE, 'k')).statusCode, 201)
  const other = await post(FREEZE, 'k', { reason: 'Another reason.' })
  assert.deepEqual([other.statusCode, other.json().key], [422, 'request.keyOther'])
  assert.equal((await post('/v1/me/shift', 'k', { plannedMinutes: 60 })).statusCode, 422)
  assert.equal(await count('enforcement_freeze'), 1)
})

test('409: an Idempotency-Key is in use while its request runs', async (t) => {
  const { post, count, database } = await startKeyed(t)
  const gate = await database.ownerPool.connect()
  await gate.query('begin; select pg_advisory_xact_lock(freeze_lock())')
  const first = post(FREEZE, 'k')
  await waitForLock(database.pool)
  const second = await post(FREEZE, 'k')
  await gate.query('commit')
  gate.release()
  assert.deepEqual(
    [second.statusCode, second.json().key, second.headers['retry-after']],
    [409, 'request.keyInUse', '2'],
  )
  assert.equal((await first).statusCode, 201)
  assert.equal((await post(FREEZE, 'k')).headers['idempotency-replayed'], 'true')
  assert.equal(await count('enforcement_freeze'), 1)
})

test('400: an Idempotency-Key has 1 to 255 printable ASCII characters', async (t) => {
  const { post } = await startKeyed(t)
  for (const key of ['', 'x'.repeat(256), 'schlüssel', 'a\tb']) {
    const refused = await post(FREEZE, key)
    assert.deepEqual([refused.statusCode, refused.json().errors?.[0].field], [400, 'Idempotency-Key'], key)
  }
  assert.equal((await post(FREEZE, `"${'x'.repeat(253)}"`)).statusCode, 201)
})

test('409: an answer with a secret is neither stored nor repeated', async (t) => {
  const { postAs, count, database, desk } = await startKeyed(t)
  const [admin, { id: staffId }] = [await givenStaff(desk.db, { roles: ['admin'] }), await givenStaff(desk.db)]
  const invited = await postAs(admin, '/v1/invitations', 'k', { staffId })
  assert.equal(invited.statusCode, 201, invited.body)
  const again = await postAs(admin, '/v1/invitations', 'k', { staffId })
  assert.deepEqual([again.statusCode, again.json().key], [409, 'request.keySecret'])
  assert.doesNotMatch(again.body, /invite#|cs_inv/)
  const { rows } = await database.ownerPool.query('select caller, body from idempotency_key')
  assert.deepEqual(rows, [{ caller: `staff:${admin.id}`, body: null }])
  assert.equal(await count('invitation'), 1)
})

test('a refused request is not stored; its repeat is carried out', async (t) => {
  const { post, database, count } = await startKeyed(t)
  assert.equal((await post('/v1/me/shift', 'k', { plannedMinutes: 60 })).statusCode, 409, 'the shift has begun already')
  assert.equal(await count('idempotency_key'), 0)
  assert.equal((await post('/v1/me/shift/end', undefined, {})).statusCode, 200)
  await database.advance(DAY_MS)
  assert.equal((await post('/v1/me/shift', 'k', { plannedMinutes: 60 })).statusCode, 201)
})

test('500: an answer that cannot be stored undoes its effect', async (t) => {
  const { post, count, database } = await startKeyed(t)
  await database.ownerPool.query('revoke insert on idempotency_key from countersign_desk')
  assert.equal((await post(FREEZE, 'k')).statusCode, 500)
  assert.equal(await count('enforcement_freeze'), 0)
  await database.ownerPool.query('grant insert on idempotency_key to countersign_desk')
  assert.equal((await post(FREEZE, 'k')).statusCode, 201)
})

test('an Idempotency-Key expires after a day; a periodic task deletes it', async (t) => {
  const { post, count, database, desk } = await startKeyed(t)
  const [task] = STAGES.flatMap(({ periodicTasks = [] }) => periodicTasks).filter(
    ({ name }) => name === 'delete-expired-idempotency-keys',
  )
  await post(FREEZE, 'k')
  await post(FREEZE, 'l')
  await database.advance(DAY_MS - 1_000)
  await task?.run(desk, JOINED)
  assert.equal(await count('idempotency_key'), 2)
  await database.advance(2_000)
  await post('/v1/me/shift', undefined, { plannedMinutes: 60 })
  const anew = await post(FREEZE, 'k')
  assert.deepEqual([anew.statusCode, anew.headers['idempotency-replayed']], [201, undefined])
  await task?.run(desk, JOINED)
  assert.equal(await count('idempotency_key'), 1)
})
