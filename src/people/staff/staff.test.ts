import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { DESK } from '../../foundation/domain.ts'
import { verifyLedger } from '../../oversight/ledger/verify.ts'
import { addStaff, type NewStaff } from './add-staff.ts'
import { authenticate } from '../access/authenticate.ts'
import { endStaff } from '../../admin/offboarding/end-staff.ts'
import { addKey, revokeKey } from '../access/keys.ts'
import { listStaff } from './list-staff.ts'
import { listKeys } from './queries.ts'
import { endShift, startShift } from '../shifts/shifts.ts'
import { addStaffToken, revokeStaffToken } from '../access/staff-tokens.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'

const WREN: NewStaff = {
  pseudonym: 'wren',
  name: 'Maren Oduya',
  roles: ['reviewer'],
  languages: ['en', 'pt-BR'],
  clearances: ['protected'],
  employment: 'employee',
  employer: 'Example',
  site: 'Porto',
  team: 'general',
  rollingContract: false,
}
const DAY_MS = 86_400_000

async function deskOf(...args: Parameters<typeof freshDatabase>) {
  const database = await freshDatabase(...args)
  const leaves = async () => {
    const { rows } = await database.pool.query('select kind, payload from ledger_payload order by leaf_id')
    return rows.map(({ kind, payload }) => ({ kind, ...JSON.parse(String(payload)) }))
  }
  return { desk: { db: database.pool }, database, leaves }
}

test('an access token authenticates only its own person', async (t) => {
  const { desk } = await deskOf(t)
  const { id } = await addStaff(desk, WREN, DESK)
  const { id: tokenId, token } = await addStaffToken(desk, { staffId: id, label: 'laptop', days: 1 }, DESK)
  assert.match(token, /^cs_pat_[A-Za-z0-9_-]{43}$/)
  assert.deepEqual(await authenticate(desk.db, token), {
    kind: 'staff',
    id,
    pseudonym: 'wren',
    roles: ['reviewer'],
    via: 'token',
    tokenId,
    confined: false,
  })
  assert.equal(await authenticate(desk.db, token.replace('cs_pat_', 'cs_key_')), undefined)
  assert.equal(await authenticate(desk.db, `${token}A`), undefined)
  assert.equal(await authenticate(desk.db, ''), undefined)
})

test('an API key may do only what its scopes allow', async (t) => {
  const { desk, leaves } = await deskOf(t)
  const { id, key } = await addKey(desk, { name: 'web form', scopes: ['report'] }, DESK)
  assert.deepEqual(await authenticate(desk.db, key), { kind: 'key', id, scopes: ['report'] })
  await revokeKey(desk, id, DESK)
  await revokeKey(desk, id, DESK)
  assert.equal(await authenticate(desk.db, key), undefined)
  assert.deepEqual(
    (await leaves()).map(({ kind, keyId, by }) => [kind, keyId, by]),
    [
      ['key_added', id, 'desk'],
      ['key_revoked', id, 'desk'],
    ],
  )
  assert.deepEqual(await listKeys(desk.db, { revoked: false }), [])
  assert.equal((await listKeys(desk.db, { revoked: true })).length, 1)
})

test('the database stores neither access tokens nor API keys in plain', async (t) => {
  const { desk, database } = await deskOf(t)
  const { id } = await addStaff(desk, WREN, DESK)
  const { token } = await addStaffToken(desk, { staffId: id, label: 'laptop', days: 1 }, DESK)
  const { key } = await addKey(desk, { name: 'web form', scopes: ['report'] }, DESK)
  for (const table of ['staff_token', 'api_key', 'ledger_payload']) {
    const { rows } = await database.pool.query(`select * from ${table}`)
    const text = JSON.stringify(rows, (_name, value) =>
      value?.type === 'Buffer' ? String(Buffer.from(value.data)) : value,
    )
    for (const secret of [token, key]) assert.ok(!text.includes(secret.slice(7)), `${table} keeps a secret`)
  }
})

test('an access token is valid for its days or until revoked', async (t) => {
  const { desk, database, leaves } = await deskOf(t, { driven: true })
  const { id } = await addStaff(desk, WREN, DESK)
  const one = await addStaffToken(desk, { staffId: id, label: 'laptop', days: 1 }, DESK)
  const week = await addStaffToken(desk, { staffId: id, label: 'desk', days: 7 }, DESK)
  await database.advance(DAY_MS)
  assert.equal(await authenticate(desk.db, one.token), undefined)
  assert.ok(await authenticate(desk.db, week.token))
  await revokeStaffToken(desk, week.id, DESK)
  assert.equal(await authenticate(desk.db, week.token), undefined)
  const last = (await leaves()).at(-1)
  assert.deepEqual([last.kind, last.staffId, last.tokenId], ['staff_token_revoked', id, week.id])
  await assert.rejects(addStaffToken(desk, { staffId: id, label: 'x', days: 0 }, DESK), /1 to 365 days/)
  await assert.rejects(
    addStaffToken(desk, { staffId: 'staff_99', label: 'x', days: 1 }, DESK),
    /no person with the id staff_99/,
  )
  await assert.rejects(revokeStaffToken(desk, 'token_99', DESK), /no token token_99/)
})

