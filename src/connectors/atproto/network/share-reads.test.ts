import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareReads } from './share-reads.ts'

test('two readers of one key at once share a read', async () => {
  const asked: string[] = []
  const answers: ((value: number) => void)[] = []
  const read = shareReads((key) => {
    asked.push(key)
    return new Promise<number>((resolve) => answers.push(resolve))
  })
  const both = [read('rosa'), read('rosa'), read('otto')]
  for (const [place, answer] of answers.entries()) answer(place)
  assert.deepEqual(
    [asked, await Promise.all(both)],
    [
      ['rosa', 'otto'],
      [0, 0, 1],
    ],
  )
})

test('a read after the answer, or after a failure, asks again', async () => {
  let asked = 0
  const read = shareReads(async () => {
    asked += 1
    if (asked === 1) throw new Error('away')
    return asked
  })
  await assert.rejects(Promise.all([read('rosa'), read('rosa')]), /away/)
  assert.deepEqual([await read('rosa'), await read('rosa')], [2, 3])
})
