import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProblems } from '../support/changes.ts'
import { send } from '../support/desk-flow.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'
import { postAndSign } from '../support/sign.ts'

/** The body of an administrator's act on the sessions of another person. */
const SIGNED_OUT = { reason: 'their laptop was stolen' }

/** On call at any time, and on Mondays in years to come. */
const ALWAYS = { turn: 'primary', zone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7], begins: '00:00', ends: '00:00' } as const
const LATER = { ...ALWAYS, days: [1], fromDay: '2040-01-02' }

/** Starts an office with an administrator whose token is stolen, a person with rights, and a rota for now and later. */
async function startOfficeOfTen(t: Parameters<typeof startDeskBeforeOpening>[0]) {
  const office = await startDeskBeforeOpening(t)
  const admin = await office.person(['admin'])
  const [wren, rook] = await office.people(9, ['reviewer', 'senior'])
  assert.ok(wren && rook)
  await office.open()
  const plan = async (entry: object, staffId = wren.id): Promise<string> => {
    const { status, body } = await office.post(office.plover, '/v1/rota', { ...entry, staffId })
    assert.equal(status, 201, JSON.stringify(body))
    return String(body.id)
  }
  const entries = { now: await plan({ ...ALWAYS, fromDay: '2020-01-01' }), later: await plan(LATER) }
  return { ...office, admin, wren, rook, plan, entries }
}

test('a stolen token removes no role, session or on-call duty', async (t) => {
  const { db, admin, wren, entries, crane, post, proposeAs, agreeAs } = await startOfficeOfTen(t)
  const take = { kind: 'role', op: 'revoke', staffId: wren.id, role: 'senior' }
  const asked = await proposeAs(admin, take)
  assert.deepEqual([asked.status, asked.body.state], [201, 'proposed'], 'unsigned it waits for a second person')
  const signature = {
    signingId: 'signing_1',
    credentialId: 'x',
    clientDataJSON: 'x',
    authenticatorData: 'x',
    signature: 'x',
  }
  const acts = [`staff/${wren.id}/sessions/revoke`, `rota/${entries.now}/remove`, `rota/${entries.later}/remove`]
  for (const act of acts) {
    const { status, body } = await post(admin, `/v1/${act}`)
    assert.deepEqual([act, status, body.why], [act, 403, 'unsigned'])
    const invented = await post(admin, `/v1/${act}`, { signature })
    assert.deepEqual([act, invented.status, invented.body.why], [act, 403, 'unknown'])
  }
  assert.equal((await post(admin, '/v1/changes', { change: take, reason: 'so', signature })).status, 403)
  const { rows } = await db.query('select roles from staff where id = $1', [wren.id])
  assert.deepEqual(rows, [{ roles: ['reviewer', 'senior'] }])
  assert.equal((await agreeAs(crane, String(asked.body.id))).body.state, 'applied', 'a second person signs it')
  assert.deepEqual(await findProblems(db), [])
})

test('the application role removes no right without a signature', async (t) => {
  const { db, admin, wren, entries, proposeAs } = await startOfficeOfTen(t)
  const asked = await proposeAs(admin, { kind: 'role', op: 'revoke', staffId: wren.id, role: 'senior' })
  const { rows } = await db.query<{ body: string }>('select body from desk_change where id = $1', [asked.body.id])
  const insert = `insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by, signature_id)
    values ('role', '${rows[0]?.body}', 'so', 'stricter', 'so', '${admin.id}', 'desk', 'signing_99')`
  const forgeries = [
    `update desk_change set state = 'applied', moved_by = 'staff:${admin.id}' where id = '${String(asked.body.id)}'`,
    `update desk_change set signature_id = 'signing_1' where id = '${String(asked.body.id)}'`,
    insert,
    `update staff set roles = '{reviewer}' where id = '${wren.id}'`,
    `update staff set clearances = '{}' where id = '${wren.id}'`,
    ...['session', 'shift', 'role'].map(
      (what) => `select remove_power('${wren.id}', '${what}', 'staff:${admin.id}', null)`,
    ),
    `select remove_power('${wren.id}', 'role', 'staff:${admin.id}', 'signing_1')`,
    ...[admin.id, wren.id].flatMap((by) =>
      [entries.now, entries.later].map(
        (entry) => `update rota_entry set removed_by = '${by}', removed_at = desk_now() where id = '${entry}'`,
      ),
    ),
  ]
  for (const forged of forgeries) {
    await assert.rejects(
      db.query(forged),
      ({ code }: { code: string }) => ['CS001', '42501', '23503'].includes(code),
      forged,
    )
  }
  assert.deepEqual(await findProblems(db), [])
})

