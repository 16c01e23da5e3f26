import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDirectory } from '../../../../test/support/directory.ts'
import { givenStaff } from '../../../../test/support/people.ts'
import { bearer } from '../../../../test/support/server.ts'
import { DESK } from '../../../foundation/domain.ts'
import { listStaff } from '../../../people/staff/list-staff.ts'
import { addStaffToken } from '../../../people/access/staff-tokens.ts'

const ANA = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'ana@example.org',
  externalId: 'hr-7f3c-0417',
  displayName: 'Ana Reed',
  name: { givenName: 'Ana', familyName: 'Reed', formatted: 'Ana Reed' },
  emails: [
    { value: 'home@example.org', type: 'home' },
    { value: 'ana@example.org', type: 'work', primary: true },
  ],
  phoneNumbers: [{ value: '+353 1', type: 'work' }],
  locale: 'en-IE',
  active: true,
}

test('201: a directory adds a person without any right', async (t) => {
  const { scim, join, staff, db } = await startDirectory(t)
  const made = await scim('POST /Users', ANA)
  assert.deepEqual([made.status, made.type], [201, 'application/scim+json; charset=utf-8'])
  assert.equal(made.location, `/scim/v2/Users/${made.body.id}`)
  const { meta, id, ...rest } = made.body
  assert.deepEqual(rest, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    externalId: 'hr-7f3c-0417',
    userName: 'ana@example.org',
    displayName: 'Ana Reed',
    name: { givenName: 'Ana', familyName: 'Reed', formatted: 'Ana Reed' },
    emails: [{ value: 'ana@example.org', type: 'work', primary: true }],
    active: true,
    roles: [],
    groups: [],
  })
  assert.deepEqual((await scim(`GET /Users/${id}`)).body, { meta, id, ...rest })
  const enterprise = {
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Night', organization: 'X' },
  }
  const { staffId } = await join('ben@example.org', { ...enterprise, roles: ['lead', { value: 'admin' }] })
  const person = await staff(staffId)
  assert.match(person?.pseudonym ?? '', /^colleague-[0-9a-f]{10}$/)
  assert.deepEqual([person?.roles, person?.team, person?.name], [[], 'Night', person?.pseudonym])
  const { token } = await addStaffToken({ db }, { staffId, label: 'x', days: 1 }, DESK)
  assert.equal((await scim('GET /Users', undefined, token)).status, 403)
})

test('401, 403: a missing key or wrong scope is answered in SCIM', async (t) => {
  const { app, scim, db } = await startDirectory(t)
  const { token } = await givenStaff(db, { roles: ['admin'] })
  const refused = await app.inject({ url: '/scim/v2/Users' })
  assert.equal(refused.headers['www-authenticate'], 'Bearer')
  assert.equal(refused.headers['content-type'], 'application/scim+json; charset=utf-8')
  const { detail, ...rest } = refused.json()
  assert.deepEqual(rest, { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '401' })
  assert.match(detail, /token or API key/)
  const asAdmin = await scim('GET /Users', undefined, token)
  assert.deepEqual([asAdmin.status, asAdmin.body.status], [403, '403'])
})

test('400: each invalid SCIM request gets its own error code', async (t) => {
  const { app, key, scim, patch, join } = await startDirectory(t)
  const { id } = await join('ana@example.org', { externalId: 'x-1' })
  const wordOf = async (answer: Promise<{ status: number; body: Record<string, unknown> }>) => {
    const { status, body } = await answer
    return [status, body.scimType]
  }
  assert.deepEqual(await wordOf(scim('POST /Users', { displayName: 'Ana' })), [400, 'invalidSyntax'])
  assert.deepEqual(await wordOf(scim('GET /Users?filter=userName')), [400, 'invalidFilter'])
  assert.deepEqual(await wordOf(scim('GET /Users?filter=shoeSize%20eq%20%221%22')), [400, 'invalidFilter'])
  assert.deepEqual(await wordOf(scim('GET /Users?filter=active%20gt%20true')), [400, 'invalidFilter'])
  assert.deepEqual(await wordOf(patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: '' })), [
    400,
    'invalidValue',
  ])
  assert.deepEqual(await wordOf(patch(`/Users/${id}`, { op: 'replace', path: 'active', value: 'perhaps' })), [
    400,
    'invalidValue',
  ])
  assert.deepEqual(await wordOf(patch(`/Users/${id}`, { op: 'replace', path: 'a b', value: 1 })), [400, 'invalidPath'])
  assert.deepEqual(await wordOf(patch(`/Users/${id}`, { op: 'replace', path: 'id', value: 1 })), [400, 'mutability'])
  assert.deepEqual(await wordOf(patch(`/Users/${id}`, { op: 'replace', path: 'externalId', value: 'x-2' })), [
    400,
    'mutability',
  ])
  const noJson = await app.inject({
    method: 'POST',
    url: '/scim/v2/Users',
    headers: { ...bearer(key.token), 'content-type': 'application/scim+json' },
    payload: '{',
  })
  assert.deepEqual([noJson.statusCode, noJson.json().scimType], [400, 'invalidSyntax'])
})

