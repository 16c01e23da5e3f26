import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeskError } from '../errors.ts'
import { message } from '../messages/message.ts'
import { FewAtOnce } from './few-at-once.ts'

test('work beyond the limit is refused until some ends or fails', async () => {
  const few = new FewAtOnce(2, () => new DeskError('unavailable', message('media.busy')))
  const ends: (() => void)[] = []
  const begin = () => few.run(() => new Promise<void>((done) => ends.push(done)))
  const running = [begin(), begin()]
  assert.ok(few.isFull)
  await assert.rejects(begin(), { name: 'DeskError', code: 'unavailable' })
  ends[0]?.()
  await running[0]
  await assert.rejects(
    few.run(() => Promise.reject(new Error('it failed'))),
    /it failed/,
  )
  assert.equal(await few.run(async () => 'done'), 'done')
  ends[1]?.()
  await running[1]
})
