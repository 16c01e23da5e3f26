import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apply, OFFLINE, instruct, startSmallPlatform, UP } from '../test/small-platform.ts'

const ROSA = { subject: { kind: 'account', id: 'rosa' } as const }
const HOUR_MS = 3_600_000
const VALE_REACHES = 43_500_000

test('a platform limits restrictions per minute and never counts restores', async () => {
  const small = startSmallPlatform({ limits: { perMinute: 1 } })
  assert.equal((await apply(small, instruct(1, OFFLINE))).status, 200)
  const { status, body } = await apply(small, instruct(1, OFFLINE, ROSA))
  assert.deepEqual([status, body.refusal], [429, 'over_budget'])
  assert.equal((await apply(small, instruct(2, UP))).status, 200)
  assert.equal((await apply(small, instruct(1, { ...UP, labels: ['x'] }, ROSA))).status, 200)
  small.clock.nowMs += 60_000
  assert.equal((await apply(small, instruct(2, OFFLINE, ROSA))).status, 200)
})

test('a platform limits the reach that restrictions take per hour', async () => {
  const small = startSmallPlatform({ limits: { reachPerHour: VALE_REACHES } })
  assert.equal((await apply(small, instruct(1, OFFLINE))).status, 200)
  assert.equal((await apply(small, instruct(1, OFFLINE, ROSA))).body.refusal, 'over_budget')
  small.clock.nowMs += HOUR_MS
  assert.equal((await apply(small, instruct(1, OFFLINE, ROSA))).status, 200)
})

test('two concurrent calls never share the last place of a limit', async () => {
  const small = startSmallPlatform({ limits: { perMinute: 1 } })
  const both = await Promise.all([apply(small, instruct(1, OFFLINE)), apply(small, instruct(1, OFFLINE, ROSA))])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 429])
})
