import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  apply,
  OFFLINE,
  handlers,
  instruct,
  LIMITED,
  revertIn,
  send,
  START_MS,
  startSmallPlatform,
  UP,
  VALE,
} from '../test/small-platform.ts'

const MINUTE_MS = 60_000

test('a subject reverts by itself at its time and not before', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, OFFLINE, { reverts: [revertIn(5)] }))
  assert.equal((await small.platform.nextRevertAt())?.getTime(), START_MS + 5 * MINUTE_MS)
  small.clock.nowMs = START_MS + 5 * MINUTE_MS - 1
  assert.equal(await small.platform.revertDue(), 0)
  assert.deepEqual(small.store.find(VALE)?.state, OFFLINE)
  small.clock.nowMs += 1
  assert.equal(await small.platform.revertDue(), 1)
  assert.deepEqual(small.store.find(VALE)?.writes, ['desk 1 offline', 'self_revert 1 up'])
  assert.equal(await small.platform.nextRevertAt(), undefined)
  assert.equal(await small.platform.revertDue(), 0)
})

test("a self-revert keeps the subject's generation and runs once", async () => {
  const small = startSmallPlatform()
  const takenOffline = instruct(1, OFFLINE, { reverts: [revertIn(5)] })
  const first = await apply(small, takenOffline)
  small.clock.nowMs += 5 * MINUTE_MS
  await small.platform.revertDue()
  const again = await apply(small, takenOffline)
  assert.deepEqual(again.body, { ...first.body, outcome: 'known' })
  assert.deepEqual(small.store.find(VALE)?.state, UP)
  const { body } = await send(small, { type: 'subject.read_back', subject: VALE })
  assert.deepEqual([body.state, body.generation], [UP, 1])
})

test('a platform that was down reverts due subjects at its start', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, OFFLINE, { reverts: [revertIn(5)] }))
  const restarted = startSmallPlatform({ store: small.store, nowMs: START_MS + 60 * MINUTE_MS })
  assert.equal(await restarted.platform.revertDue(), 1)
  assert.deepEqual(restarted.store.find(VALE)?.state, UP)
})

test('each of several reverts is carried out at its time', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, OFFLINE, { reverts: [revertIn(5, LIMITED), revertIn(10, UP)] }))
  for (const [minutes, state] of [
    [5, LIMITED],
    [10, UP],
  ] as const) {
    small.clock.nowMs = START_MS + minutes * MINUTE_MS
    assert.equal(await small.platform.revertDue(), 1)
    assert.deepEqual(small.store.find(VALE)?.state, state)
  }
})

test('a late platform carries out only the last of several due reverts', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, OFFLINE, { reverts: [revertIn(5, LIMITED), revertIn(10, UP), revertIn(20, LIMITED)] }))
  small.clock.nowMs += 15 * MINUTE_MS
  assert.equal(await small.platform.revertDue(), 1)
  assert.deepEqual(small.store.find(VALE)?.state, UP)
  assert.deepEqual(small.store.find(VALE)?.writes, ['desk 1 offline', 'self_revert 1 up'])
  assert.equal((await small.platform.nextRevertAt())?.getTime(), START_MS + 20 * MINUTE_MS)
})

test('an instruction that arrives after its revert time takes no subject offline', async () => {
  const small = startSmallPlatform({ nowMs: START_MS + 6 * MINUTE_MS })
  const { body } = await apply(small, instruct(1, OFFLINE, { reverts: [revertIn(5)] }))
  assert.deepEqual([body.outcome, body.state], ['applied', UP])
  assert.deepEqual(small.store.find(VALE)?.writes, [])
  assert.equal(await small.platform.nextRevertAt(), undefined)
})

test('a newer generation removes the reverts of the older one', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, OFFLINE, { reverts: [revertIn(5)] }))
  await apply(small, instruct(2, OFFLINE))
  small.clock.nowMs += 60 * MINUTE_MS
  assert.equal(await small.platform.revertDue(), 0)
  assert.deepEqual(small.store.find(VALE)?.state, OFFLINE)
})

test('a failed revert stays due and delays no other', async () => {
  let broken = true
  const small = startSmallPlatform({
    handlers: {
      async write(tx, subject, desired, why) {
        if (broken && why.cause === 'self_revert' && subject.id === 'rosa') throw new Error('The disk is full.')
        await handlers.write(tx, subject, desired, why)
      },
    },
  })
  const rosa = { kind: 'account', id: 'rosa' } as const
  await apply(small, instruct(1, OFFLINE, { subject: rosa, reverts: [revertIn(4)] }))
  await apply(small, instruct(1, OFFLINE, { reverts: [revertIn(5)] }))
  small.clock.nowMs += 5 * MINUTE_MS
  await assert.rejects(small.platform.revertDue(), /1 reverts failed/)
  assert.deepEqual([small.store.find(VALE)?.state, small.store.find(rosa)?.state], [UP, OFFLINE])
  broken = false
  assert.equal(await small.platform.revertDue(), 1)
  assert.deepEqual(small.store.find(rosa)?.state, UP)
})

test('two overlapping timers revert a subject once', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, OFFLINE, { reverts: [revertIn(5)] }))
  small.clock.nowMs += 5 * MINUTE_MS
  const counts = await Promise.all([small.platform.revertDue(), small.platform.revertDue(), small.platform.revertDue()])
  assert.deepEqual(counts.sort(), [0, 0, 1])
})

test('a revert never takes a subject offline', async () => {
  const small = startSmallPlatform()
  const labelled = { ...OFFLINE, labels: ['disputed'] }
  await apply(small, instruct(1, labelled, { baseline: OFFLINE, reverts: [revertIn(5, OFFLINE)] }))
  await small.store.atomically(VALE, (tx) =>
    tx.put(VALE, { state: { ...UP, labels: ['disputed'] }, writes: [], warnings: [] }),
  )
  small.clock.nowMs += 5 * MINUTE_MS
  await small.platform.revertDue()
  assert.deepEqual(small.store.find(VALE)?.state, UP)
})