test('404: an unknown id, unknown address or removed user is refused', async (t) => {
  const { scim, patch, join } = await startDirectory(t)
  const { id } = await join('ana@example.org')
  assert.equal((await scim(`DELETE /Users/${id}`)).status, 204)
  for (const gone of [id, 'user_999', 'staff_1', 'somebody']) {
    assert.equal((await scim(`GET /Users/${gone}`)).status, 404)
    assert.equal((await scim(`DELETE /Users/${gone}`)).status, 404)
    assert.equal((await scim(`PUT /Users/${gone}`, { userName: 'x' })).status, 404)
    assert.equal((await patch(`/Users/${gone}`, { op: 'add', value: {} })).status, 404)
  }
  const nothing = await scim('GET /Nothing')
  assert.deepEqual(
    [nothing.status, nothing.type, nothing.body.status],
    [404, 'application/scim+json; charset=utf-8', '404'],
  )
})

test('409: a userName in any case and an externalId are unique', async (t) => {
  const { scim, join } = await startDirectory(t)
  await join('ana@example.org', { externalId: 'x-1' })
  const same = await scim('POST /Users', { userName: 'ANA@example.org' })
  assert.deepEqual([same.status, same.body.scimType], [409, 'uniqueness'])
  const { id } = await join('ben@example.org')
  const taken = await scim(`PUT /Users/${id}`, { userName: 'ben@example.org', externalId: 'x-1' })
  assert.deepEqual([taken.status, taken.body.scimType], [409, 'uniqueness'])
})

test('413, 415: an oversized body and another content type are refused', async (t) => {
  const { app, key } = await startDirectory(t)
  const send = (type: string, payload: string) =>
    app.inject({
      method: 'POST',
      url: '/scim/v2/Users',
      headers: { ...bearer(key.token), 'content-type': type },
      payload,
    })
  assert.equal((await send('application/scim+json', `{"userName":"${'x'.repeat(2_000_000)}"}`)).statusCode, 413)
  assert.equal((await send('text/plain', 'x')).statusCode, 415)
  assert.equal((await send('application/json; charset=utf-8', '{"userName":"ana"}')).statusCode, 201)
})