test("one person's passkey removes rights at once, within a limit", async (t) => {
  const test = await startOfficeOfTen(t)
  const { db, admin, wren, rook, entries, plan, post, signed } = test
  const { signature } = await postAndSign(test, admin, { act: 'staff_rights', about: `${wren.id}:role:senior` })
  const change = { kind: 'role', op: 'revoke', staffId: wren.id, role: 'senior' }
  const other = { ...change, staffId: rook.id }
  assert.equal((await post(admin, '/v1/changes', { change: other, reason: 'so', signature })).status, 403, 'of another')
  const taken = await post(admin, '/v1/changes', { change, reason: 'another team', signature })
  assert.deepEqual([taken.status, taken.body.state], [201, 'applied'], JSON.stringify(taken.body))
  const again = await post(admin, `/v1/staff/${wren.id}/sessions/revoke`, { signature })
  assert.deepEqual([again.status, again.body.why], [403, 'other'], 'nor is it of the sessions')
  const remove = async (entryId: string, staffId = wren.id) => {
    const prepared = await postAndSign(test, admin, { act: 'staff_rights', about: `${staffId}:shift:${entryId}` })
    return (await post(admin, `/v1/rota/${entryId}/remove`, { signature: prepared.signature })).status
  }
  assert.equal(await remove(entries.now), 204)
  assert.equal(await remove(entries.later), 204)
  assert.equal((await signed(admin, `/v1/staff/${wren.id}/sessions/revoke`, SIGNED_OUT)).status, 200)
  assert.equal((await signed(admin, `/v1/staff/${rook.id}/sessions/revoke`, SIGNED_OUT)).status, 200)
  assert.equal(await remove(await plan(LATER, admin.id), admin.id), 204, 'their own by their own passkey')
  const { rows } = await db.query('select staff_id, what from power_removal order by id')
  assert.deepEqual(
    rows.map(({ staff_id, what }) => [staff_id === wren.id ? 'wren' : 'rook', what]),
    [
      ['wren', 'role'],
      ['wren', 'shift'],
      ['wren', 'session'],
      ['rook', 'session'],
    ],
  )
  assert.deepEqual(await findProblems(db), [])
})

test('a signature to remove one right removes no other', async (t) => {
  const test = await startOfficeOfTen(t)
  const { db, database, admin, wren, entries, post } = test
  const change = (over: object) => ({ kind: 'role', op: 'revoke', staffId: wren.id, role: 'senior', ...over })
  const takings = {
    [`${wren.id}:role:senior`]: ['/v1/changes', { change: change({}), reason: 'so' }],
    [`${wren.id}:role:reviewer`]: ['/v1/changes', { change: change({ role: 'reviewer' }), reason: 'so' }],
    [`${wren.id}:session`]: [`/v1/staff/${wren.id}/sessions/revoke`, SIGNED_OUT],
    [`${wren.id}:shift:${entries.now}`]: [`/v1/rota/${entries.now}/remove`, {}],
    [`${wren.id}:shift:${entries.later}`]: [`/v1/rota/${entries.later}/remove`, {}],
  } as const
  for (const about of Object.keys(takings)) {
    for (const [other, [url, body]] of Object.entries(takings)) {
      if (other === about) continue
      const { signature, prepared } = await postAndSign(test, admin, { act: 'staff_rights', about })
      assert.ok(signature, JSON.stringify(prepared.body))
      const { status } = await post(admin, url, { ...body, signature })
      assert.ok(status === 403 || status === 409, `${about} took ${other}: ${status}`)
    }
    const { signature } = await postAndSign(test, admin, { act: 'staff_rights', about })
    assert.ok(signature)
    await database.ownerPool.query('truncate signature_use')
    const forged = Object.keys(takings).flatMap((other) => (other === about ? [] : [other.slice(wren.id.length + 1)]))
    for (const what of forged) {
      const take = `select remove_power('${wren.id}', '${what}', 'staff:${admin.id}', '${signature.signingId}')`
      await assert.rejects(db.query(take), { code: 'CS001', message: /did not sign staff_rights/ })
    }
  }
  for (const about of [wren.id, `${wren.id}:role`, `${wren.id}:end:now`]) {
    const { prepared } = await postAndSign(test, admin, { act: 'staff_rights', about })
    assert.equal(prepared.status, 400, about)
  }
  const counted = await db.query('select from power_removal')
  assert.equal(counted.rowCount, 0)
})

test('a person without a passkey ends their own sessions', async (t) => {
  const { db, admin, post, app } = await startOfficeOfTen(t)
  await db.query(
    `insert into staff_session (staff_id, secret_hash, ends_at) select $1, sha256(each::text::bytea), desk_now() + interval '1 hour' from generate_series(1, 2) each`,
    [admin.id],
  )
  const { rows } = await db.query<{ id: string }>('select id from staff_session order by id')
  assert.equal((await send({ app }, admin.token, 'DELETE', `/v1/me/sessions/${rows[0]?.id}`)).status, 204)
  const rest = await post(admin, `/v1/staff/${admin.id}/sessions/revoke`)
  assert.deepEqual([rest.status, rest.body], [200, { revoked: 1 }])
  const counted = await db.query('select from power_removal')
  assert.equal(counted.rowCount, 0)
})

test('verify names rights that were removed without a signature', async (t) => {
  const { db, database, admin, wren, entries, crane, proposeAs, agreeAs } = await startOfficeOfTen(t)
  const asked = await proposeAs(admin, { kind: 'role', op: 'revoke', staffId: wren.id, role: 'senior' })
  assert.equal((await agreeAs(crane, String(asked.body.id))).body.state, 'applied')
  await database.ownerPool.query(`
    alter table change_answer disable trigger user; delete from change_answer; alter table change_answer enable trigger user;
    alter table rota_entry disable trigger user;
    update rota_entry set removed_by = '${admin.id}', removed_at = desk_now() where id = '${entries.now}';
    alter table rota_entry enable trigger user`)
  const problems = await findProblems(db)
  for (const row of [`desk_change ${asked.body.id}`, `rota_entry ${entries.now}`]) {
    assert.ok(problems.includes(`${row}: the signature of the named person is missing`), problems.join('\n'))
  }
})
