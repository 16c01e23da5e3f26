import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FairShare } from './fair-share.ts'

/** Records the people who got a place, in that order, and the function that releases each place. */
function start(max: number, options: { strict?: boolean } = {}) {
  const share = new FairShare(max, options)
  const inside: { person: string; leave: () => void }[] = []
  const served: string[] = []
  const enter = (person: string, signal?: AbortSignal) =>
    share.enter(person, signal).then((leave) => {
      served.push(person)
      inside.push({ person, leave })
    })
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  return { share, inside, served, enter, turn }
}

test('an idle caller starts at once despite waiting calls of others', async () => {
  const { share, served, enter, turn } = start(4)
  for (let person = 0; person < 20; person++) for (let n = 0; n < 75; n++) void enter(`thief-${person}`)
  await turn()
  assert.equal(share.waiting, 20 * 75 - served.length)
  assert.ok(served.length <= 20 + 4, `${served.length} started`)
  await enter('rosa')
  assert.equal(served.at(-1), 'rosa')
})

test('places beyond one each are given out person by person', async () => {
  const { inside, served, enter, turn } = start(2)
  for (const person of ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'c', 'c']) void enter(person)
  await turn()
  assert.deepEqual(served, ['a', 'a', 'b', 'c'])
  while (inside.length > 0) {
    inside.shift()?.leave()
    await turn()
  }
  assert.equal(served.length, 9)
  assert.deepEqual(
    served.slice(4, 8).sort(),
    ['a', 'a', 'b', 'c'].sort(),
    'each had another before anybody had two more',
  )
})

test('a cancelled waiting call takes no place and leaves once', async () => {
  const { share, inside, served, enter, turn } = start(1)
  const giving = new AbortController()
  void enter('a')
  const waiting = enter('a', giving.signal)
  void enter('a')
  await turn()
  giving.abort(new Error('gone'))
  await assert.rejects(waiting, /gone/)
  assert.equal(share.waiting, 1)
  const first = inside.shift()
  first?.leave()
  first?.leave()
  await turn()
  void enter('a')
  await turn()
  assert.deepEqual([served.length, share.waiting], [2, 1])
})

test('every caller is served; beyond the limit one call each waits', async () => {
  const step = fc.record({ person: fc.constantFrom('a', 'b', 'c'), leaves: fc.nat(3) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { share, inside, served, enter, turn } = start(2)
      for (const { person, leaves } of steps) {
        void enter(person)
        await turn()
        const people = new Set(inside.map((each) => each.person)).size
        assert.ok(inside.length < 2 + people, `${inside.length} inside of ${people} people`)
        for (let n = 0; n < leaves; n++) inside.shift()?.leave()
        await turn()
      }
      while (inside.length > 0) {
        inside.shift()?.leave()
        await turn()
      }
      assert.deepEqual([served.length, share.waiting], [steps.length, 0])
    }),
  )
})

test('a strict share never exceeds its places, in turns', async () => {
  const { inside, served, enter, turn } = start(3, { strict: true })
  for (let person = 0; person < 20; person++) for (let n = 0; n < 5; n++) void enter(`thief-${person}`)
  void enter('rosa')
  await turn()
  for (let left = 21; inside.length > 0; left--) {
    assert.ok(inside.length <= 3, `${inside.length} inside`)
    if (left === 0) assert.ok(served.includes('rosa'), 'she waits for one call of each other caller')
    inside.shift()?.leave()
    await turn()
  }
  assert.equal(served.length, 101)
})
