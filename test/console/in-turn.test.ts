import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTurn } from '../../console/src/guards/in-turn.ts'

test('a file is sent after the one before was answered', async () => {
  const sent: string[] = []
  const first = Promise.withResolvers<string>()
  const send = (name: string, answer: Promise<string>) =>
    inTurn(() => {
      sent.push(name)
      return answer
    })
  const answers = [send('first', first.promise), send('second', Promise.resolve('read'))]
  await new Promise(setImmediate)
  assert.deepEqual(sent, ['first'])
  first.reject(new Error('refused'))
  await assert.rejects(async () => answers[0], /refused/)
  assert.equal(await answers[1], 'read', 'a refusal of the first does not refuse the second')
  assert.deepEqual(sent, ['first', 'second'])
})

test('a file that is no longer wanted is not sent', async () => {
  const first = Promise.withResolvers<void>()
  const running = inTurn(() => first.promise)
  const over = new AbortController()
  const second = inTurn(() => assert.fail('it was sent'), over.signal)
  over.abort()
  first.resolve()
  await running
  await assert.rejects(second, { name: 'AbortError' })
})
