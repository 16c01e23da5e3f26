import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  apply,
  OFFLINE,
  handlers,
  instruct,
  LIMITED,
  START_MS,
  send,
  startSmallPlatform,
  UP,
  VALE,
  warning,
} from '../test/small-platform.ts'
import { RefusedByPlatform } from './index.ts'

test("an applied instruction is answered with the subject's new state", async () => {
  const small = startSmallPlatform()
  const { status, body } = await apply(small, instruct(1, OFFLINE))
  assert.equal(status, 200)
  assert.deepEqual(body, { outcome: 'applied', generation: 1, state: OFFLINE, appliedAt: '2026-03-01T12:00:00.000Z' })
  assert.deepEqual(small.store.find(VALE)?.state, OFFLINE)
})

test('a repeated instruction returns the stored outcome and acts once', async () => {
  const small = startSmallPlatform()
  const first = await apply(small, instruct(1, OFFLINE))
  small.clock.nowMs += 60_000
  const again = await apply(small, instruct(1, OFFLINE))
  assert.deepEqual(again, { status: 200, body: { ...first.body, outcome: 'known' } })
  assert.deepEqual(small.store.find(VALE)?.writes, ['desk 1 offline'])
})

test('a request body has one canonical form for any property order', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, OFFLINE))
  const turned = Object.fromEntries(Object.entries(instruct(1, OFFLINE)).reverse())
  const again = await send(small, { instruction: turned, type: 'subject.apply' })
  assert.equal(again.body.outcome, 'known')
})

test('a repeated generation with another body is refused and changes nothing', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, OFFLINE))
  const other = await apply(small, instruct(1, LIMITED))
  assert.deepEqual([other.status, other.body.refusal], [409, 'conflicting_body'])
  assert.deepEqual(small.store.find(VALE)?.state, OFFLINE)
})

test('an unknown field of a later protocol counts in comparing bodies', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, OFFLINE))
  const other = await send(small, {
    type: 'subject.apply',
    instruction: { ...instruct(1, OFFLINE), notBefore: 'later' },
  })
  assert.equal(other.body.refusal, 'conflicting_body')
})

test('a lower generation after a restore is refused', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(2, UP))
  const late = await apply(small, instruct(1, OFFLINE))
  assert.deepEqual([late.status, late.body.refusal, late.body.generation], [409, 'stale_generation', 2])
  assert.deepEqual(small.store.find(VALE)?.state, UP)
})

test('the higher of two concurrent generations wins in either order', async () => {
  const enforcements = [
    [instruct(1, OFFLINE), instruct(2, UP)],
    [instruct(2, UP), instruct(1, OFFLINE)],
  ]
  for (const enforcement of enforcements) {
    const small = startSmallPlatform()
    await Promise.all(enforcement.map((instruction) => apply(small, instruction)))
    assert.deepEqual(small.store.find(VALE)?.state, UP)
  }
})

test('one instruction sent many times at once acts once', async () => {
  const small = startSmallPlatform()
  const answers = await Promise.all(Array.from({ length: 20 }, () => apply(small, instruct(1, OFFLINE))))
  assert.equal(answers.filter(({ body }) => body.outcome === 'applied').length, 1)
  assert.equal(answers.filter(({ body }) => body.outcome === 'known').length, 19)
  assert.deepEqual(small.store.find(VALE)?.writes, ['desk 1 offline'])
})

test('a subject already in its desired state is not written again', async () => {
  const small = startSmallPlatform()
  const { body } = await apply(small, instruct(1, UP))
  assert.equal(body.outcome, 'applied')
  assert.deepEqual(small.store.find(VALE)?.writes, [])
})

test('an event for the platform is delivered once across several generations', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, UP, { events: [warning('enforcement-1'), warning('enforcement-1')] }))
  await apply(small, instruct(2, UP, { events: [warning('enforcement-1'), warning('enforcement-2')] }))
  await apply(small, instruct(2, UP, { events: [warning('enforcement-1'), warning('enforcement-2')] }))
  assert.deepEqual(small.store.find(VALE)?.warnings, ['enforcement-1', 'enforcement-2'])
})

test('a failing handler leaves neither effect nor record, and a retry succeeds', async () => {
  let broken = true
  const small = startSmallPlatform({
    handlers: {
      async write(tx, subject, desired, why) {
        await handlers.write(tx, subject, desired, why)
        if (broken) throw new Error('The power went.')
      },
    },
  })
  const failed = await apply(small, instruct(1, OFFLINE), { id: 'attempt' })
  assert.deepEqual([failed.status, failed.body.refusal], [503, 'unavailable'])
  assert.match(String(small.errors[0]), /The power went/)
  assert.doesNotMatch(String(failed.body.detail), /power/)
  assert.deepEqual(small.store.find(VALE), { state: UP, writes: [], warnings: [] })
  broken = false
  const again = await apply(small, instruct(1, OFFLINE), { id: 'attempt' })
  assert.equal(again.body.outcome, 'applied')
})

test("an instruction against the platform's rules is refused and not stored", async () => {
  const small = startSmallPlatform({
    handlers: {
      write() {
        throw new RefusedByPlatform('This account is held by a court.')
      },
    },
  })
  const { status, body } = await apply(small, instruct(3, OFFLINE))
  assert.deepEqual([status, body], [422, { refusal: 'refused', detail: 'This account is held by a court.' }])
  const readBack = await send(small, { type: 'subject.read_back', subject: VALE })
  assert.equal(readBack.body.generation, 0)
})

test('every call about an unknown subject answers "no such subject"', async () => {
  const small = startSmallPlatform()
  const subject = { kind: 'account', id: 'nobody' } as const
  const calls = [
    { type: 'subject.apply', instruction: instruct(1, OFFLINE, { subject }) },
    { type: 'subject.read_back', subject },
    { type: 'subject.facts', subject },
  ]
  for (const call of calls) {
    const { status, body } = await send(small, call)
    assert.deepEqual([status, body.refusal], [404, 'no_such_subject'])
  }
})

test('a read-back shows the current state and the highest generation', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(7, OFFLINE))
  const { status, body } = await send(small, { type: 'subject.read_back', subject: VALE })
  assert.equal(status, 200)
  assert.deepEqual(body, {
    subject: VALE,
    state: OFFLINE,
    generation: 7,
    reach: 0,
    readAt: new Date(START_MS).toISOString(),
  })
})

test('facts state the time at which the platform read them', async () => {
  const { body } = await send(startSmallPlatform(), { type: 'subject.facts', subject: VALE })
  assert.equal(body.readAt, new Date(START_MS).toISOString())
})

test('the platform states its capabilities and its name', async () => {
  const { status, body } = await send(startSmallPlatform(), { type: 'platform.capabilities' })
  assert.deepEqual([status, body.name], [200, 'Small'])
})
