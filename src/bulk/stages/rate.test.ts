import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connector } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import { Allowance, Rate } from './rate.ts'

const PER_MINUTE = 6_000
const ALL = 1_000_000

test('bulk actions never begin more effects than the rate allows', () => {
  for (const everyMs of [1, 7, 400, 1_000, 1_030, 1_999]) {
    const allowance = new Allowance()
    let begun = 0
    for (let atMs = 0; atMs <= 60_000; atMs += everyMs) begun += allowance.take(ALL, PER_MINUTE, atMs)
    assert.ok(begun <= PER_MINUTE + 200, `${begun} at ${everyMs}`)
    assert.ok(begun >= PER_MINUTE - 200, `${begun} at ${everyMs}: whoever looks a little late makes up for it`)
  }
})

test('a pause earns a bulk action no rate; unused places return', () => {
  const allowance = new Allowance()
  allowance.take(ALL, PER_MINUTE, 0)
  assert.equal(allowance.take(ALL, PER_MINUTE, 3_600_000), 200)
  assert.equal(allowance.take(ALL, PER_MINUTE, 3_600_000), 0)
  allowance.giveBack(30)
  assert.equal(allowance.take(ALL, PER_MINUTE, 3_600_000), 30)
})

test('a slow platform receives one bulk effect at a time', () => {
  const allowance = new Allowance()
  let begun = 0
  for (let atMs = 0; atMs < 3_600_000; atMs += 1_000) begun += allowance.take(ALL, 2, atMs)
  assert.ok(begun >= 110 && begun <= 121, String(begun))
})

test('a clock that was set back gives bulk actions no rate', () => {
  const allowance = new Allowance()
  allowance.take(ALL, PER_MINUTE, 10_000)
  assert.equal(allowance.take(ALL, PER_MINUTE, 0), 0)
})

test('a bulk action keeps the rate of each platform', async () => {
  const platform = {
    capabilities: async (at?: Subject) => ({
      ...{ name: 'p', subjects: ['account' as const], absentFacts: [] },
      effectsPerMinute: at && platformOf(at) === 'social' ? 2 : PER_MINUTE,
    }),
  } satisfies Pick<Connector, 'capabilities'>
  const items = Array.from({ length: 50 }, (_, n) => ({ subject: `account:${n % 2 === 0 ? 'social~' : ''}${n}` }))
  const rate = new Rate()
  const take = async () => (await rate.take({ platform }, items, 0)).map(({ subject }) => subject.includes('~'))
  const first = await take()
  assert.equal(first.filter((isSlow) => !isSlow).length, 25)
  assert.ok(first.filter((isSlow) => isSlow).length <= 1)
  rate.giveBack(items)
  const all = await take()
  assert.deepEqual([all.filter((isSlow) => !isSlow).length, all.filter((isSlow) => isSlow).length], [25, 1])
})
