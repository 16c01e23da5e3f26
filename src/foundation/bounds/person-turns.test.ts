import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeskError } from '../errors.ts'
import { message } from '../messages/message.ts'
import { PersonTurns } from './person-turns.ts'

const busy = () => new DeskError('too_many', message('request.tooMany'))

/** Work that runs until it is told to end, and the people whose work runs. */
function watched(turns: PersonTurns) {
  const running: { person: string; end: () => void }[] = []
  const start = (person: string, fails = false) =>
    turns.run(person, async () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      const mine = { person, end: resolve }
      running.push(mine)
      await promise
      running.splice(running.indexOf(mine), 1)
      if (fails) throw new Error('failed')
    })
  const people = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    return running.map(({ person }) => person)
  }
  return { start, people, endFirst: () => running[0]?.end() }
}

test('one person holds one place, however much they start', async () => {
  const { start, people, endFirst } = watched(new PersonTurns({ running: 3, maxEach: 3 }, busy))
  const all = [start('ana'), start('ana', true), start('ana')]
  await assert.rejects(start('ana'), { code: 'too_many' })
  all.push(start('ben'))
  const ended = Promise.allSettled(all)
  assert.deepEqual(await people(), ['ana', 'ben'])
  endFirst()
  assert.deepEqual(await people(), ['ben', 'ana'])
  for (let at = 0; at < 3; at++) {
    endFirst()
    await people()
  }
  const ends = await ended
  assert.deepEqual(
    ends.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  )
  const last = start('ana')
  assert.deepEqual(await people(), ['ana'], 'after a failure')
  endFirst()
  await last
})

test('people beyond the places wait for their turn', async () => {
  const { start, people, endFirst } = watched(new PersonTurns({ running: 1, maxEach: 2 }, busy))
  const all = [start('ana'), start('ana'), start('ben')]
  assert.deepEqual(await people(), ['ana'])
  endFirst()
  assert.deepEqual(await people(), ['ben'])
  endFirst()
  assert.deepEqual(await people(), ['ana'])
  endFirst()
  await Promise.all(all)
})
