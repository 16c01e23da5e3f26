import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BulkActionRules } from '../../policy/budgets/bulk-action-rules.ts'
import { nextStep, type Progress } from './next-step.ts'

const RULES: BulkActionRules = {
  subjects: 100_000,
  sample: 25,
  wrong: 0.04,
  expiresMs: 86_400_000,
  stages: [
    { share: 0.01, look: true },
    { share: 0.1, look: false },
    { share: 1, look: false },
  ],
  stops: {
    restores: { count: 3, share: 0.01 },
    appeals: { count: 2, share: 0.01 },
    guarded: { count: 10, share: 0.02 },
  },
}
const NOTHING: Progress = {
  stage: 0,
  ordinary: 1_000,
  done: 0,
  acted: 0,
  releasing: 0,
  restored: 0,
  appealed: 0,
  hits: 0,
}
const step = (so: Partial<Progress>) => nextStep(RULES, { ...NOTHING, ...so })

test("a bulk action advances once a stage's effects are read back", () => {
  assert.deepEqual(step({}), { to: 'act', most: 10 })
  assert.deepEqual(step({ done: 10, acted: 10, releasing: 2 }), { to: 'wait' })
  assert.deepEqual(step({ done: 10, acted: 10 }), { to: 'stage', look: true })
  assert.deepEqual(step({ stage: 1, done: 10, acted: 10 }), { to: 'act', most: 90 })
  assert.deepEqual(step({ stage: 1, done: 100, acted: 100 }), { to: 'stage', look: false })
  assert.deepEqual(step({ stage: 2, done: 1_000, acted: 1_000, releasing: 1 }), { to: 'wait' })
  assert.deepEqual(step({ stage: 2, done: 1_000, acted: 1_000 }), { to: 'done' })
  assert.deepEqual(step({ ordinary: 2 }), { to: 'act', most: 1 }, 'the first stage of a small set is one')
})

test('a bulk action stops once enough of its enforcements were restored', () => {
  const stops = (so: Partial<Progress>) => step({ stage: 1, ...so }).to === 'stopped'
  assert.equal(stops({ done: 100, acted: 100, restored: 2 }), false, 'too few')
  assert.equal(stops({ done: 100, acted: 100, restored: 3 }), true)
  assert.equal(stops({ done: 400, acted: 400, restored: 3 }), false, 'too small a share')
  assert.equal(stops({ done: 100, acted: 100, restored: 2, appealed: 2 }), true)
  assert.equal(stops({ done: 100, acted: 91, hits: 9 }), false)
  assert.equal(stops({ done: 100, acted: 90, hits: 10 }), true)
})
