import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyDatabase } from '../../../test/support/fresh-database.ts'
import { DATABASE_DIR } from '../../foundation/settings/package-paths.ts'
import { endPast, markDatabase } from '../../foundation/store/mark-database.ts'
import { migrate } from '../../foundation/store/migrate.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { refuseDriven } from './read-mark.ts'

const QUIET = { info: () => undefined, warn: () => undefined }
const BEGINS = new Date('2026-05-04T09:00:00Z')

test("a demo's clock is set by hand only until its story ends", async (t) => {
  const { ownerUrl, url, pool, ownerPool } = await emptyDatabase(t)
  await migrate(ownerUrl, DATABASE_DIR, QUIET)
  await markDatabase(ownerUrl, 'demo', BEGINS)
  assert.deepEqual(await readDeskTime(pool), BEGINS)
  await assert.rejects(refuseDriven(url), /clock that is set by hand/)
  await ownerPool.query(`select set_driven_clock(clock_timestamp() + interval '1 hour')`)
  await assert.rejects(endPast(ownerUrl), /not over yet/)
  await ownerPool.query(`select set_driven_clock($1)`, [BEGINS])
  await assert.rejects(pool.query('select end_demo_past()'), { code: '42501' })
  await endPast(ownerUrl)
  await refuseDriven(url)
  assert.ok((await readDeskTime(pool)) > BEGINS)
  await assert.rejects(ownerPool.query(`select set_driven_clock($1)`, [BEGINS]), /marked for it at its creation/)
})

test('only a demo database begins with a driven past', async (t) => {
  const { ownerUrl } = await emptyDatabase(t)
  await migrate(ownerUrl, DATABASE_DIR, QUIET)
  await assert.rejects(markDatabase(ownerUrl, 'driven', BEGINS), /only a demo/)
  await assert.rejects(endPast(ownerUrl), /only a demo/)
  await markDatabase(ownerUrl, 'driven')
  await assert.rejects(endPast(ownerUrl), /only a demo/)
})
