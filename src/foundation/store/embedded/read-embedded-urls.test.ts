import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import { connectTo } from '../connect.ts'
import { startEmbedded } from './embedded-postgres.ts'
import { readEmbeddedUrls } from './read-embedded-urls.ts'

test("the owner of the data folder finds the running server's address", async (t) => {
  const dataDir = tempDir(t)
  assert.equal(readEmbeddedUrls(dataDir), undefined)
  const quiet = { info: () => undefined, warn: () => undefined }
  const embedded = await startEmbedded({ dataDir, durable: false, log: quiet })
  try {
    assert.deepEqual(readEmbeddedUrls(dataDir), { ownerUrl: embedded.ownerUrl, deskUrl: embedded.deskUrl })
    await (await connectTo(embedded.deskUrl)).end()
  } finally {
    await embedded.stop()
  }
  assert.equal(readEmbeddedUrls(dataDir), undefined)
})
