import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RightOfWay } from './right-of-way.ts'

const LONG_MS = 60_000

test('a low-priority call starts at once without priority calls', async () => {
  await new RightOfWay().clear(LONG_MS)
})

test('a low-priority task resumes after the last priority task, even failed', async () => {
  const way = new RightOfWay()
  const [one, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = way.first(() => one.promise)
  const second = way.first(() => other.promise)
  let cleared = false
  const clear = way.clear(LONG_MS).then(() => {
    cleared = true
  })
  one.resolve()
  await first
  assert.equal(cleared, false)
  other.reject(new Error('it failed'))
  await assert.rejects(second, /it failed/)
  await clear
})

test('a low-priority call yields for a limited time at most', async () => {
  const way = new RightOfWay()
  const done = Promise.withResolvers<void>()
  const first = way.first(() => done.promise)
  await way.clear(5)
  done.resolve()
  await first
})
