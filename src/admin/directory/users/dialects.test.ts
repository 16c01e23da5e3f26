import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDirectory } from '../../../../test/support/directory.ts'
import { bearer } from '../../../../test/support/server.ts'
import { findProblems } from '../../../../test/support/changes.ts'
import { DESK_SCHEMA } from './user.ts'

test('names of SCIM attributes count without regard to case', async (t) => {
  const { scim, patch } = await startDirectory(t)
  const sent = {
    USERNAME: 'ana@example.org',
    Name: { GIVENNAME: 'Ana', Formatted: 'Reed, Ana' },
    Emails: [{ Value: 'ana@example.org', PRIMARY: true }],
  }
  const { status, body } = await scim('POST /Users', sent)
  assert.equal(status, 201)
  assert.deepEqual(body.name, { givenName: 'Ana', formatted: 'Reed, Ana' })
  assert.deepEqual(body.emails, [{ value: 'ana@example.org', type: 'work', primary: true }])
  const renamed = await patch(`/Users/${body.id}`, { OP: 'Replace', Path: 'NAME.givenname', VALUE: 'Anna' })
  assert.deepEqual(renamed.body.name, { givenName: 'Anna', formatted: 'Reed, Ana' })
  const twice = await scim('POST /Users', { userName: 'ben', USERNAME: 'cid' })
  assert.deepEqual([twice.status, twice.body.scimType], [400, 'invalidSyntax'])
})

test('null clears an attribute of a directory user', async (t) => {
  const { scim, patch, join, findProblems: problems } = await startDirectory(t)
  const { id } = await join('ana', { displayName: 'Ana', name: { givenName: 'Ana', familyName: 'Reed' } })
  const cleared = await patch(
    `/Users/${id}`,
    { op: 'replace', path: 'displayName', value: null },
    { op: 'replace', path: 'name', value: { familyName: null } },
  )
  assert.deepEqual([cleared.body.displayName, cleared.body.name], [undefined, { givenName: 'Ana' }])
  const put = await scim(`PUT /Users/${id}`, { userName: 'ana', name: null, emails: null, roles: null, active: null })
  assert.deepEqual([put.status, put.body.name, put.body.active], [200, {}, true])
  assert.deepEqual(await problems(), [])
})

test('a PUT without externalId keeps it, a PATCH cannot remove it', async (t) => {
  const { scim, patch, join } = await startDirectory(t)
  const { id } = await join('ana', { externalId: 'x-1' })
  const put = await scim(`PUT /Users/${id}`, { userName: 'ana', displayName: 'Ana' })
  assert.deepEqual([put.status, put.body.externalId], [200, 'x-1'])
  for (const operation of [{ op: 'remove' }, { op: 'replace', value: null }]) {
    const removed = await patch(`/Users/${id}`, { path: 'externalId', ...operation })
    assert.deepEqual([removed.status, removed.body.scimType], [400, 'mutability'])
  }
})

test('a request that changes nothing leaves lastModified and version', async (t) => {
  const { scim, patch, join, db } = await startDirectory(t)
  const { id } = await join('ana', { displayName: 'Ana', roles: ['lead'] })
  const { body: group } = await scim('POST /Groups', { displayName: 'Night', members: [{ value: id }] })
  const before = [(await scim(`GET /Users/${id}`)).body, (await scim(`GET /Groups/${group.id}`)).body]
  await patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value: 'Ana' })
  await patch(`/Users/${id}`, { op: 'replace', value: { roles: [{ value: 'lead' }], shoeSize: 40 } })
  await patch(`/Groups/${group.id}`, { op: 'add', path: 'members', value: [{ value: id }] })
  assert.deepEqual([(await scim(`GET /Users/${id}`)).body, (await scim(`GET /Groups/${group.id}`)).body], before)
  await patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value: 'Anna' })
  assert.notDeepEqual((await scim(`GET /Users/${id}`)).body.meta, before[0]?.meta)
  assert.deepEqual(await findProblems(db), [])
})

test('names are compared in one form of Unicode', async (t) => {
  const { scim, join } = await startDirectory(t)
  const { id } = await join('rene\u0301@example.org')
  const same = await scim('POST /Users', { userName: 'RENÉ@example.org' })
  assert.deepEqual([same.status, same.body.scimType], [409, 'uniqueness'])
  for (const name of ['rené@example.org', 'rene\u0301@example.org']) {
    const { body } = await scim(`GET /Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`)
    assert.deepEqual(
      body.Resources?.map((user) => user.id),
      [id],
    )
  }
})

test("a name too long in Unicode's form NFC is refused", async (t) => {
  const { scim, patch, join } = await startDirectory(t)
  const long = '\u0958'.repeat(200)
  assert.equal((await scim('POST /Users', { userName: long })).status, 400)
  assert.equal((await scim('POST /Groups', { displayName: long })).status, 400)
  const { id } = await join('ana')
  assert.equal((await patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value: long })).status, 400)
})

