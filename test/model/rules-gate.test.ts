import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadPolicies } from '../../src/policy/policies.ts'
import { withBudgets } from './budget.ts'
import { openRulesGate } from './rules-gate.ts'
import { runHistories } from './run-histories.ts'
import type { Scene } from './scene.ts'

/** `npm run model` plays many more. */
const HISTORIES = 1_000
const SEED = 1

test('no random history of the rules breaks an invariant', async () => {
  const guards = withBudgets(loadPolicies('policies').guards)
  const open = async ({ cast }: Scene) => openRulesGate(guards, cast)
  const { broken, histories } = await runHistories(open, { seed: SEED, histories: HISTORIES })
  assert.equal(broken[0]?.story.join('\n'), undefined)
  assert.equal(histories, HISTORIES)
})

test('a gate that never opens ends the random history', async () => {
  const open = () => Promise.reject(new Error('no database'))
  await assert.rejects(runHistories(open, { seed: SEED, histories: 1 }), /no database/)
})
