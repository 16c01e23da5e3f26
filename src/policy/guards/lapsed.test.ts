import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { judgedBy } from '../../../test/support/judgement-input.ts'
import { ACTIONS } from '../../foundation/domain.ts'
import { loadGuards } from './guards-file.ts'
import { judge } from './judge.ts'

const { guards } = loadGuards(SHIPPED_GUARDS)
const TAGS = ['public_office']

test('a lapsed protection counts as high reach, a new tag fully', () => {
  for (const action of ACTIONS) {
    const wide = judge(guards, action, judgedBy({ reach: 9e9, protected: true }, { 'account.reach': 9e9 }))
    const facts = { 'account.tags': [] }
    const lapsed = judge(guards, action, judgedBy({ tags: TAGS, lapsed: TAGS, protected: true }, facts))
    assert.deepEqual(lapsed.requirement, wide.requirement, action)
    assert.equal(lapsed.protected, true)
  }
  const [tags, later] = [[...TAGS, 'newsroom'], ['newsroom']]
  const account = { tags, lapsed: TAGS, protected: true }
  const { requirement } = judge(guards, 'deactivate', judgedBy(account, { 'account.tags': later }))
  assert.deepEqual([requirement.confirmMs, requirement.approvals.some(({ count }) => count === 2)], [300_000, true])
})

test("a small organisation's minimum is one approval, in shadow mode only reported", () => {
  const minister = judgedBy({ tags: TAGS, floorMax: 1 }, { 'account.tags': [] })
  assert.deepEqual(judge([], 'deactivate', minister).requirement.approvals, [{ count: 1 }])
  assert.deepEqual(judge([], 'deactivate', { ...minister, shadow: true }).requirement.approvals, [{ count: 1 }])
})
