import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prepared } from './prepared.ts'

test('a name stands for one statement, wherever it is prepared', () => {
  const first = (n: number) => prepared('named-once')`select ${n}`
  assert.deepEqual([first(1), first(2)], [of(1), of(2)])
  assert.deepEqual(prepared('named-once')`select ${3}`, of(3))
  assert.throws(() => prepared('named-once')`select ${4}::bigint`, /named-once/)
  assert.deepEqual(first(5), of(5))
})

const of = (n: number) => ({ name: 'named-once', text: 'select $1', values: [n] })
