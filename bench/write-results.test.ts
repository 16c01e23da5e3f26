import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatResults, toWritten } from './write-results.ts'

const RATE = { name: 'carry-16', value: 6_000.04, unit: 'per second', p50Ms: 1.23456, p99Ms: 9, limit: 12_000 }
const TIME = { name: 'lift', value: 12.5, unit: 'ms', p50Ms: 12.5, p99Ms: 40, limit: null }

test('a stored result has exactly its documented members and a ratio', () => {
  assert.deepEqual(toWritten(RATE), {
    name: 'carry-16',
    value: 6_000,
    unit: 'per second',
    p50Ms: 1.235,
    p99Ms: 9,
    limit: 12_000,
    ratio: 0.5,
  })
})

test('a stored result without a limit has no ratio', () => {
  const written = toWritten(TIME)
  assert.deepEqual([written.limit, written.ratio], [null, null])
})

test('the results table has one line per result and dashes for gaps', () => {
  const lines = formatResults([RATE, TIME]).split('\n')
  assert.equal(lines.length, 3)
  assert.match(lines[0] ?? '', /^name +value +unit +p50 ms +p99 ms +limit +ratio$/)
  assert.match(lines[1] ?? '', /^carry-16 +6000 +per second +1\.235 +9 +12000 +0\.5$/)
  assert.match(lines[2] ?? '', /^lift +12\.5 +ms +12\.5 +40 +– +–$/)
})
