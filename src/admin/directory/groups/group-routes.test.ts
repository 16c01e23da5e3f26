import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDirectory } from '../../../../test/support/directory.ts'

test('201, 200: a directory group is stored, read, found and replaced', async (t) => {
  const { scim, join } = await startDirectory(t)
  const [ana, ben] = [await join('ana'), await join('ben')]
  const made = await scim('POST /Groups', {
    displayName: 'Night',
    externalId: 'e-1',
    members: [{ value: ana.id, display: 'Ana' }],
  })
  assert.deepEqual([made.status, made.location], [201, `/scim/v2/Groups/${made.body.id}`])
  const { meta, id, ...rest } = made.body
  assert.deepEqual(rest, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Night',
    externalId: 'e-1',
    members: [{ value: ana.id, type: 'User' }],
  })
  assert.deepEqual((await scim(`GET /Groups/${id}`)).body, { meta, id, ...rest })
  assert.deepEqual((await scim(`GET /Users/${ana.id}`)).body.groups, [{ value: id, display: 'Night' }])
  const put = await scim(`PUT /Groups/${id}`, { displayName: 'Nights', members: [{ value: ben.id }] })
  assert.deepEqual(put.body.members, [{ value: ben.id, type: 'User' }])
  await scim('POST /Groups', { displayName: 'Days' })
  const found = await scim(
    `GET /Groups?filter=${encodeURIComponent('displayName eq "NIGHTS"')}&excludedAttributes=members`,
  )
  assert.deepEqual(
    found.body.Resources?.map((group) => [group.id, 'members' in group]),
    [[id, false]],
  )
})

test("PATCH: group members come and go in Entra's and Okta's formats", async (t) => {
  const { scim, patch, join } = await startDirectory(t)
  const [ana, ben, cid] = [await join('ana'), await join('ben'), await join('cid')]
  const { id } = (await scim('POST /Groups', { displayName: 'Night' })).body
  const after = async (...operations: object[]) => {
    const { body, status } = await patch(`/Groups/${id}`, ...operations)
    assert.equal(status, 200)
    return (body.members as { value: string }[]).map(({ value }) => value)
  }
  assert.deepEqual(await after({ op: 'Add', path: 'members', value: [{ value: ana.id }, { value: ben.id }] }), [
    ana.id,
    ben.id,
  ])
  assert.deepEqual(await after({ op: 'Remove', path: `members[value eq "${ana.id}"]` }), [ben.id])
  assert.deepEqual(await after({ op: 'Remove', path: 'members', value: [{ value: ben.id }] }), [])
  assert.deepEqual(await after({ op: 'replace', path: 'members', value: [{ value: cid.id, display: 'Cid' }] }), [
    cid.id,
  ])
  assert.deepEqual(await after({ op: 'replace', value: { id, displayName: 'Nights' } }), [cid.id])
  assert.equal((await scim(`GET /Groups/${id}`)).body.displayName, 'Nights')
})

test('400, 404, 409: unknown members or groups and used names are refused', async (t) => {
  const { scim, patch } = await startDirectory(t)
  const { id } = (await scim('POST /Groups', { displayName: 'Night' })).body
  const stranger = await patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value: 'user_999' }] })
  assert.deepEqual([stranger.status, stranger.body.scimType], [400, 'invalidValue'])
  assert.deepEqual((await scim(`GET /Groups/${id}`)).body.members, [])
  const nobody = await patch(`/Groups/${id}`, { op: 'replace', path: 'members', value: [{ value: 7 }] })
  assert.deepEqual([nobody.status, nobody.body.scimType], [400, 'invalidValue'])
  const taken = await scim('POST /Groups', { displayName: 'NIGHT' })
  assert.deepEqual([taken.status, taken.body.scimType], [409, 'uniqueness'])
  assert.equal((await scim('DELETE /Groups/group_999')).status, 404)
  assert.equal((await scim('GET /Groups/group_999')).status, 404)
  assert.equal((await scim('PUT /Groups/group_999', { displayName: 'x' })).status, 404)
  assert.equal((await scim(`DELETE /Groups/${id}`)).status, 204)
  assert.equal((await scim(`GET /Groups/${id}`)).status, 404)
})

test('a directory reads the SCIM configuration before it sends people', async (t) => {
  const { scim } = await startDirectory(t)
  const config = await scim('GET /ServiceProviderConfig')
  assert.deepEqual([config.status, config.type], [200, 'application/scim+json; charset=utf-8'])
  assert.deepEqual(config.body.patch, { supported: true })
  const types = await scim('GET /ResourceTypes')
  assert.deepEqual(
    types.body.Resources?.map(({ id, endpoint }) => [id, endpoint]),
    [
      ['User', '/Users'],
      ['Group', '/Groups'],
    ],
  )
  assert.equal((await scim('GET /ResourceTypes/Group')).body.schema, 'urn:ietf:params:scim:schemas:core:2.0:Group')
  const schemas = await scim('GET /Schemas')
  assert.equal(schemas.body.totalResults, 4)
  const user = await scim('GET /Schemas/urn:ietf:params:scim:schemas:core:2.0:User')
  assert.ok((user.body.attributes as { name: string }[]).some(({ name }) => name === 'userName'))
  assert.equal((await scim('GET /ResourceTypes/Shoe')).status, 404)
  assert.equal((await scim('GET /Schemas/urn:shoe')).status, 404)
})
