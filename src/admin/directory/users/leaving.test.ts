import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { agreeSigned, endSetup } from '../../../../test/support/changes.ts'
import { startDirectory } from '../../../../test/support/directory.ts'
import { givenStaff } from '../../../../test/support/people.ts'
import { bearer } from '../../../../test/support/server.ts'
import { proposeChange } from '../../change/propose-change.ts'
import { DESK, type Role, type StaffCaller } from '../../../foundation/domain.ts'
import { addStaffToken } from '../../../people/access/staff-tokens.ts'

test('a person deactivated in the directory loses every access at once', async (t) => {
  const { app, db, scim, patch, join, staff, findProblems } = await startDirectory(t)
  const ways: ((id: string) => Promise<{ status: number }>)[] = [
    (id) => patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' }),
    (id) => patch(`/Users/${id}`, { op: 'replace', value: { active: false } }),
    (id) => scim(`PUT /Users/${id}`, { userName: `put-${id}`, active: false }),
    (id) => scim(`DELETE /Users/${id}`),
  ]
  for (const [index, leave] of ways.entries()) {
    const { id, staffId } = await join(`p${index}@example.org`)
    const { token } = await addStaffToken({ db }, { staffId, label: 'x', days: 1 }, DESK)
    const call = async () => (await app.inject({ url: '/v1/me', headers: bearer(token) })).statusCode
    assert.equal(await call(), 403)
    assert.ok((await leave(id)).status < 300)
    assert.equal(await call(), 401)
    assert.equal((await staff(staffId))?.ended, true)
  }
  assert.deepEqual(await findProblems(), [])
})

test('a person who returns through the directory has no old rights', async (t) => {
  const { db, scim, patch, join, staff, findProblems } = await startDirectory(t)
  const { id, staffId } = await join('ana@example.org')
  await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })
  assert.equal((await scim(`GET /Users/${id}`)).body.active, false)
  const back = await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'True' })
  assert.equal(back.body.active, true)
  const { rows } = await db.query<{ staffId: string }>(sql`
    select staff_id as "staffId" from directory_person where id = ${id}`)
  const [now] = rows
  assert.notEqual(now?.staffId, staffId)
  assert.deepEqual((await staff(now?.staffId ?? ''))?.roles, [])
  assert.equal((await staff(staffId))?.ended, true)
  assert.deepEqual(await findProblems(), [])
})

test('a person ended at the desk stays ended despite the directory', async (t) => {
  const { db, scim, patch, join } = await startDirectory(t)
  const { id, staffId } = await join('ana@example.org')
  await db.query(sql`update staff set ended_at = desk_now() where id = ${staffId}`)
  assert.equal((await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'True' })).body.active, false)
  const { rows } = await db.query(sql`select from staff where ended_at is null`)
  assert.equal(rows.length, 0)
  assert.equal((await scim('GET /Users?filter=active%20eq%20true')).body.totalResults, 0)
})

test('an inactive directory user becomes a person only once activated', async (t) => {
  const { db, patch, join, findProblems } = await startDirectory(t)
  const { id, staffId } = await join('ana@example.org', { active: false })
  assert.equal(staffId, '')
  await patch(`/Users/${id}`, { op: 'Add', value: { active: 'True' } })
  assert.equal((await db.query(sql`select from staff where ended_at is null`)).rows.length, 1)
  assert.deepEqual(await findProblems(), [])
})

test('a directory ends any number; beyond five, people may still restore', async (t) => {
  const { app, desk, db, patch, join, staff, findProblems } = await startDirectory(t)
  for (let time = 0; time < 30; time++) await givenStaff(db)
  const [admin, lead] = [await givenStaff(db, { roles: ['admin'] }), await givenStaff(db, { roles: ['policy'] })]
  const people = []
  for (let time = 0; time < 7; time++) people.push(await join(`p${time}@example.org`))
  for (const { staffId } of people) {
    const wanted = { kind: 'role', op: 'grant', staffId, role: 'reviewer' } as const
    const [by, other] = [toCaller(admin.id, 'admin'), toCaller(lead.id, 'policy')]
    await agreeSigned(desk, (await proposeChange(desk, { wanted, reason: 'joins', by })).id, other)
  }
  await endSetup(db)
  for (const { id } of people) {
    assert.equal((await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })).status, 200)
  }
  const ended = await Promise.all(people.map(async ({ staffId }) => (await staff(staffId))?.ended))
  assert.deepEqual(ended, [true, true, true, true, true, false, false])
  const { rows } = await db.query<{ restricted: boolean; within: boolean }>(sql`
    select restricted, ends_at > desk_now() + interval '23 hours' as within from staff
    cross join lateral staff_standing(id) standing where id = any (${people.slice(5).map(({ staffId }) => staffId)})`)
  assert.deepEqual(rows, [
    { restricted: true, within: true },
    { restricted: true, within: true },
  ])
  const alerts = (await app.inject({ url: '/v1/alerts', headers: bearer(admin.token) })).json().items
  assert.match(JSON.stringify(alerts), /as many people as one person may alone/)
  const [, , , , , sixth] = people
  const back = await patch(`/Users/${sixth?.id}`, { op: 'Replace', path: 'active', value: 'True' })
  assert.deepEqual([back.status, back.body.active], [200, true])
  const { rows: standing } = await db.query(sql`select restricted from staff_standing(${sixth?.staffId})`)
  assert.deepEqual(standing, [{ restricted: true }])
  assert.deepEqual(await findProblems(), [])
})

const toCaller = (id: string, role: Role): StaffCaller => ({ kind: 'staff', id, pseudonym: id, roles: [role] })
