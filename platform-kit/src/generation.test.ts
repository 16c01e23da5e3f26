import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AUDIENCE, instructed, listOf, makeDeskKey, makePerson, signRestore } from '../test/signing-people.ts'
import {
  apply,
  OFFLINE,
  instruct,
  type SmallPlatform,
  send,
  startSmallPlatform,
  UP,
  VALE,
} from '../test/small-platform.ts'
import { GENERATION_STEP_MAX, generationStepMax } from './generation.ts'

/** From anywhere, near the bounds, and near the end of the whole numbers. */
const anyGeneration = fc.oneof(
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: GENERATION_STEP_MAX - 2, max: 4 * GENERATION_STEP_MAX }),
  fc.integer({ min: 2 ** 51 - 2, max: 2 ** 51 + 2 }),
  fc.integer({ min: Number.MAX_SAFE_INTEGER - 3, max: Number.MAX_SAFE_INTEGER }),
)
const anyStep = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(GENERATION_STEP_MAX, GENERATION_STEP_MAX + 1))
const anyCall = fc.record({
  generation: fc.oneof(
    anyGeneration.map((to) => ({ to })),
    anyStep.map((by) => ({ by })),
  ),
  epoch: fc.integer({ min: 0, max: 2 }),
  desired: fc.constantFrom(OFFLINE, UP),
})

test('a generation too far above the last one is refused', async () => {
  const small = startSmallPlatform()
  const far = await apply(small, instruct(GENERATION_STEP_MAX + 1, OFFLINE))
  assert.deepEqual([far.status, far.body.refusal, far.body.generation], [409, 'generation_jump', 0])
  assert.deepEqual(small.store.find(VALE)?.state, UP)
  assert.equal((await apply(small, instruct(GENERATION_STEP_MAX, OFFLINE))).status, 200)
  assert.equal((await apply(small, instruct(2 * GENERATION_STEP_MAX, UP))).status, 200)
})

test('the upper half of all generations is used in steps of one', () => {
  assert.equal(generationStepMax(2 ** 51 - 1), GENERATION_STEP_MAX)
  assert.equal(generationStepMax(2 ** 51), 1)
  assert.ok(2 ** 51 + GENERATION_STEP_MAX < Number.MAX_SAFE_INTEGER)
})

test('no sequence of accepted calls makes a restore impossible', async () => {
  const people = ['ana', 'ben'].map((name) => makePerson(name))
  const key = makeDeskKey()
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { maxLength: 12 }), fc.nat(12), async (calls, peopleAt) => {
      const small = startSmallPlatform({ authority: { audience: AUDIENCE, deskKeys: [key.jwk], keys: listOf(people) } })
      const restoreByPeople = async () => {
        const epoch = (await readEpoch(small)) + 1
        const signatures = people.map((by) => signRestore(by, epoch))
        assert.equal((await send(small, { type: 'subject.restore', subject: VALE, epoch, signatures })).status, 200)
      }
      for (const [at, { generation, epoch, desired }] of calls.entries()) {
        const last = await readGeneration(small)
        const next = 'to' in generation ? generation.to : Math.max(1, last + generation.by)
        await instructed(small, key, instruct(next, desired, { epoch }))
        if (at === peopleAt) await restoreByPeople()
      }
      const [generation, epoch] = [await readGeneration(small), await readEpoch(small)]
      const { status } = await instructed(small, key, instruct(generation + 1, UP, { epoch }))
      assert.deepEqual([status, small.store.find(VALE)?.state], [200, UP], 'by the desk')
      await instructed(small, key, instruct(generation + 2, OFFLINE, { epoch }))
      await restoreByPeople()
      assert.deepEqual(small.store.find(VALE)?.state, UP, 'by two people')
    }),
    { numRuns: 60 },
  )
})

const readBack = async (small: SmallPlatform) => (await send(small, { type: 'subject.read_back', subject: VALE })).body
const readGeneration = async (small: SmallPlatform) => Number((await readBack(small)).generation)
const readEpoch = async (small: SmallPlatform) => Number((await readBack(small)).epoch ?? 0)
