import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Writes } from './writes.ts'

const FOREVER_MS = 60_000
const NEVER = new AbortController().signal

test('looks that see the same snapshot mean that nothing was written', () => {
  const writes = new Writes(() => 0)
  writes.looked('1:1:')
  const mark = writes.mark()
  writes.looked('1:1:')
  assert.equal(writes.since(mark), false)
  writes.looked('1:2:')
  assert.equal(writes.since(mark), true)
  assert.equal(writes.since(writes.mark()), false)
})

test('a look that is late or failed counts as a write', () => {
  let now = 0
  const writes = new Writes(() => now)
  const first = writes.mark()
  assert.equal(writes.since(first), true, 'there was no look yet')
  writes.looked('1:1:')
  const mark = writes.mark()
  writes.looked(undefined)
  assert.equal(writes.since(mark), true, 'the look failed')
  writes.looked('1:1:')
  const later = writes.mark()
  assert.equal(writes.since(later), false)
  now += FOREVER_MS
  assert.equal(writes.since(later), true, 'there was no look for long')
})

test('a wait for a write ends with it, or at once', async () => {
  const writes = new Writes(() => 0)
  writes.looked('1:1:')
  const mark = writes.mark()
  const waiting = writes.next(mark, FOREVER_MS, NEVER)
  writes.looked('1:2:')
  await waiting
  await writes.next(mark, FOREVER_MS, NEVER)
  await writes.next(writes.mark(), 1, NEVER)
  await writes.next(writes.mark(), FOREVER_MS, AbortSignal.abort())
})
