import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AttemptLimit } from './attempt-limit.ts'

test('an address over its limit of attempts waits; others do not', () => {
  let nowMs = 0
  const limit = new AttemptLimit({ max: 2, windowMs: 1_000, now: () => nowMs })
  const isOver = (address: string) => limit.isOver(address)
  limit.count('192.0.2.1')
  assert.equal(isOver('192.0.2.1'), false)
  limit.count('::ffff:192.0.2.1')
  assert.deepEqual([isOver('192.0.2.1'), isOver('192.0.2.2')], [true, false])
  nowMs = 1_000
  assert.equal(isOver('192.0.2.1'), false)
})

test('several attempts at once fit into what is left, or none does', () => {
  const limit = new AttemptLimit({ max: 5, windowMs: 1_000, now: () => 0 })
  assert.deepEqual([limit.isOver('staff_1', 6), limit.isOver('staff_1', 5)], [true, false])
  limit.count('staff_1', 3)
  assert.deepEqual([limit.isOver('staff_1', 3), limit.isOver('staff_1', 2)], [true, false])
})

test('an IPv6 network counts as one source; loopback is unlimited', () => {
  const limit = new AttemptLimit({ max: 1, windowMs: 1_000 })
  const counted = ['2001:db8:0:1::5', '2001:db8::a:b:c:d', '127.0.0.1', '::1', '::ffff:127.0.0.1']
  for (const address of counted) limit.count(address)
  const isOver = (...addresses: string[]) => addresses.map((address) => limit.isOver(address))
  assert.deepEqual(isOver('2001:db8:0:1::6', '2001:db8::e:f', '2001:db8:0:0:1:2:3:4'), [true, true, true])
  assert.deepEqual(isOver('2001:db8:0:2::5', '2001:db9::e:f', '127.0.0.1', '::1', '::ffff:127.0.0.1'), [
    ...[false, false],
    ...[false, false, false],
  ])
})
