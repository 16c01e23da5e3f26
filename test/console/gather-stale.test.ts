import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { gatherStale } from '../../console/src/api/gather-stale.ts'

const BURST = 300

/** Gathers at a time that only the test moves. `pass` returns the keys that were read again meanwhile. */
function startGathering(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] })
  const read: string[] = []
  const running = new Set<string>()
  const gathered = gatherStale((queryKey, isRepeat) => {
    const isLeft = isRepeat && running.has(queryKey.join(' '))
    read.push(`${queryKey.join(' ')}${isLeft ? ' (left)' : ''}`)
    return isLeft
  })
  const pass = (ms: number) => {
    t.mock.timers.tick(ms)
    return read.splice(0)
  }
  return { ...gathered, pass, running }
}

test('a burst of events reads each list again once', (t) => {
  const { add, pass } = startGathering(t)
  for (let count = 0; count < BURST; count += 1) add([['enforcement', 'enf_1'], ['enforcements']])
  add([['queue']])
  assert.deepEqual(pass(99), [])
  assert.deepEqual(pass(1), ['enforcement enf_1', 'enforcements', 'queue'])
  assert.deepEqual(pass(10_000), [])
})

test('a long burst reads again once a second, its last event included', (t) => {
  const { add, pass } = startGathering(t)
  let reads = 0
  for (let count = 0; count < 30; count += 1) {
    add([['freezes']])
    reads += pass(100).length
  }
  assert.equal(reads, 3)
  assert.deepEqual(pass(1_000), ['freezes'])
})

test('an event after a pause is read again at once', (t) => {
  const { add, pass } = startGathering(t)
  add([['freezes']])
  pass(100)
  pass(5_000)
  add([['freezes']])
  assert.deepEqual(pass(100), ['freezes'])
})

test('a page that stops following reads nothing again', (t) => {
  const { add, stop, pass } = startGathering(t)
  add([['freezes']])
  stop()
  assert.deepEqual(pass(1_000), [])
})

test('a repeat leaves a running reading, and reads once more after it', (t) => {
  const { add, pass, running } = startGathering(t)
  running.add('enforcements')
  add([['enforcements'], ['queue']])
  assert.deepEqual(pass(100), ['enforcements', 'queue'], 'the first reading cancels an older one')
  add([['enforcements'], ['queue']])
  assert.deepEqual(pass(1_000), ['enforcements (left)', 'queue'])
  assert.deepEqual(pass(1_000), ['enforcements (left)'])
  running.delete('enforcements')
  assert.deepEqual(pass(1_000), ['enforcements'])
  assert.deepEqual(pass(10_000), [])
})
