import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EnforcementState, RestoreCause } from '../../../foundation/domain.ts'
import { outcomeOf } from './outcome.ts'

const violation = (...states: EnforcementState[]) =>
  outcomeOf({
    conclusion: 'violation',
    standing: 'final',
    enforcements: states.map((state) => ({ state, cause: null })),
  })
const restored = (...causes: RestoreCause[]) => {
  const enforcements = causes.map((cause) => ({ state: 'restored', cause }) as const)
  return outcomeOf({ conclusion: 'violation', standing: 'final', enforcements })
}

test('an outcome is told only when nothing can change it any more', () => {
  assert.equal(outcomeOf({ conclusion: 'no_violation', standing: 'final', enforcements: [] }), 'not_actioned')
  assert.equal(outcomeOf({ conclusion: 'newsworthy_exception', standing: 'proposed', enforcements: [] }), 'pending')
  assert.equal(outcomeOf({ conclusion: 'newsworthy_exception', standing: 'final', enforcements: [] }), 'not_actioned')
  assert.equal(outcomeOf({ conclusion: 'escalate', standing: 'final', enforcements: [] }), 'open')
  for (const state of ['proposed', 'awaiting_approval', 'held', 'releasing'] as const)
    assert.equal(violation(state), 'pending', state)
  assert.equal(violation('in_effect'), 'actioned')
  assert.equal(violation('awaiting_approval', 'confirmed'), 'actioned')
  assert.equal(violation('declined'), 'open')
  assert.equal(violation(), 'not_actioned')
})

test('an appeal takes the outcome back, an end does not', () => {
  assert.equal(restored('appeal'), 'not_actioned')
  assert.equal(restored('ended'), 'actioned')
  assert.equal(restored('appeal', 'ended'), 'actioned')
  assert.equal(restored('mistake'), 'open')
})
