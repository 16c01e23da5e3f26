import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountKey, actorKey, contentKey, parseActorKey, parseSubjectKey } from '../../src/foundation/domain.ts'
import { trackedFiles } from './tracked-files.ts'

const FORMAT = 'src/foundation/domain.ts'
/** A kind with its colon and an id behind it, or a search for such a kind at the front of a text. */
const WRITTEN_OUT = /`(?:staff|source|key|account|content):\$\{|startsWith\('(?:staff|source|key|account|content):'\)/

test('one module formats and parses the keys of subjects and actors', () => {
  const others = trackedFiles(/^(src|tools)\/.*\.ts$/).filter(
    ({ path }) => !path.endsWith('.test.ts') && path !== FORMAT,
  )
  assert.deepEqual(
    others.filter(({ text }) => WRITTEN_OUT.test(text)).map(({ path }) => path),
    [],
  )
})

test('the key of a subject keeps the colons of its id', () => {
  assert.deepEqual(parseSubjectKey(accountKey('a:b')), { kind: 'account', id: 'a:b' })
  assert.deepEqual(parseSubjectKey(contentKey(':')), { kind: 'content', id: ':' })
  for (const kind of ['staff', 'key', 'source'] as const)
    assert.deepEqual(parseActorKey(actorKey({ kind, id: 'a:b' })), { kind, id: 'a:b' })
  assert.deepEqual(parseActorKey('desk'), { kind: 'desk' })
})
