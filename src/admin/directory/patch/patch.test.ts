import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeskError } from '../../../foundation/errors.ts'
import { GROUP_SHAPE } from '../groups/group.ts'
import { applyPatch, type PatchOperation } from './patch.ts'
import { USER_SHAPE } from '../users/user.ts'

const ana = () => ({
  userName: 'ana@example.org',
  displayName: 'Ana',
  active: true,
  name: { givenName: 'Ana', familyName: 'Reed' },
  emails: [{ value: 'ana@example.org', type: 'work', primary: true }],
  roles: [{ value: 'reviewer' }],
})
const patchAna = (...operations: PatchOperation[]) => applyPatch(ana(), operations, USER_SHAPE)
const group = () => ({ displayName: 'lead', members: [{ value: 'user_1' }, { value: 'user_2' }] })
const patchGroup = (...operations: PatchOperation[]) => applyPatch(group(), operations, GROUP_SHAPE)
const members = (resource: Record<string, unknown>) =>
  (resource.members as { value: string }[]).map(({ value }) => value)

test('a deactivation by Entra ID is a text with a capital letter', () => {
  assert.equal(patchAna({ op: 'Replace', path: 'active', value: 'False' }).active, 'False')
})

test('a deactivation by Okta is an object without a path', () => {
  assert.equal(patchAna({ op: 'replace', value: { active: false } }).active, false)
})

test('member paths inside a SCIM object without a path are followed', () => {
  const value = { 'name.givenName': 'Anna', 'emails[type eq "work"].value': 'anna@example.org', DISPLAYNAME: 'Anna' }
  const next = patchAna({ op: 'Add', value })
  assert.deepEqual(next.name, { givenName: 'Anna', familyName: 'Reed' })
  assert.deepEqual(next.emails, [{ value: 'anna@example.org', type: 'work', primary: true }])
  assert.equal(next.displayName, 'Anna')
})

test('a SCIM patch creates a missing attribute from its path filter', () => {
  const without = applyPatch(
    { ...ana(), emails: [] },
    [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'b@example.org' }],
    USER_SHAPE,
  )
  assert.deepEqual(without.emails, [{ type: 'work', value: 'b@example.org' }])
})

test('a SCIM patch ignores attributes that the desk does not store', () => {
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
  const operations = [
    { op: 'Add', path: 'title', value: 'Judge' },
    { op: 'Add', path: `${enterprise}:department`, value: 'Courts' },
    { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Cork' },
    { op: 'replace', value: { id: 'user_1', schemas: ['x'], nickName: 'A', [enterprise]: { department: 'Courts' } } },
  ]
  assert.deepEqual(patchAna(...operations), ana())
})

test('a SCIM patch removes a part or the whole of a value', () => {
  const next = patchAna(
    { op: 'remove', path: 'name.givenName' },
    { op: 'Remove', path: 'displayName' },
    { op: 'remove', path: 'emails' },
  )
  const { displayName: _gone, ...rest } = ana()
  assert.deepEqual(next, { ...rest, name: { familyName: 'Reed' }, emails: [] })
})

test('a SCIM patch gives roles as objects or as texts', () => {
  assert.deepEqual(patchAna({ op: 'add', path: 'roles', value: ['lead', 'reviewer'] }).roles, [
    { value: 'reviewer' },
    { value: 'lead' },
  ])
  assert.deepEqual(patchAna({ op: 'replace', path: 'roles', value: [{ value: 'lead' }] }).roles, [{ value: 'lead' }])
})

test('a SCIM patch adds, replaces and removes members in every dialect', () => {
  assert.deepEqual(
    members(patchGroup({ op: 'Add', path: 'members', value: [{ value: 'user_3' }, { value: 'user_1' }] })),
    ['user_1', 'user_2', 'user_3'],
  )
  assert.deepEqual(members(patchGroup({ op: 'Remove', path: 'members[value eq "user_1"]' })), ['user_2'])
  assert.deepEqual(members(patchGroup({ op: 'Remove', path: 'members', value: [{ value: 'user_2' }] })), ['user_1'])
  assert.deepEqual(members(patchGroup({ op: 'remove', path: 'members' })), [])
  assert.deepEqual(members(patchGroup({ op: 'replace', path: 'members', value: [{ value: 'user_9' }] })), ['user_9'])
  assert.deepEqual(patchGroup({ op: 'replace', value: { id: 'group_1', displayName: 'policy' } }), {
    ...group(),
    displayName: 'policy',
  })
})

test('a SCIM patch does not change its input', () => {
  const before = ana()
  applyPatch(before, [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'x' }], USER_SHAPE)
  assert.deepEqual(before, ana())
})

const REFUSED: readonly [PatchOperation, string][] = [
  [{ op: 'move', path: 'active' }, 'invalidSyntax'],
  [{ op: 'remove' }, 'noTarget'],
  [{ op: 'replace', value: 'x' }, 'invalidValue'],
  [{ op: 'replace' }, 'invalidValue'],
  [{ op: 'replace', path: 'emails[', value: 'x' }, 'invalidPath'],
  [{ op: 'replace', path: 'emails]type eq "a"[', value: 'x' }, 'invalidPath'],
  [{ op: 'replace', path: 'a b', value: 'x' }, 'invalidPath'],
  [{ op: 'replace', path: 'emails[type eq]', value: 'x' }, 'invalidFilter'],
  [{ op: 'replace', path: 'emails[type eq "home"]', value: { value: 'x' } }, 'noTarget'],
  [{ op: 'replace', path: 'id', value: 'user_9' }, 'mutability'],
  [{ op: 'add', path: 'groups', value: [{ value: 'group_1' }] }, 'mutability'],
]

test('a refused SCIM patch answers with the codes of RFC 7644', () => {
  for (const [operation, scimType] of REFUSED) {
    const isRefusal = (error: unknown) => error instanceof DeskError && error.members.scimType === scimType
    assert.throws(() => patchAna(operation), isRefusal, JSON.stringify(operation))
  }
})
