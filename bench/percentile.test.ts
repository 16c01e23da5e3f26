import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { percentile, percentiles } from './percentile.ts'

test('a percentile is the smallest sample that enough samples do not exceed', () => {
  const samples = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 100 }), (given, percent) => {
      const found = percentile(given, percent)
      const shareUpTo = (limit: number) => given.filter((sample) => sample <= limit).length / given.length
      assert.ok(given.includes(found))
      assert.ok(shareUpTo(found) >= percent / 100 - Number.EPSILON)
      const below = given.filter((sample) => sample < found)
      if (below.length > 0) assert.ok(shareUpTo(Math.max(...below)) < percent / 100)
    }),
  )
})

test('p50 and p99 of a hundred samples ignore their order', () => {
  const samples = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1)
  assert.deepEqual(percentiles(samples), { p50Ms: 50, p99Ms: 99 })
  assert.deepEqual(percentiles([7]), { p50Ms: 7, p99Ms: 7 })
})

test('an empty set of samples has no percentile', () => {
  assert.throws(() => percentile([], 50), /no samples/)
  assert.throws(() => percentile([1], 0), /no percentile 0/)
})
