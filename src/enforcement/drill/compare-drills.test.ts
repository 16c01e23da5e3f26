import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareDrills } from './compare-drills.ts'

const ran = (detectMs: number | null, more: object = {}) => ({
  ...{ scenario: 'wrong-takedown', endedAlone: false, detectMs, restoreMs: 1 },
  ...more,
})

test('a drill is compared with the five before of its scenario', () => {
  const drills = [
    ran(90),
    ran(null),
    ran(5, { scenario: 'last-hour' }),
    ran(3_600, { endedAlone: true }),
    ...[10, 20, 30, 40, 50, 1_000].map((detectMs) => ran(detectMs)),
  ]
  const usual = compareDrills(drills).map(({ usualDetectMs }) => usualDetectMs)
  assert.deepEqual([usual[0], usual[2], usual[4], usual.at(-1)], [30, null, 40, null])
})
