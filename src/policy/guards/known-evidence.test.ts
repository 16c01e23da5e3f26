import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { findKnown } from '../../enforcement/facts/queries.ts'

test('judged evidence differs once text, pictures or bytes change', async (t) => {
  const { pool } = await freshDatabase(t)
  const seen = new Set<string | null>()
  const isOther = async () => {
    const about = {
      accountId: null,
      subject: 'content:t1',
      staffId: null,
      openedAt: null,
      needs: new Set<never>(),
      readsAsker: true,
      takesContent: false,
      by: DESK,
      source: 'person' as const,
      windows: [],
    }
    const { evidence } = await inTransaction(pool, (tx) => findKnown(tx, about))
    const before = seen.size
    return seen.add(evidence).size > before
  }
  await pool.query(`insert into content (id, account_id, kind, text, source, facts_at)
    values ('t1', 'ann', 'post', 'Hello', 'test', desk_now())`)
  assert.ok(await isOther())
  await pool.query(`insert into content_media (content_id, reference, place, kind, media_type, class)
    values ('t1', 'photo', 0, 'image', 'image/png', 'ordinary')`)
  assert.ok(await isOther(), 'a picture came')
  await pool.query(`update content_media set alternative_text = 'A boat.'`)
  assert.ok(!(await isOther()), 'its words are others')
  await pool.query(`update content_media set sha256 = sha256('one')`)
  assert.ok(await isOther(), 'its bytes are known')
  await pool.query(`update content_media set sha256 = sha256('two')`)
  assert.ok(await isOther(), 'its bytes are others')
  await pool.query(`update content set text = 'Bye'`)
  assert.ok(await isOther(), 'the text is another')
  await pool.query(`update content_media set gone_at = desk_now()`)
  assert.ok(await isOther(), 'it went')
})
