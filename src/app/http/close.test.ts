import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { startTestDesk } from '../../../test/support/server.ts'

test("an idle connection does not delay the desk's shutdown", { timeout: 20_000 }, async (t) => {
  const { app } = await startTestDesk(t)
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
  const silent = connect(port, '127.0.0.1')
  await once(silent, 'connect')
  await app.close()
  await once(silent, 'close')
  assert.equal(app.server.listening, false)
})
