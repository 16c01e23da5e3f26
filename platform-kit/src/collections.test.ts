import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COLLECTION_KINDS, collectionOf, subjectOf } from './collections.ts'

test('a list, a community and a domain are accounts of their own', () => {
  for (const kind of COLLECTION_KINDS) {
    const subject = subjectOf({ kind, id: 'a:b@c' })
    assert.equal(subject.kind, 'account')
    assert.deepEqual(collectionOf(subject), { kind, id: 'a:b@c' })
  }
  assert.equal(collectionOf({ kind: 'account', id: 'vale' }), undefined)
  assert.equal(collectionOf({ kind: 'account', id: '@group:vale' }), undefined)
  assert.equal(collectionOf({ kind: 'content', id: '@domain:bad.example' }), undefined)
})
