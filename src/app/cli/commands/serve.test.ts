import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../../test/support/fresh-database.ts'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import { waitForLock } from '../../../../test/support/wait-for-lock.ts'
import { findFreePort } from '../../../foundation/store/embedded/free-port.ts'
import { runProgram } from '../program.ts'

test('"serve" ends if its database is lost during the start', async (t) => {
  const { pool, ownerPool, url } = await freshDatabase(t, { marked: false })
  const port = `${await findFreePort()}`
  // The lock delays the insert of the first administrator on a desk without passkeys: by then the desk listens.
  const holding = await ownerPool.connect()
  t.after(() => holding.release(true))
  await holding.query('begin; lock table staff in share mode')
  const printed: string[] = []
  const served = runProgram(['serve', '--port', port], {
    env: {
      DATABASE_URL: url,
      COUNTERSIGN_DATA: tempDir(t),
      COUNTERSIGN_LOG_LEVEL: 'silent',
      COUNTERSIGN_PLATFORM_URL: 'http://127.0.0.1:9/countersign',
      COUNTERSIGN_PLATFORM_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    },
    print: (line) => printed.push(line),
    printError: () => undefined,
    terminal: () => undefined,
  })
  await waitForLock(pool)
  const requestHealth = () => fetch(`http://127.0.0.1:${port}/healthz`)
  assert.equal((await requestHealth()).status, 200)
  await pool.query(sql`
    select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
  assert.equal(await served, 1)
  await assert.rejects(requestHealth)
  assert.doesNotMatch(printed.join('\n'), /Serving/)
})
