import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { agreeSigned, endSetup, passDelay } from '../../../../test/support/changes.ts'
import { startDirectory } from '../../../../test/support/directory.ts'
import { givenStaff } from '../../../../test/support/people.ts'
import { bearer } from '../../../../test/support/server.ts'

const FAR = new Date('2100-01-01T00:00:00Z')

/** Starts a directory, and two people at the desk who decide about its proposals. */
async function startProposing(t: Parameters<typeof startDirectory>[0]) {
  const directory = await startDirectory(t, { driven: true })
  const { app, db, desk, database } = directory
  const crane = await givenStaff(db, { roles: ['policy'], tokenExpiresAt: FAR })
  const admin = await givenStaff(db, { roles: ['admin'], tokenExpiresAt: FAR })
  const plover = { ...admin, kind: 'staff', pseudonym: 'plover', roles: ['admin'] } as const
  const post = (url: string, { token }: { token: string }, payload: object) =>
    app.inject({ method: 'POST', url, headers: bearer(token), payload })
  await endSetup(db)
  const proposals = async (): Promise<string[]> => {
    const { json } = await app.inject({ url: '/v1/changes', headers: bearer(crane.token) })
    return json()
      .proposals.map(({ op, role, staffId, sources }: Record<string, string>) => `${op} ${role} ${staffId} ${sources}`)
      .sort()
  }
  const change = async (op: 'grant' | 'revoke', staffId: string, role: string, answer: 'agree' | 'decline') => {
    const asked = await post('/v1/changes', crane, { change: { kind: 'role', op, staffId, role }, reason: 'as agreed' })
    assert.equal(asked.statusCode, 201)
    const { id } = asked.json()
    if (answer === 'agree') {
      await agreeSigned(desk, id, plover)
      return void (await passDelay({ desk, advance: database.advance }, { id }))
    }
    assert.equal((await post(`/v1/changes/${id}/decline`, plover, { reason: 'no' })).statusCode, 200)
  }
  return { ...directory, proposals, change }
}

test('a role from the directory waits as a proposal until agreed', async (t) => {
  const { scim, patch, join, staff, proposals, change, findProblems } = await startProposing(t)
  const { id, staffId } = await join('ana', { roles: [{ value: 'reviewer' }] })
  const group = (await scim('POST /Groups', { displayName: 'Countersign-Lead', members: [{ value: id }] })).body
  assert.deepEqual((await staff(staffId))?.roles, [])
  assert.deepEqual(await proposals(), [`grant lead ${staffId} group`, `grant reviewer ${staffId} user`])
  await change('grant', staffId, 'lead', 'agree')
  assert.deepEqual((await staff(staffId))?.roles, ['lead'])
  assert.deepEqual(await proposals(), [`grant reviewer ${staffId} user`])
  await change('grant', staffId, 'reviewer', 'decline')
  assert.deepEqual(await proposals(), [])
  await patch(`/Groups/${group.id}`, { op: 'Remove', path: `members[value eq "${id}"]` })
  assert.deepEqual((await staff(staffId))?.roles, ['lead'])
  assert.deepEqual(await proposals(), [`revoke lead ${staffId} group`])
  await patch(`/Users/${id}`, { op: 'Add', path: 'roles', value: ['lead'] })
  assert.deepEqual(await proposals(), [])
  assert.deepEqual(await findProblems(), [])
})

test('a renamed or removed directory group proposes its current name', async (t) => {
  const { scim, patch, join, proposals } = await startProposing(t)
  const { id, staffId } = await join('ana')
  const { body } = await scim('POST /Groups', { displayName: 'Rowing', members: [{ value: id }] })
  assert.deepEqual(await proposals(), [])
  await patch(`/Groups/${body.id}`, { op: 'replace', value: { displayName: 'senior' } })
  assert.deepEqual(await proposals(), [`grant senior ${staffId} group`])
  await patch(`/Groups/${body.id}`, { op: 'replace', value: { displayName: 'policy' } })
  assert.deepEqual(await proposals(), [`grant policy ${staffId} group`])
  await scim(`DELETE /Groups/${body.id}`)
  assert.deepEqual(await proposals(), [])
})

test('a departed person is proposed for no role by the directory', async (t) => {
  const { patch, join, proposals } = await startProposing(t)
  const { id } = await join('ana', { roles: ['lead'] })
  await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })
  assert.deepEqual(await proposals(), [])
})

test("the application role links no outsider's sign-on to a person with rights", async (t) => {
  const { database, db, patch, join } = await startDirectory(t)
  const lead = await givenStaff(db, { roles: ['lead'] })
  const cleared = await givenStaff(db, { roles: ['auditor'] })
  const { id } = await join('ana', { externalId: 'x-1' })
  const refused = /CS001|rights already|still there|said already|removed/
  await assert.rejects(db.query(sql`update directory_person set staff_id = ${lead.id} where id = ${id}`), refused)
  await db.query(
    sql`update staff set ended_at = desk_now() where id = (select staff_id from directory_person where id = ${id})`,
  )
  for (const other of [lead.id, cleared.id]) {
    await assert.rejects(db.query(sql`update directory_person set staff_id = ${other} where id = ${id}`), refused)
    await assert.rejects(
      db.query(sql`
        insert into directory_person (staff_id, active, user_name, salt)
        values (${other}, true, 'eve', decode(repeat('00', 16), 'hex'))`),
      refused,
    )
  }
  await assert.rejects(db.query(sql`update directory_person set external_id = 'eve' where id = ${id}`), refused)
  const { id: late, staffId } = await join('ben')
  await database.ownerPool.query(sql`update staff set roles = '{reviewer}' where id = ${staffId}`)
  await assert.rejects(db.query(sql`update directory_person set external_id = 'eve' where id = ${late}`), refused)
  const told = await patch(`/Users/${late}`, { op: 'add', path: 'externalId', value: 'eve' })
  assert.deepEqual([told.status, told.body.scimType], [400, 'mutability'])
  await assert.rejects(db.query(sql`delete from directory_person where id = ${id}`), /permission denied/)
})
