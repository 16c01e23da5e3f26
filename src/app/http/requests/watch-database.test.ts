import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { startTestDesk } from '../../../../test/support/server.ts'
import { waitFor } from '../../../../test/support/wait-for.ts'
import { openPool } from '../../../foundation/database/open-pool.ts'
import { buildServer } from '../server.ts'
import { ANSWER_WITHIN_MS } from './watch-database.ts'

/** Some time for a busy machine, on top of what is allowed. */
const SLACK_MS = 2_000

/** A desk that reaches its database over a wire that can be held still, or cut. */
async function startOverWire(t: TestContext) {
  const { desk, database } = await startTestDesk(t)
  const real = new URL(database.url)
  const ends = new Set<Socket>()
  let held = false
  let opened = 0
  const wire = createServer((near) => {
    opened++
    near.on('error', () => undefined)
    ends.add(near)
    if (held) return
    const far = connect(Number(real.port), real.hostname)
    far.on('error', () => near.destroy())
    ends.add(far)
    near.on('data', (bytes) => held || far.write(bytes))
    far.on('data', (bytes) => held || near.write(bytes))
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await once(wire.listen(0, '127.0.0.1'), 'listening')
  const url = new URL(database.url)
  url.port = String((wire.address() as AddressInfo).port)
  const restoreDb = openPool(url.href, { max: 2, name: t.name, onError: () => undefined })
  const app = buildServer({ ...desk, restoreDb }, { routes: [], ready: () => true })
  const cut = () => {
    for (const end of ends) end.destroy()
  }
  t.after(async () => {
    await app.close()
    cut()
    await restoreDb.end()
    wire.close()
  })
  await app.ready()
  const ask = async () => {
    const answer = await app.inject({ url: '/readyz' })
    return [answer.statusCode, answer.json().missing]
  }
  return {
    ask,
    hold: () => {
      held = true
    },
    letGo: () => {
      held = false
    },
    connections: () => opened,
  }
}

test('the desk reports a silent database and its return', async (t) => {
  const { ask, hold, letGo } = await startOverWire(t)
  assert.deepEqual(await ask(), [200, undefined])
  hold()
  await waitFor('the desk to notice', async () => (await ask())[0] === 503)
  const begun = performance.now()
  assert.deepEqual(await ask(), [503, 'database'])
  assert.ok(performance.now() - begun < ANSWER_WITHIN_MS + SLACK_MS)
  letGo()
  await waitFor('the desk to find it again', async () => (await ask())[0] === 200)
})

test('readiness probes ask the database once a second', async (t) => {
  const { ask, hold, connections } = await startOverWire(t)
  hold()
  const answers = await Promise.all(Array.from({ length: 50 }, ask))
  assert.deepEqual(answers, Array(50).fill([503, 'database']))
  assert.equal(connections(), 1)
})
