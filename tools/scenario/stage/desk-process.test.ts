import assert from 'node:assert/strict'
import { test } from 'node:test'
import { POLICIES_DIR } from '../../../src/foundation/settings/package-paths.ts'
import { freshDatabase, type TestDatabase } from '../../../test/support/fresh-database.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { startDeskProcess } from './desk-process.ts'

const NOW = new Date('2026-05-04T09:00:00Z')
/** Nothing answers on the port for discarding. */
const PLATFORM = { url: 'http://127.0.0.1:9/', secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }

const settings = ({ url }: TestDatabase, dataDir: string) => ({
  databaseUrl: url,
  platform: PLATFORM,
  policiesDir: POLICIES_DIR,
  dataDir,
})

test('a desk with a driven clock needs a database so marked', async (t) => {
  const database = await freshDatabase(t, { marked: false })
  await assert.rejects(startDeskProcess(settings(database, tempDir(t)), NOW), {
    message: /^The desk did not start: .* runs on a database that was marked for it, and on no other\.$/,
  })
})

test("a scenario's killed desk answers no call; its clock stays", async (t) => {
  const database = await freshDatabase(t, { driven: true })
  await database.setClock(NOW)
  const desk = await startDeskProcess(settings(database, tempDir(t)), NOW)
  t.after(desk.kill)
  assert.equal((await fetch(`${desk.url}/healthz`)).status, 200)
  await desk.setClock(new Date(NOW.getTime() + 1_000))
  await desk.kill()
  await assert.rejects(fetch(`${desk.url}/healthz`))
  await assert.rejects(desk.setClock(NOW), { message: 'The desk ended while the day was played.' })
})
