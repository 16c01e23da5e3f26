import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { SPAMMER, startMisuse } from '../../../test/support/misuse.ts'
import { pageOf } from '../../foundation/database/select-page.ts'
import { listSenders } from './misuse-queries.ts'
import { STORED_IN_PAUSE_MAX } from './paused-reports.ts'

const DAY_MS = 86_400_000

test('a pause stores few reports of a flood', async (t) => {
  const { paused, send, db, database, keyId } = await startMisuse(t)
  const measureId = await paused()
  const body = JSON.stringify({ reporterId: SPAMMER, category: 'SCAMS_AND_FRAUD' })
  await database.ownerPool.query(sql`
    insert into paused_report (key_id, client_id, body_hash, measure_id, body)
    select ${keyId}, 'flood-' || n, sha256('x'), ${measureId}, ${body}::jsonb from generate_series(1, ${STORED_IN_PAUSE_MAX}) n`)
  const stored = () => db.onlyValue<number>(sql`select count(*)::integer from paused_report`)
  assert.equal((await send()).kind, 'paused')
  assert.equal(await stored(), STORED_IN_PAUSE_MAX)
  await database.advance(61 * DAY_MS)
  await db.query(sql`select forget_misuse()`)
  assert.equal(await stored(), 0)
})

test('words of old marks go while the sender is marked on', async (t) => {
  const { mark, heron, db, database } = await startMisuse(t)
  const old = await mark(heron)
  await database.advance(731 * DAY_MS)
  const recent = await mark(heron)
  await db.query(sql`select forget_misuse()`)
  const kept = await db.listValues<string>(sql`select id from misuse_mark where reason is not null`)
  assert.deepEqual([kept, old.senderId], [[recent.id], recent.senderId])
})

test('senders with the latest marks come first', async (t) => {
  const { mark, unfounded, heron, db, database } = await startMisuse(t)
  await mark(heron, await unfounded())
  await database.advance(1_000)
  const { senderId } = await mark(heron, await unfounded({ reporterId: 'user-53' }))
  const first = async () => (await listSenders(db, pageOf({}))).items.map(({ id }) => id)
  assert.equal((await first())[0], senderId)
  await database.advance(181 * DAY_MS)
  assert.deepEqual(await first(), [], 'older marks count no more')
})

test('a reporter of whom marks alone are left is known', async (t) => {
  const { mark, heron, db, database } = await startMisuse(t)
  await mark(heron)
  await database.ownerPool.query(sql`delete from case_reporter`)
  assert.equal(await db.onlyValue<boolean>(sql`select is_known_person('reporter', ${SPAMMER}) as known`), true)
})
