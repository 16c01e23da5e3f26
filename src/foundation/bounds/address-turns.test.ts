import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeskError } from '../errors.ts'
import { message } from '../messages/message.ts'
import { AddressTurns } from './address-turns.ts'

test('addresses take turns with their work', async () => {
  const turns = new AddressTurns(
    { running: 2, max: 20, maxEach: 5 },
    () => new DeskError('too_many', message('request.tooMany')),
  )
  const done: string[] = []
  let running = 0
  const ask = async (address: string) => {
    await turns.run(address, async () => {
      assert.ok(++running <= 2)
      await new Promise(setImmediate)
      running--
      done.push(address)
    })
  }
  const asked = [
    ...Array.from({ length: 6 }, () => ask('203.0.113.9')),
    ask('198.51.100.7'),
    ...Array.from({ length: 30 }, (_, at) => ask(`2001:db8:0:${at}::1`)),
  ]
  const outcomes = (await Promise.allSettled(asked)).map(({ status }) => status === 'fulfilled')
  assert.deepEqual(outcomes.slice(0, 6), [true, true, true, true, true, false], 'its share')
  assert.ok(outcomes[6], 'another address')
  assert.ok(done.indexOf('198.51.100.7') < 5, 'it waits for no second turn of the first address')
  assert.equal(outcomes.slice(7).filter(Boolean).length, 14, 'the rest of the places')
  await ask('203.0.113.9')
})
