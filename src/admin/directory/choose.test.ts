import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choose } from './choose.ts'

const ana = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: 'user_1',
  userName: 'ana@example.org',
  name: { givenName: 'Ana', familyName: 'Reed' },
  emails: [{ value: 'ana@example.org', type: 'work' }],
  active: true,
}
const { name, emails, active, ...always } = ana

test('a SCIM answer has the requested attributes and parts of them', () => {
  assert.deepEqual(choose(ana, { attributes: 'ACTIVE' }), { ...always, active })
  assert.deepEqual(choose(ana, { attributes: 'name.givenName, emails.value' }), {
    ...always,
    name: { givenName: 'Ana' },
    emails: [{ value: 'ana@example.org' }],
  })
  const urn = 'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName'
  assert.deepEqual(choose(ana, { attributes: urn }), { ...always, name: { familyName: 'Reed' } })
  assert.deepEqual(choose(ana, { attributes: 'name.givenName,name' }), { ...always, name })
  assert.deepEqual(choose(ana, { attributes: 'shoeSize' }), always)
  assert.deepEqual(choose(ana, { attributes: ' , ' }), ana)
})

test('a SCIM answer leaves out excluded attributes and parts of them', () => {
  assert.deepEqual(choose(ana, { excludedAttributes: 'emails,name.givenName,userName' }), {
    ...always,
    name: { familyName: 'Reed' },
    active,
  })
  assert.deepEqual(choose(ana, { attributes: 'emails,active', excludedAttributes: 'emails.type' }), {
    ...always,
    emails: [{ value: 'ana@example.org' }],
    active,
  })
})
