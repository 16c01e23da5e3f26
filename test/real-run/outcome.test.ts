import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeOutcome, listFaults } from './outcome.ts'
import { SMALL_OUTCOME } from './small-data.ts'

const CLEAN = { ...SMALL_OUTCOME, seconds: 1 }

test('a real run without a wrong result has no faults', () => {
  assert.deepEqual(listFaults(CLEAN), [])
})

test('a real run with over 1 % second people is faulty', () => {
  const asked = (askedSecond: number) => ({ ...CLEAN, ordinary: { enforcements: 200, askedSecond } })
  assert.deepEqual(listFaults(asked(2)), [])
  assert.match(describeOutcome(asked(2)), /^ordinary enforcements that asked a second person +2 of 200 \(1\.00 %\)$/m)
  assert.deepEqual(listFaults(asked(3)), [
    '3 of 200 (1.50 %) ordinary enforcements asked a second person: more than the 1 % that people bear.',
  ])
})

test('lost, doubled or different effects are faults of a run', () => {
  for (const wrong of [{ unreturned: 1 }, { mismatches: 1 }, { doubleHandled: 1 }, { duplicateEffects: 1 }]) {
    assert.equal(listFaults({ ...CLEAN, ...wrong }).length, 1, JSON.stringify(wrong))
  }
  assert.deepEqual(listFaults({ ...CLEAN, ledgerVerified: false }), ['The ledger does not verify.'])
})