test("Entra ID's role objects in text propose, and unknown roles are named", async (t) => {
  const { scim, patch, join } = await startDirectory(t)
  const role = (value: string) => JSON.stringify({ id: '18d14569', value, displayName: 'Any' })
  const { id } = await join('ana', { roles: [{ value: role('reviewer'), primary: 'True' }] })
  const replace = (value: string) =>
    patch(`/Users/${id}`, { op: 'Replace', path: 'roles[primary eq "True"].value', value })
  const replaced = await replace(role('lead'))
  assert.deepEqual(replaced.body.roles, [{ value: 'lead', primary: true }])
  assert.ok(!(DESK_SCHEMA in replaced.body))
  const unknown = await replace(role('caretaker'))
  assert.deepEqual([unknown.body.roles, unknown.body[DESK_SCHEMA]], [[], { unknownRoles: ['caretaker'] }])
  const cut = await replace('{"value":"lead')
  assert.deepEqual(cut.body[DESK_SCHEMA], { unknownRoles: ['{"value":"lead'] })
  assert.ok(!(DESK_SCHEMA in (await scim(`GET /Users/${id}`)).body))
})

test('a SCIM change with an outdated version is refused', async (t) => {
  const { app, key, scim, join } = await startDirectory(t)
  const { id } = await join('ana')
  const { meta } = (await scim(`GET /Users/${id}`)).body as { meta: { version: string } }
  const send = async (method: 'GET' | 'PUT' | 'DELETE', header: object) => {
    const headers = { ...bearer(key.token), ...header }
    const payload = method === 'PUT' ? { payload: { userName: 'ana', displayName: 'Ana' } } : {}
    const { statusCode, headers: answered } = await app.inject({
      method,
      url: `/scim/v2/Users/${id}`,
      headers,
      ...payload,
    })
    return [statusCode, answered.etag]
  }
  assert.deepEqual(await send('GET', { 'if-none-match': '"other"' }), [200, meta.version])
  assert.deepEqual((await send('GET', { 'if-none-match': `"other", ${meta.version}` }))[0], 304)
  const [status, next] = await send('PUT', { 'if-match': meta.version })
  assert.deepEqual([status, next === meta.version], [200, false])
  assert.deepEqual((await send('PUT', { 'if-match': meta.version }))[0], 412)
  assert.deepEqual((await send('DELETE', { 'if-match': meta.version }))[0], 412)
  assert.deepEqual((await send('DELETE', { 'if-match': '*' }))[0], 204)
})

test('SCIM addresses take what directories add to them', async (t) => {
  const { app, scim, join } = await startDirectory(t)
  const { id } = await join('ana', { name: { givenName: 'Ana', familyName: 'Reed' } })
  const page = await scim('GET /Users/?startIndex=0&count=1&api-version=2')
  assert.deepEqual([page.status, page.body.startIndex, page.body.totalResults], [200, 1, 1])
  assert.deepEqual((await scim(`GET /Users/${id}/?attributes=name.givenName`)).body.name, { givenName: 'Ana' })
  const changed = await scim(`PUT /Users/${id}?attributes=displayName`, { userName: 'ana', displayName: 'Ana' })
  assert.deepEqual([changed.body.displayName, 'name' in changed.body], ['Ana', false])
  for (const method of ['GET', 'POST', 'PATCH', 'DELETE'] as const) {
    assert.equal((await app.inject({ method, url: '/scim/v2/Me' })).statusCode, 501)
  }
  for (const list of ['Schemas', 'ResourceTypes', 'ServiceProviderConfig']) {
    assert.equal((await scim(`GET /${list}?filter=id%20pr`)).status, 403, list)
  }
  assert.equal((await app.inject('/v1/policies/')).statusCode, 404)
})

test('directory users and groups are found by lists and early dates', async (t) => {
  const { scim, join } = await startDirectory(t)
  const ana = await join('ana', { roles: ['lead'] })
  const ben = await join('ben', { name: { formatted: 'Ben Marsh' } })
  const night = (await scim('POST /Groups', { displayName: 'Night', members: [{ value: ana.id }] })).body.id
  const days = (await scim('POST /Groups', { displayName: 'Days', members: [{ value: ana.id }, { value: ben.id }] }))
    .body.id
  const find = async (list: string, filter: string) => {
    const { status, body } = await scim(`GET /${list}?filter=${encodeURIComponent(filter)}`)
    assert.equal(status, 200, filter)
    return body.Resources?.map(({ id }) => id)
  }
  assert.deepEqual(await find('Groups', `members[value eq "${ben.id}"]`), [days])
  assert.deepEqual(await find('Groups', `members.value eq "${ana.id}" and displayName eq "night"`), [night])
  assert.deepEqual(await find('Groups', `members eq "${ben.id}"`), [days])
  assert.deepEqual(await find('Groups', `not (members[type eq "user" and value eq "${ben.id}"])`), [night])
  assert.deepEqual(await find('Users', 'roles[value eq "LEAD"]'), [ana.id])
  assert.deepEqual(await find('Users', 'groups.display eq "Days" and not (roles pr)'), [ben.id])
  assert.deepEqual(await find('Users', 'name.formatted eq "ben marsh"'), [ben.id])
  assert.deepEqual(await find('Users', 'meta.lastModified gt "0001-01-01T00:00:00Z"'), [ana.id, ben.id])
  assert.deepEqual(await find('Users', 'meta.created lt "1969-12-31T23:59:59Z"'), [])
  const unknown = await scim('GET /Groups?filter=members.size%20eq%20%221%22')
  assert.deepEqual([unknown.status, unknown.body.scimType], [400, 'invalidFilter'])
})
