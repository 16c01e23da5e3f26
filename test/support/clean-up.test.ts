import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { cleanUp, cleanUpLast } from './clean-up.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

test('a clean-up that ran keeps nothing in memory', async (t) => {
  const made: WeakRef<object>[] = []
  await t.test('a test', async (inner) => {
    for (const clean of [cleanUp, cleanUpLast]) {
      const desk = { ended: false }
      made.push(new WeakRef(desk))
      clean(inner, () => {
        desk.ended = true
      })
    }
  })
  await new Promise(setImmediate) // A WeakRef holds its object until the present turn ends.
  collectGarbage()
  assert.deepEqual(
    made.map((each) => each.deref()),
    [undefined, undefined],
  )
})

test('the last clean-up runs after those that were added behind it', async (t) => {
  const order: string[] = []
  await t.test('a test', async (inner) => {
    cleanUpLast(inner, () => order.push('database'))
    cleanUp(inner, async () => {
      await new Promise(setImmediate)
      order.push('server')
    })
  })
  assert.deepEqual(order, ['server', 'database'])
})
