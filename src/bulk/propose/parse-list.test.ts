import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { hashList, parseList } from './parse-list.ts'

test("a bulk action's list has one subject per line, sorted", () => {
  const text = '# found on Monday\n\nb2\r\naccount:a1\n{"kind":"content","id":"p:1"}\n  b2\naccount:b2\ncontent:é\n'
  assert.deepEqual(parseList(text), {
    subjects: ['account:a1', 'account:b2', 'content:p:1', 'content:é'],
    repeated: 2,
    problems: [],
  })
})

test('an unreadable line refuses the whole list of a bulk action', () => {
  const parsed = parseList(`ok\naccount:\n{"kind":"domain","id":"x"}\n{"kind":\n${'x'.repeat(257)}\n`)
  assert.deepEqual(
    parsed.problems,
    [2, 3, 4, 5].map((line) => `line ${line} names no account or content`),
  )
})

test("the hash of a bulk action's list ignores the line order", () => {
  const keys = ['account:b', 'account:a', 'account:C']
  const parsed = parseList(keys.join('\n'))
  assert.ok('subjects' in parsed)
  const command = 'LC_ALL=C sort -u | sha256sum | cut -c1-64'
  const told = execFileSync('sh', ['-c', command], { input: `${keys.join('\n')}\n`, encoding: 'utf8' }).trim()
  assert.equal(hashList(parsed.subjects), told)
})
