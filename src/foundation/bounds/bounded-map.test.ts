import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BoundedMap } from './bounded-map.ts'

test('a full map drops the entry that was stored longest ago', () => {
  const map = new BoundedMap<string, number>(2)
  for (const [value, key] of ['a', 'b', 'a', 'c'].entries()) map.set(key, value)
  assert.deepEqual([map.size, map.get('a'), map.get('b'), map.get('c')], [2, 2, undefined, 3])
})
