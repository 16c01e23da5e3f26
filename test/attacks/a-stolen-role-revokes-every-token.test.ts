import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { revokeKey } from '../../src/people/access/keys.ts'
import { revokeStaffToken } from '../../src/people/access/staff-tokens.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { findProblems } from '../support/changes.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'
import { givenKey } from '../support/people.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'

/** The most tokens, and the most API keys, that are revoked within an hour. */
const REVOKED_AN_HOUR_MAX = 10
const PEOPLE = 14
const HOUR_MS = 3_600_000

/** People with a token each, API keys, and a thief of the role's credential. */
async function startRevoking(t: TestContext) {
  const office = await startDeskBeforeOpening(t)
  const admin = await office.person(['admin'])
  const people = await office.people(PEOPLE)
  const keys = []
  for (let each = 0; each < PEOPLE; each++) keys.push((await givenKey(office.db)).id)
  await office.open()
  const thief = await stealRole(t, office.database)
  const { rows } = await office.db.query<{ id: string; staffId: string }>(
    'select id, staff_id as "staffId" from staff_token where revoked_at is null order by id',
  )
  const live = async (table: 'staff_token' | 'api_key'): Promise<number> =>
    (await office.db.query(`select from ${table} where revoked_at is null`)).rowCount ?? 0
  return { ...office, admin, people, keys, tokens: rows, thief, live }
}

test('a stolen application role revokes ten tokens and keys hourly', async (t) => {
  const { thief, live, desk, db, keys, tokens, database } = await startRevoking(t)
  const [hadTokens, hadKeys] = [await live('staff_token'), await live('api_key')]
  for (const forged of [
    'update staff_token set revoked_at = desk_now()',
    'update api_key set revoked_at = desk_now()',
    'delete from staff_token',
    'delete from api_key',
    'select revoke_token(id) from staff_token',
    'select revoke_key(id) from api_key',
    `select revoke_key(id, 'desk', 'so') from api_key`,
    'update api_key set used_at = null',
    `select alert_revocation('so', 'desk')`,
    ...tokens.map(({ staffId }) => `select revoke_tokens_of('${staffId}')`),
  ])
    await assert.rejects(thief.run(forged), isRefusal, forged)
  assert.deepEqual([await live('staff_token'), await live('api_key')], [hadTokens, hadKeys], 'all or none')

  for (const [taken, call] of [
    [tokens.map(({ id }) => id), 'revoke_token'],
    [keys, 'revoke_key'],
  ] as const) {
    for (const id of taken.slice(0, REVOKED_AN_HOUR_MAX)) await thief.run(`select ${call}('${id}')`)
    await assert.rejects(thief.run(`select ${call}('${taken[REVOKED_AN_HOUR_MAX]}')`), isRefusal)
  }
  assert.deepEqual(
    [await live('staff_token'), await live('api_key')],
    [hadTokens - REVOKED_AN_HOUR_MAX, hadKeys - REVOKED_AN_HOUR_MAX],
  )
  const alerted = await db.query(`select to_role, count(*)::integer from alert where kind = 'key_revoked' group by 1`)
  assert.deepEqual(
    alerted.rows.toSorted((a, b) => a.to_role.localeCompare(b.to_role)),
    ['admin', 'lead'].map((to_role) => ({ to_role, count: REVOKED_AN_HOUR_MAX })),
    'PostgreSQL itself alerts of each',
  )
  const problems = (await findProblems(db)).join('\n')
  assert.match(problems, /^staff_token token_\d+/m)
  assert.match(problems, /^api_key key_\d+/m)

  const last = String(keys.at(-1))
  await assert.rejects(revokeKey(desk, last, DESK), { code: 'too_many', message: /Ten were revoked within the hour/ })
  await database.advance(HOUR_MS + 1_000)
  await revokeKey(desk, last, DESK)
})

test('tokens revoked because their person ended are outside that limit', async (t) => {
  const { desk, admin, end, people, tokens, live } = await startRevoking(t)
  const [gone, ...others] = people
  assert.ok(gone)
  const staying = tokens.filter(({ staffId }) => others.some(({ id }) => id === staffId)).map(({ id }) => id)
  for (const id of staying.slice(0, REVOKED_AN_HOUR_MAX)) await revokeStaffToken(desk, id, DESK)
  const before = await live('staff_token')
  const { status, body } = await end(admin, gone)
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal(await live('staff_token'), before - 1)
  await assert.rejects(revokeStaffToken(desk, String(staying.at(-1)), DESK), { code: 'too_many' })
})

test("an administrator's stolen token revokes ten API keys, none silently", async (t) => {
  const { admin, keys, post, live, db } = await startRevoking(t)
  const had = await live('api_key')
  const revoke = async (id: string) => (await post(admin, `/v1/keys/${id}/revoke`, { reason: 'so' })).status
  for (const id of keys.slice(0, REVOKED_AN_HOUR_MAX)) assert.equal(await revoke(id), 204)
  assert.equal(await revoke(String(keys[REVOKED_AN_HOUR_MAX])), 429)
  assert.equal(await live('api_key'), had - REVOKED_AN_HOUR_MAX)
  const { rowCount } = await db.query(`select from alert where kind = 'key_revoked' and to_role = 'lead'`)
  assert.equal(rowCount, REVOKED_AN_HOUR_MAX)
  assert.deepEqual(await findProblems(db), [])
})
