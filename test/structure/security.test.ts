import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT, trackedFiles } from './tracked-files.ts'

const ATTACKERS = [
  'A phished reviewer',
  'A malicious reviewer',
  'A malicious admin',
  'A stolen database',
  'A stolen desk',
  'A malicious platform',
  'A reporter mob',
]
const NAMED_TEST = /`([\w./-]+\.test\.ts)`/g

const [security] = trackedFiles(/^SECURITY\.md$/)
const namedIn = (text: string) => [...text.matchAll(NAMED_TEST)].map(([, path = '']) => path)

test('every test that SECURITY.md calls for a witness exists', () => {
  const named = namedIn(security?.text ?? '')
  assert.ok(named.length > ATTACKERS.length)
  assert.deepEqual(
    named.filter((path) => !existsSync(join(ROOT, path))),
    [],
  )
})

test('every attacker there is has a part in SECURITY.md, and every part a witness', () => {
  const [, ...parts] = (security?.text ?? '').split(/^### /m)
  const witnesses = new Map(parts.map((part) => [part.split('\n', 1)[0], namedIn(part)]))
  assert.deepEqual(
    ATTACKERS.filter((attacker) => (witnesses.get(attacker) ?? []).length === 0),
    [],
  )
})
