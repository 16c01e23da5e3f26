import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { withinTime } from './within-time.ts'

class TooSlow extends Error {}
const tooSlow = () => new TooSlow()

test('all queries of a read share its time', async (t) => {
  const { pool } = await freshDatabase(t)
  const done: number[] = []
  const read = withinTime(pool, { ms: 200, tooSlow }, async (tx) => {
    for (let at = 0; at < 100; at++) {
      await tx.query(sql`select pg_sleep(0.03)`)
      done.push(at)
    }
  })
  await assert.rejects(read, TooSlow)
  assert.ok(done.length < 100)
})

test('slow reads of people leave most connections to others', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  const places = Math.floor(pool.options.max * 0.25)
  const holder = await ownerPool.connect()
  const waiting = () =>
    ownerPool
      .query(`select count(*)::integer as count from pg_locks where not granted and relation = 'notice'::regclass`)
      .then(({ rows }) => rows[0].count)
  const reads: Promise<unknown>[] = []
  const start = (by: string) =>
    reads.push(withinTime(pool, { ms: 600_000, tooSlow, by }, (tx) => tx.list(sql`select from notice`)))
  try {
    await holder.query('begin')
    await holder.query('lock table notice in access exclusive mode')
    for (let tab = 0; tab < 30; tab++) start('ana')
    await assert.rejects(
      withinTime(pool, { ms: 600_000, tooSlow, by: 'ana' }, () => Promise.resolve()),
      { code: 'too_many' },
    )
    await waitFor('the first read', async () => (await waiting()) === 1)
    for (let person = 0; person < pool.options.max; person++) start(`p-${person}`)
    await waitFor('the reads of others', async () => (await waiting()) === places)
    // Each other connection is free.
    const others = Array.from({ length: pool.options.max - places }, () => pool.connect())
    for (const client of await Promise.all(others)) client.release()
    assert.equal(await waiting(), places)
  } finally {
    await holder.query('rollback')
    holder.release()
    await Promise.all(reads)
  }
})
