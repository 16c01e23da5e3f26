import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { createTestPlatform } from '../../tools/protocol/test-platform.ts'
import { listStated, type Step, type Vector } from '../../tools/protocol/record-vectors.ts'
import {
  makeVectorFiles,
  readJson,
  type VectorFile,
  VECTORS_DIR,
  withoutRandomBytes,
} from '../../tools/protocol/vector-files.ts'
import { UP } from '../../src/app/conformance/scenario.ts'
import { listVectorFiles } from './read-vectors.ts'

/** Plays the published bytes of one vector and returns each step as platform-kit decides it now. */
async function replay(file: VectorFile, vector: Vector): Promise<Step[]> {
  const { audience, deskKeys, secrets } = file
  const keys = vector.listExpired ? file.expiredKeys : file.keys
  const authority = { audience, deskKeys, keys } as Parameters<typeof createTestPlatform>[0]['authority']
  const setUp = { protocol: 1, secrets, authority, limits: vector.limits, subjects: vector.subjects } as const
  let now = new Date(0)
  const tested = createTestPlatform(setUp, { now: () => now }, vector.actions && { actions: vector.actions })
  const { platform, store, delivered } = tested
  const steps: Step[] = []
  for (const step of vector.steps) {
    now = new Date(step.at)
    const before = delivered.length
    const decided: Partial<Step> = { ...step }
    if ('call' in step) {
      const { status, body } = await platform.handle(step.call)
      Object.assign(decided, { answer: { status, ...listStated(JSON.parse(body)) } })
    } else if (step.act === 'revertDue') await platform.revertDue()
    else Object.assign(decided, { result: await platform[step.act](step.subject) })
    const after = vector.subjects.flatMap(({ kind, id }) => {
      const state = store.find({ kind, id })?.state
      return JSON.stringify(state) === JSON.stringify(UP) ? [] : [{ kind, id, state }]
    })
    steps.push(Object.assign(decided, { after, delivered: delivered.slice(before) }) as Step)
  }
  return steps
}

test('platform-kit decides every published vector as stated', async () => {
  let plays = 0
  for (const file of listVectorFiles())
    for (const vector of file.vectors) {
      plays++
      assert.deepEqual(await replay(file, vector), vector.steps, vector.id)
    }
  assert.ok(plays > 130, `${plays} plays`)
})

test('a vector with a changed decision is noticed', async () => {
  const file = readJson<VectorFile>('approval.json')
  const vector = file.vectors.find(({ id }) => id === 'approval.one')
  const enough = file.vectors.find(({ id }) => id === 'approval.two-people')
  assert.ok(vector && enough)
  assert.notDeepEqual(await replay(file, { ...enough, subjects: vector.subjects }), enough.steps)
})

test('the published vectors are what the program writes', async () => {
  const made = await makeVectorFiles()
  assert.deepEqual(readdirSync(VECTORS_DIR).sort(), [...made.keys()].sort())
  for (const [name, content] of made)
    assert.deepEqual(
      withoutRandomBytes(readJson<object>(name)),
      withoutRandomBytes(content),
      `npm run protocol-vectors: ${name}`,
    )
})
