import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isStricter } from './desired-state.ts'
import { type PlatformState, UNTOUCHED } from '../../foundation/domain.ts'
import { chooseBaseline } from './choose-baseline.ts'

const OFFLINE: PlatformState = { visible: false, spread: 'limited', mayPost: false, labels: [] }
const NUMBERS = { generationOffset: 0, platformEpoch: 0 }
const AT = '2026-05-04T09:00:00.000Z'
const reading = (state: PlatformState, generation: number) => ({ state, generation, reach: null })
const anyState: fc.Arbitrary<PlatformState> = fc.record({
  visible: fc.boolean(),
  spread: fc.constantFrom('full', 'limited'),
  mayPost: fc.boolean(),
  labels: fc.subarray(['disputed', 'state-affiliated']),
})

test('the platform’s own restriction is part of the baseline', () => {
  const fresh = { ...NUMBERS, settledGeneration: 0, desired: null }
  assert.deepEqual(chooseBaseline(fresh, reading(OFFLINE, 0), undefined), { baseline: OFFLINE, lost: null })
  const known = { ...NUMBERS, settledGeneration: 4, desired: UNTOUCHED }
  assert.deepEqual(chooseBaseline(known, reading(OFFLINE, 4), undefined), { baseline: OFFLINE, lost: null })
})

test('an unknown generation at the platform never makes a stricter baseline', () => {
  fc.assert(
    fc.property(anyState, fc.option(anyState), fc.nat(9), fc.nat(9), (shown, desired, settledGeneration, seen) => {
      const chosen = chooseBaseline({ ...NUMBERS, settledGeneration, desired }, reading(shown, seen), undefined)
      assert.ok(!isStricter(chosen.baseline, shown))
      if (seen > settledGeneration) assert.ok(!isStricter(chosen.baseline, desired ?? UNTOUCHED))
      assert.equal(chosen.lost !== null, isStricter(shown, chosen.baseline))
    }),
  )
})

test('a journal line with a generation the database lacks becomes baseline', () => {
  fc.assert(
    fc.property(anyState, anyState, fc.nat(9), fc.nat(9), (shown, baseline, settledGeneration, generation) => {
      const line = { kind: 'way_back', subject: 'account:rosa', generation, baseline, at: AT } as const
      const chosen = chooseBaseline(
        { ...NUMBERS, settledGeneration, desired: null },
        reading(shown, settledGeneration),
        line,
      )
      if (generation > settledGeneration) assert.ok(!isStricter(chosen.baseline, baseline))
      else assert.deepEqual(chosen, { baseline: shown, lost: null })
      assert.equal(chosen.lost !== null, isStricter(shown, chosen.baseline))
    }),
  )
})

test('a journal line that says "visible" is no restore point', () => {
  const line = { kind: 'up', subject: 'account:rosa', generation: 7, at: AT } as const
  const chosen = chooseBaseline({ ...NUMBERS, settledGeneration: 0, desired: null }, reading(OFFLINE, 0), line)
  assert.equal(chosen.lost, null)
})
