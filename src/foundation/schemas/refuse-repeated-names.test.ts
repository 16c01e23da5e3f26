import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DeskError } from '../errors.ts'
import { refuseRepeatedNames } from './refuse-repeated-names.ts'

function repeatedIn(text: string): string | undefined {
  try {
    refuseRepeatedNames(text, JSON.parse(text))
    return undefined
  } catch (error) {
    assert.ok(error instanceof DeskError)
    return (error.members.errors as { field: string }[])[0]?.field
  }
}

test('JSON without repeated names passes in any layout', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 2, '\t', '\r\n '), (text, space) => {
      assert.equal(repeatedIn(JSON.stringify(JSON.parse(text), null, space)), undefined)
    }),
  )
})

test('a repeated JSON name is found by its path, however escaped', () => {
  for (const [text, path] of [
    ['{"a":1,"a":1}', 'a'],
    ['{"a":1,"\\u0061" :2}', 'a'],
    ['{"a":{"b":1,"c":[{"d":1},{"e":2,"e":3}]}}', 'a/c/1/e'],
    ['{"":1,"":2}', ''],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"x":"\\\\","a\\"":1,"a\\"":2}', 'a"'],
  ] as const) {
    assert.equal(repeatedIn(text), path, text)
  }
})

test('text that merely resembles a repeated JSON name is accepted', () => {
  for (const text of [
    '["a","a"]',
    '{"a":"\\"a\\":"}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"b","b":"a"}',
  ]) {
    assert.equal(repeatedIn(text), undefined, text)
  }
})

test('deeply nested JSON is scanned without recursion', () => {
  const depth = 200_000
  assert.equal(repeatedIn(`${'['.repeat(depth)}${']'.repeat(depth)}`), undefined)
  assert.match(repeatedIn(`${'{"a":'.repeat(depth)}{"b":1,"b":2}${'}'.repeat(depth)}`) ?? '', /^a\/a\/.{0,200}…$/)
})
