import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { repeatTask } from './run-worker.ts'
import { Writes } from './writes.ts'

test('a task over new rows runs only after writes and failures', async (t) => {
  const { desk } = await startTestDesk(t)
  const writes = new Writes(() => 0)
  writes.looked('1:1:')
  const stopping = new AbortController()
  let [ran, turns] = [0, 0]
  const tasks = [
    {
      name: 'over-new-rows',
      afterWrites: true as const,
      run: async () => {
        ran++
        if (ran === 2) throw new Error('not now')
      },
    },
    { name: 'at-each-interval', run: async () => ++turns },
  ]
  const running = tasks.map((task) => repeatTask(desk, { ...task, everyMs: 1 }, writes, stopping.signal))
  t.after(async () => {
    stopping.abort()
    await Promise.all(running)
  })
  const letTurnsPass = async (passed = 20) => {
    const until = turns + passed
    await waitFor('turns to pass', async () => turns >= until)
  }
  await letTurnsPass()
  assert.equal(ran, 1)
  writes.looked('1:2:')
  await waitFor('the failed run and another', async () => ran === 3)
  await letTurnsPass()
  assert.equal(ran, 3)
})
