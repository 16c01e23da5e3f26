import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Budget } from './budgets-file.ts'
import { type Counted, spentOf } from './spent.ts'

const BUDGET: Budget = {
  id: 'offline',
  why: 'W',
  of: 'person',
  withinMs: 3_600_000,
  actions: ['suspend', 'deactivate'],
  enforcements: { over: 3, open: 5 },
  reach: { over: 1_000, open: 2_000 },
}

/**
 * Returns totals of one action: this many enforcements and this much reach, beside those before and since a breaker was
 * closed.
 */
function counted(
  enforcements: number,
  reach: number,
  more: { before?: number; closed?: number; place?: number } = {},
): Counted {
  const at = (value: number) => [0, 0, 0, 0, 0, 0].map((_, place) => (place === (more.place ?? 4) ? value : 7))
  const { before = 0, closed } = more
  return {
    key: 'staff_1',
    enforcements: at(before + enforcements),
    reach: at(reach),
    enforcementsBefore: at(before),
    reachBefore: at(0),
    enforcementsClosed: closed === undefined ? null : at(before + closed),
    reachClosed: closed === undefined ? null : at(reach),
  }
}

const spendingOf = (of: Counted | null, budget = BUDGET, action: 'suspend' | 'lock' = 'suspend') =>
  spentOf([budget], [of], action).map(({ spending, enforcements, reach }) => [spending, enforcements, reach])

test('a budget counts enforcements and reach within its time', () => {
  assert.deepEqual(spendingOf(counted(2, 999)), [['within', 2, 999]])
  assert.deepEqual(spendingOf(counted(3, 0)), [['over', 3, 0]])
  assert.deepEqual(spendingOf(counted(4, 0, { before: 40 })), [['over', 4, 0]], 'and nothing before')
  assert.deepEqual(spendingOf(counted(5, 0)), [['open', 5, 0]])
  assert.deepEqual(spendingOf(counted(1, 1_000)), [['over', 1, 1_000]])
  assert.deepEqual(spendingOf(counted(1, 2_000)), [['open', 1, 2_000]])
  assert.deepEqual(spendingOf(counted(2, 9, { place: 5 })), [['within', 2, 9]], 'deactivate counts as suspend does')
  assert.deepEqual(spendingOf(counted(50, 9, { place: 3 })), [['within', 0, 0]], 'a lock does not')
  assert.deepEqual(spendingOf(counted(5, 0), BUDGET, 'lock'), [['within', 5, 0]], 'nor is one held by it')
})

test('a closed circuit breaker opens again after the same amount', () => {
  assert.deepEqual(spendingOf(counted(9, 2_000, { closed: 5 })), [['over', 9, 2_000]])
  assert.deepEqual(spendingOf(counted(10, 2_000, { closed: 5 })), [['open', 10, 2_000]])
})

test('a proposal is not charged to a budget of others', () => {
  assert.deepEqual(spendingOf(null), [])
  assert.deepEqual(spendingOf(counted(5, 9_000), { ...BUDGET, enforcements: null, reach: null }), [
    ['within', 5, 9_000],
  ])
})
