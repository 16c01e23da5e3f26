import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  apply,
  OFFLINE,
  handlers,
  instruct,
  LIMITED,
  revertIn,
  START_MS,
  startSmallPlatform,
  UP,
  VALE,
} from '../test/small-platform.ts'

const MINUTE_MS = 60_000
const HOLD_MINUTES = 10
const notBefore = new Date(START_MS + HOLD_MINUTES * MINUTE_MS).toISOString()

/** A platform that holds for ten minutes, with its clock and what it did by itself at each time. */
function startHolding(holdMs: number = HOLD_MINUTES * MINUTE_MS) {
  const small = startSmallPlatform({ handlers: { ...handlers, holdMs: () => holdMs } })
  const at = async (minutes: number) => {
    small.clock.nowMs = START_MS + minutes * MINUTE_MS
    await small.platform.revertDue()
    return small.store.find(VALE)?.state
  }
  return { ...small, at }
}

test("an offline instruction applies after the platform's own hold", async () => {
  const small = startHolding()
  const { body } = await apply(small, instruct(1, OFFLINE))
  assert.deepEqual([body.outcome, body.state, body.notBefore], ['applied', UP, notBefore])
  assert.deepEqual(await small.at(HOLD_MINUTES - 1), UP)
  assert.equal((await apply(small, instruct(1, OFFLINE))).body.notBefore, notBefore)
  assert.deepEqual(await small.at(HOLD_MINUTES), OFFLINE)
  const { body: after } = await apply(small, instruct(1, OFFLINE))
  assert.deepEqual([after.outcome, after.state, after.notBefore], ['known', OFFLINE, undefined])
  assert.deepEqual(small.store.find(VALE)?.writes, ['desk 1 offline'])
})

test('a restore during the hold ends it with the subject visible', async () => {
  const small = startHolding()
  await apply(small, instruct(1, OFFLINE))
  assert.equal((await apply(small, instruct(2, UP))).body.notBefore, undefined)
  assert.deepEqual(await small.at(2 * HOLD_MINUTES), UP)
  assert.deepEqual(small.store.find(VALE)?.writes, [])
})

test("a revert's delay counts from the end of the platform's hold", async () => {
  const small = startHolding()
  await apply(small, instruct(1, OFFLINE, { reverts: [revertIn(5)] }))
  assert.deepEqual(await small.at(5), UP)
  assert.deepEqual(await small.at(HOLD_MINUTES + 4), OFFLINE)
  assert.deepEqual(await small.at(HOLD_MINUTES + 5), UP)
  assert.deepEqual(small.store.find(VALE)?.writes, ['desk 1 offline', 'self_revert 1 up'])
})

test("another instruction during the platform's hold neither restarts nor ends it", async () => {
  const small = startHolding()
  await apply(small, instruct(1, LIMITED))
  await apply(small, instruct(2, { ...OFFLINE, spread: 'limited', labels: LIMITED.labels }))
  await small.at(5)
  const { body } = await apply(small, instruct(3, OFFLINE))
  assert.deepEqual([body.state, body.notBefore], [UP, notBefore])
  assert.deepEqual(await small.at(HOLD_MINUTES), OFFLINE)
})

test("an enforcement that ends during the platform's hold has no effect", async () => {
  const small = startHolding()
  await apply(small, instruct(1, OFFLINE))
  await apply(small, instruct(2, OFFLINE, { reverts: [revertIn(7)] }))
  await small.at(7)
  assert.deepEqual(await small.at(2 * HOLD_MINUTES), UP)
  assert.deepEqual(small.store.find(VALE)?.writes, [])
})

test('a newer step during the hold changes only the state applied', async () => {
  const small = startHolding()
  const strictest = { ...OFFLINE, spread: 'limited' } as const
  await apply(small, instruct(1, strictest))
  await apply(small, instruct(2, strictest, { reverts: [revertIn(7, { ...strictest, mayPost: true })] }))
  assert.deepEqual(await small.at(7), UP)
  assert.deepEqual(await small.at(HOLD_MINUTES), { ...strictest, mayPost: true })
})

test('a platform that was down applies the state due by now', async () => {
  const small = startHolding()
  await apply(small, instruct(1, OFFLINE, { reverts: [revertIn(5)] }))
  assert.deepEqual(await small.at(60), UP)
  assert.deepEqual(small.store.find(VALE)?.writes, [])
})

test('a platform holds only what takes a visible subject offline', async () => {
  const small = startHolding(24 * 60 * MINUTE_MS)
  assert.equal((await apply(small, instruct(1, LIMITED))).body.notBefore, undefined)
  const { body } = await apply(small, instruct(2, OFFLINE))
  assert.equal(body.notBefore, new Date(START_MS + 60 * MINUTE_MS).toISOString())
  await small.at(60)
  const { body: again } = await apply(small, instruct(3, { ...OFFLINE, labels: ['spam'] }))
  assert.deepEqual([again.state?.labels, again.notBefore], [['spam'], undefined])
})
