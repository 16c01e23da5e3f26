import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  BULK_ORDERS_MAX,
  BULK_SPAN_MS,
  bulkNeedsTwo,
  isSecondedLock,
  LOCKED_ALONE_MS,
  RECENT_MS,
  restoreNeedsTwo,
} from './restore-rule.ts'

const NOW = new Date('2026-05-04T09:00:00Z')
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const order = (more: { undoneByTwo?: boolean; protected?: boolean; since?: Date } = {}) => ({
  undoneByTwo: false,
  protected: false,
  secondedLock: false,
  since: NOW,
  ...more,
})

test('what is recent comes back by one person, to the millisecond', () => {
  assert.equal(restoreNeedsTwo(order({ since: ago(RECENT_MS) }), NOW), undefined)
  assert.equal(restoreNeedsTwo(order({ since: ago(RECENT_MS + 1) }), NOW), 'old_and_unprotected')
})

test('what is protected comes back by one person at any age', () => {
  assert.equal(restoreNeedsTwo(order({ protected: true, since: ago(1_000 * RECENT_MS) }), NOW), undefined)
})

test('what the law asked for takes two at any age, protected or not', () => {
  for (const isProtected of [false, true]) {
    assert.equal(restoreNeedsTwo(order({ undoneByTwo: true, protected: isProtected }), NOW), 'legal_duty')
  }
})

test('a lock on a protected account that somebody else agreed to takes two, one person’s own hour does not', () => {
  const whole = { action: 'lock', protected: true, lesser: false, durationMs: null } as const
  const lock = { ...whole, ground: null, confirmedAt: null }
  const hour = { ...lock, lesser: true, durationMs: LOCKED_ALONE_MS }
  const hijack = { ...lock, lesser: true, ground: 'hijack' } as const
  assert.deepEqual(
    [
      lock,
      { ...hour, durationMs: LOCKED_ALONE_MS + 1 },
      hour,
      { ...lock, protected: false },
      { ...lock, action: 'limit' } as const,
      hijack,
      { ...hijack, confirmedAt: NOW },
    ].map(isSecondedLock),
    [true, true, false, false, false, false, true],
  )
  assert.equal(restoreNeedsTwo({ ...order({ protected: true }), secondedLock: true }, NOW), 'seconded_lock')
})

test('many at once, or from long ago, take two', () => {
  assert.equal(bulkNeedsTwo(BULK_ORDERS_MAX, BULK_SPAN_MS, 0), undefined)
  assert.equal(bulkNeedsTwo(BULK_ORDERS_MAX + 1, BULK_SPAN_MS, 0), 'many_orders')
  assert.equal(bulkNeedsTwo(BULK_ORDERS_MAX, BULK_SPAN_MS + 1, 0), 'long_span')
  assert.equal(bulkNeedsTwo(1, 0, BULK_ORDERS_MAX - 1), undefined)
  assert.equal(bulkNeedsTwo(1, 0, BULK_ORDERS_MAX), 'many_in_a_day')
})