test('verify compares people, tokens, keys and shifts with the ledger', async (t) => {
  const { desk, database } = await deskOf(t)
  const { id } = await addStaff(desk, { ...WREN, endsAt: new Date(Date.now() + DAY_MS) }, DESK)
  const token = await addStaffToken(desk, { staffId: id, label: 'laptop', days: 1 }, DESK)
  await revokeStaffToken(desk, token.id, DESK)
  const key = await addKey(desk, { name: 'web form', scopes: ['report'] }, DESK)
  await revokeKey(desk, key.id, DESK)
  await startShift(desk, id, 60)
  await endShift(desk, id)
  await endStaff(desk, id, DESK)
  assert.deepEqual((await verifyLedger(desk.db, LEDGER_CHECKS)).problems, [])
  await database.ownerPool.query(`update staff set clearances = '{}'`)
  assert.deepEqual(
    (await verifyLedger(desk.db, LEDGER_CHECKS)).problems.map(({ table }) => table),
    ['staff'],
  )
})

test('a person signs in only between their first and last day', async (t) => {
  const { desk, database } = await deskOf(t, { driven: true })
  const { rows } = await database.pool.query('select desk_now() as now')
  const days = (count: number) => new Date(rows[0].now.getTime() + count * DAY_MS)
  const { id } = await addStaff(desk, { ...WREN, startsAt: days(1), endsAt: days(2) }, DESK)
  const { token } = await addStaffToken(desk, { staffId: id, label: 'laptop', days: 9 }, DESK)
  assert.equal(await authenticate(desk.db, token), undefined)
  await database.setClock(days(1))
  assert.ok(await authenticate(desk.db, token))
  await database.setClock(days(2))
  assert.equal(await authenticate(desk.db, token), undefined)
})

test('a person and their ledger entry are added together', async (t) => {
  const { desk, leaves } = await deskOf(t)
  const { id } = await addStaff(desk, WREN, DESK)
  const [entry] = await leaves()
  assert.deepEqual([entry.kind, entry.staffId, entry.roles, entry.by], ['staff_added', id, ['reviewer'], 'desk'])
  assert.equal(JSON.stringify(entry).includes('Oduya'), false)
  await assert.rejects(addStaff(desk, WREN, DESK), { code: 'conflict' })
  const wrong = { ...WREN, pseudonym: 'A B', employment: 'contractor', languages: ['Klingon!'] } as const
  await assert.rejects(addStaff(desk, wrong, DESK), /pseudonym.*language tag.*contractor needs an end/)
  await assert.rejects(addStaff(desk, { ...WREN, pseudonym: 'rook', endsAt: new Date(0) }, DESK), /has passed/)
  assert.equal((await leaves()).length, 1)
  assert.deepEqual(
    (await listStaff(desk.db, { ended: true, asAdmin: false })).map((row) => [row.id, row.pseudonym, row.onShift]),
    [[id, 'wren', false]],
  )
})

test('the application role cannot revive ended people or revoked keys', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  const { id } = await givenStaff(pool, { roles: ['reviewer'] })
  await assert.rejects(pool.query(sql`select revoke_tokens_of(${id})`), { code: 'CS001' })
  await pool.query(sql`update staff set ended_at = desk_now() where id = ${id}`)
  await pool.query(sql`select revoke_tokens_of(${id})`)
  await assert.rejects(pool.query(sql`update staff set ended_at = null where id = ${id}`), { code: 'CS001' })
  const back = sql`update staff_token set revoked_at = null where staff_id = ${id}`
  await assert.rejects(pool.query(back), { code: '42501' })
  await assert.rejects(ownerPool.query(back), { code: 'CS001' }, 'nor as its owner')
})

test("the application role moves a person's end only nearer", async (t) => {
  const { pool } = await freshDatabase(t)
  const { id } = await givenStaff(pool)
  const end = (days: number | null) =>
    pool.query(sql`update staff set ends_at = desk_now() + ${days}::integer * interval '1 day' where id = ${id}`)
  await end(30)
  await end(20)
  await assert.rejects(end(25), { code: 'CS001' })
  await assert.rejects(end(null), { code: 'CS001' })
  await pool.query(sql`update staff set notice_given_at = desk_now() where id = ${id}`)
  await assert.rejects(pool.query(sql`update staff set notice_given_at = null where id = ${id}`), { code: 'CS001' })
  await pool.query(sql`update staff set ended_at = desk_now() where id = ${id}`)
})