test('200: directory users are found by attributes, conditions and pages', async (t) => {
  const { scim, patch, join } = await startDirectory(t)
  const ana = await join('ana@example.org', { ...ANA, userName: 'ana@example.org' })
  const ben = await join('ben@example.org', { displayName: 'Ben', emails: [{ value: 'B@Example.org' }] })
  const cid = await join('cid_x@example.org')
  await patch(`/Users/${cid.id}`, { op: 'Replace', path: 'active', value: 'False' })
  const find = async (filter: string, rest = '') => {
    const { body, status } = await scim(`GET /Users?filter=${encodeURIComponent(filter)}${rest}`)
    assert.equal(status, 200, filter)
    return body.Resources?.map(({ id }) => id)
  }
  assert.deepEqual(await find('userName eq "ANA@EXAMPLE.ORG"'), [ana.id])
  assert.deepEqual(await find('externalId eq "hr-7f3c-0417"'), [ana.id])
  assert.deepEqual(await find('externalId eq "7F3C"'), [])
  assert.deepEqual(await find('externalId ne "hr-7f3c-0417"'), [])
  assert.deepEqual(await find('not (externalId eq "hr-7f3c-0417")'), [ben.id, cid.id])
  assert.deepEqual(await find('externalId eq null'), [ben.id, cid.id])
  assert.deepEqual(await find(`id eq "${ben.id}"`), [ben.id])
  assert.deepEqual(await find('displayName co "na r"'), [ana.id])
  assert.deepEqual(await find('displayName pr'), [ana.id, ben.id])
  assert.deepEqual(await find('name.familyName ew "eed"'), [ana.id])
  assert.deepEqual(await find('emails eq "b@example.org"'), [ben.id])
  assert.deepEqual(await find('emails.value sw "b@"'), [ben.id])
  assert.deepEqual(await find('emails[type eq "work" and value co "ana"]'), [ana.id])
  assert.deepEqual(await find('active eq true'), [ana.id, ben.id])
  assert.deepEqual(await find('active eq "False"'), [cid.id])
  assert.deepEqual(await find('active eq false or userName sw "ana" and displayName eq "ana reed"'), [ana.id, cid.id])
  // None of these is a pattern: LIKE's are no characters of SCIM's.
  assert.deepEqual(await find('userName co "%"'), [])
  assert.deepEqual(await find('userName co "d_x"'), [cid.id])
  assert.deepEqual(await find('meta.created gt "2001-01-01T00:00:00Z"'), [ana.id, ben.id, cid.id])
  assert.deepEqual(await find('userName pr', '&startIndex=2&count=1'), [ben.id])
  assert.deepEqual(await find('userName pr', '&startIndex=-3&count=2'), [ana.id, ben.id])
  const none = await scim('GET /Users?count=-1')
  assert.deepEqual([none.body.totalResults, none.body.itemsPerPage, none.body.Resources], [3, 0, []])
  const beyond = await scim('GET /Users?startIndex=9')
  assert.deepEqual([beyond.body.totalResults, beyond.body.startIndex, beyond.body.itemsPerPage], [3, 9, 0])
  const few = await scim('GET /Users?attributes=displayName&count=1')
  assert.deepEqual(Object.keys(few.body.Resources?.[0] ?? {}).sort(), [
    'displayName',
    'id',
    'meta',
    'schemas',
    'userName',
  ])
  const less = await scim('GET /Users?excludedAttributes=emails,name.givenName&count=1')
  assert.ok(!('emails' in (less.body.Resources?.[0] ?? {})))
})

test('the names and addresses of directory users are never logged', async (t) => {
  const { database, scim, patch, join, logged } = await startDirectory(t)
  const { id } = await join('ana-reed@example.org', { ...ANA, userName: 'ana-reed@example.org' })
  await patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value: 'Ana Reed-Marsh' })
  await scim('POST /Users', { userName: 'ana-reed@example.org' })
  await scim(`GET /Users?filter=${encodeURIComponent('userName eq "ana-reed@example.org"')}`)
  await scim('GET /Users?filter=ana-reed')
  await scim(`DELETE /Users/${id}`)
  assert.doesNotMatch(JSON.stringify(logged), /\breed\b|marsh/i)
  const { rows } = await database.ownerPool.query<{ tables: string }>(
    `select string_agg(query_to_xml(format('select each::text from %I each', relname), true, false, '')::text, '') as tables
      from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  assert.doesNotMatch(rows[0]?.tables ?? '', /\breed\b|marsh|hr-7f3c-0417/i)
  const { rows: payloads } = await database.ownerPool.query<{ text: string }>(
    `select string_agg(convert_from(payload, 'UTF8'), '') as text from ledger_payload`,
  )
  assert.doesNotMatch(payloads[0]?.text ?? '', /\breed\b|marsh|hr-7f3c-0417/i)
})

test('only administrators see the name that the directory states', async (t) => {
  const { db, patch, join } = await startDirectory(t)
  const { id, staffId } = await join('ana@example.org', { name: { givenName: 'Ana', familyName: 'Reed' } })
  await patch(`/Users/${id}`, { op: 'replace', path: 'name.familyName', value: 'Marsh' })
  const nameTo = async ({ asAdmin }: { asAdmin: boolean }) =>
    (await listStaff(db, { ended: false, asAdmin })).find((each) => each.id === staffId)?.name
  assert.deepEqual([await nameTo({ asAdmin: true }), await nameTo({ asAdmin: false })], ['Ana Marsh', null])
})
