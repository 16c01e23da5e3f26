import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EnforcementState } from '../../../foundation/domain.ts'
import { outcomeOf } from './outcome.ts'

const violation = (...states: EnforcementState[]) => outcomeOf({ conclusion: 'violation', standing: 'final', states })

test('an outcome is told only when nothing can change it any more', () => {
  assert.equal(outcomeOf({ conclusion: 'no_violation', standing: 'final', states: [] }), 'not_actioned')
  assert.equal(outcomeOf({ conclusion: 'newsworthy_exception', standing: 'proposed', states: [] }), 'pending')
  assert.equal(outcomeOf({ conclusion: 'newsworthy_exception', standing: 'final', states: [] }), 'not_actioned')
  assert.equal(outcomeOf({ conclusion: 'escalate', standing: 'final', states: [] }), 'open')
  for (const state of ['proposed', 'awaiting_approval', 'held', 'releasing'] as const)
    assert.equal(violation(state), 'pending', state)
  assert.equal(violation('in_effect'), 'actioned')
  assert.equal(violation('awaiting_approval', 'confirmed'), 'actioned')
  assert.equal(violation('declined'), 'open')
  assert.equal(violation(), 'not_actioned')
})
