import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toSubject } from '../../foundation/connector/collections.ts'
import { DeskError } from '../../foundation/errors.ts'
import { qualifyForKey } from './ids-of-key.ts'

test('no id names a domain by a second spelling', () => {
  for (const id of ['@domain:BAD.example', '@domain:bad.example.', '@domain:b\u00fccher.example'])
    assert.throws(() => qualifyForKey({}, id, 'subject/id'), DeskError, id)
  for (const id of ['@domain:bad.example', '@list:ABC.', 'Bad.Example.', '@domain:xn--bcher-kva.example'])
    assert.equal(qualifyForKey({}, id, 'subject/id'), id)
  const { id } = toSubject({ kind: 'domain', id: 'BAD.example.' })
  assert.equal(qualifyForKey({ platform: 'forum' }, id, 'subject/id'), 'forum~@domain:bad.example')
})
