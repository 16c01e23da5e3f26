import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { inTransaction } from '../database/db.ts'
import { deleteOldTraces, listTraces, queueTraces } from './stored-traces.ts'

const SENT = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`
const NOT_SENT = SENT.replace(/01$/, '00')

test('traces that are sent are stored once, for 30 days', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  await inTransaction(pool, async (tx) => {
    queueTraces(tx, [
      { id: 'case_1', traceparent: SENT },
      { id: 'case_2', traceparent: NOT_SENT },
      { id: 'case_3', traceparent: undefined },
      { id: 'enf_1', traceparent: SENT },
    ])
    queueTraces(tx, [{ id: 'case_1', traceparent: SENT.replace('1', '3') }])
  })
  const stored = async () =>
    (await listTraces(pool, ['case_1', 'case_2', 'case_3', 'enf_1'])).map(({ id }) => id).sort()
  assert.deepEqual(await stored(), ['case_1', 'enf_1'])
  assert.equal((await listTraces(pool, ['case_1']))[0]?.traceparent, SENT)
  await ownerPool.query(sql`update trace_context set at = at - interval '31 days' where id = 'case_1'`)
  await deleteOldTraces({ db: pool })
  assert.deepEqual(await stored(), ['enf_1'])
})
