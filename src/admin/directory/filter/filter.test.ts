import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeskError } from '../../../foundation/errors.ts'
import { FILTER_LENGTH_MAX, parseFilter } from './filter.ts'

const READ = [
  ['userName eq "ana@example.org"', { op: 'eq', name: 'username', value: 'ana@example.org' }],
  ['USERNAME Eq "a\\"b"', { op: 'eq', name: 'username', value: 'a"b' }],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "a"', { op: 'sw', name: 'username', value: 'a' }],
  ['active eq True', { op: 'eq', name: 'active', value: true }],
  ['externalId eq null', { op: 'eq', name: 'externalid', value: null }],
  ['emails pr', { op: 'pr', name: 'emails' }],
  ['name.givenName co ")"', { op: 'co', name: 'name.givenname', value: ')' }],
] as const

test('each comparison of a SCIM filter is read as RFC 7644 defines', () => {
  for (const [text, expected] of READ) assert.deepEqual(parseFilter(text), expected, text)
})

test('"and" binds closer than "or", "not" closest, brackets first', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ op: 'pr', name }) as const)
  assert.deepEqual(parseFilter('a pr or b pr and c pr'), { op: 'or', left: a, right: { op: 'and', left: b, right: c } })
  assert.deepEqual(parseFilter('(a pr or b pr) and c pr'), {
    op: 'and',
    left: { op: 'or', left: a, right: b },
    right: c,
  })
  assert.deepEqual(parseFilter('not (a pr) and b pr'), { op: 'and', left: { op: 'not', inner: a }, right: b })
  const inner = { op: 'and', left: { op: 'eq', name: 'type', value: 'work' }, right: { op: 'pr', name: 'value' } }
  assert.deepEqual(parseFilter('emails[type eq "work" and value pr]'), { op: 'some', name: 'emails', inner })
})

const NO_FILTERS = [
  '',
  ' ',
  'userName',
  'userName eq',
  'userName eq ana',
  'userName eq "ana',
  'userName zz "ana"',
  'userName eq "a" "b"',
  'userName eq {"a":1}',
  'userName eq [1]',
  'eq "a"',
  '"userName" eq "a"',
  '(a pr',
  'a pr)',
  'emails[a pr',
  'a pr and',
  'not a pr',
  'a..b pr',
  "userName eq 'a'",
  `${'('.repeat(100)}a pr${')'.repeat(100)}`,
  '('.repeat(FILTER_LENGTH_MAX),
  `a eq "${'x'.repeat(FILTER_LENGTH_MAX)}"`,
]

test('a malformed SCIM filter is refused as invalidFilter without quoting it', () => {
  for (const text of NO_FILTERS) {
    assert.throws(
      () => parseFilter(text),
      (error) =>
        error instanceof DeskError &&
        error.members.scimType === 'invalidFilter' &&
        error.message.startsWith('Nothing was searched. The filter ') &&
        !/ana|xxx/.test(error.message),
      text.slice(0, 40),
    )
  }
})
