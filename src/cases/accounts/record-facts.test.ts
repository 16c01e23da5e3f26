import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountFacts } from '@countersign/platform-kit'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { recordAccountFacts, recordContentFacts } from './record-facts.ts'

const NOW = new Date('2031-06-15T12:00:00Z')
const before = (days: number): string => new Date(NOW.getTime() - days * 86_400_000).toISOString()

async function startFacts(t: Parameters<typeof freshDatabase>[0]) {
  const database = await freshDatabase(t, { driven: true })
  await database.setClock(NOW)
  const reading = (factsAt: string, changes: Partial<AccountFacts> = {}) => ({
    source: 'test',
    factsAt,
    account: {
      id: 'a1',
      handle: 'ann',
      displayName: 'Ann',
      reach: 100,
      verified: false,
      tags: [],
      createdAt: null,
      ...changes,
    } satisfies AccountFacts,
  })
  const record = (...readings: ReturnType<typeof reading>[]) =>
    inTransaction(database.pool, (tx) => recordAccountFacts(tx, { kind: 'desk' }, readings))
  const read = async (id = 'a1') =>
    (
      await database.pool.query(
        `select handle, display_name, reach, reach_counted, verified, tags, absent, protected, source,
      facts_at, account_created_at from account where id = $1`,
        [id],
      )
    ).rows[0]
  const entries = async () =>
    (
      await database.pool.query<{ payload: Buffer; subject: string }>(
        `select payload, subject from ledger_payload where kind = 'facts_read' order by leaf_id`,
      )
    ).rows.map(({ payload, subject }) => ({ ...JSON.parse(payload.toString()), subject }))
  return { ...database, reading, record, read, entries }
}

test("an account's facts are stored as the platform stated them", async (t) => {
  const { record, reading, read } = await startFacts(t)
  const full = reading(before(1), {
    handle: 'Zoë 😀',
    displayName: '{"a":"\\\\"}',
    verified: true,
    tags: ['sports', 'arts'],
    createdAt: '2020-02-29T01:02:03.004+01:00',
  })
  assert.deepEqual(await record(full), ['recorded'])
  assert.deepEqual(await read(), {
    handle: 'Zoë 😀',
    display_name: '{"a":"\\\\"}',
    reach: 100,
    reach_counted: 100,
    verified: true,
    tags: ['arts', 'sports'],
    absent: [],
    protected: false,
    source: 'test',
    facts_at: new Date(before(1)),
    account_created_at: new Date('2020-02-29T00:02:03.004Z'),
  })
})

test('older facts overwrite no newer ones; their reach and tags count', async (t) => {
  const { record, reading, read } = await startFacts(t)
  await record(reading(before(1), { handle: 'new', tags: ['arts'] }))
  const older = reading(before(2), { handle: 'old', reach: 90_000, tags: ['newsroom', 'sports'], verified: true })
  assert.deepEqual(await record(older), ['older'])
  const { handle, reach, reach_counted, tags, verified, protected: isProtected, facts_at } = await read()
  assert.deepEqual(
    { handle, reach, reach_counted, tags, verified, isProtected, facts_at },
    {
      handle: 'new',
      reach: 100,
      reach_counted: 90_000,
      tags: ['arts', 'newsroom'],
      verified: false,
      isProtected: true,
      facts_at: new Date(before(1)),
    },
  )
})

test("an account's number of contents is that of the newest facts", async (t) => {
  const { record, reading, pool } = await startFacts(t)
  const itemsAfter = async (days: number, items?: AccountFacts['items']) => {
    await record(reading(before(days), items === undefined ? {} : { items }))
    const { rows } = await pool.query(`select items, 'items' = any (absent) as absent from account`)
    return [rows[0].items, rows[0].absent]
  }
  assert.deepEqual(await itemsAfter(9), [null, false])
  assert.deepEqual(await itemsAfter(8, 40), [40, false])
  assert.deepEqual(await itemsAfter(9, 900), [40, false])
  assert.deepEqual(await itemsAfter(7, 0), [0, false])
  assert.deepEqual(await itemsAfter(6, 'absent'), [null, true])
  assert.deepEqual(await itemsAfter(5, 12), [12, false])
  assert.deepEqual(await itemsAfter(4, null), [null, false])
})

test('facts dated up to five seconds ahead count as current', async (t) => {
  const { record, reading, read } = await startFacts(t)
  const ahead = (ms: number) => new Date(NOW.getTime() + ms).toISOString()
  assert.deepEqual(await record(reading(ahead(5_001))), ['in_future'])
  assert.equal(await read(), undefined)
  const other = reading(ahead(5_000))
  assert.deepEqual(await record(reading(ahead(60_000), { reach: 5_000_000 }), other), ['in_future', 'recorded'])
  assert.deepEqual([(await read()).reach_counted, (await read()).facts_at], [100, NOW])
})

test("an account's reach counts as its highest within 180 days", async (t) => {
  const { record, reading, read, advance } = await startFacts(t)
  await record(reading(before(179), { reach: 500_000 }))
  await record(reading(before(1), { reach: 10 }))
  assert.deepEqual([(await read()).reach, (await read()).reach_counted, (await read()).protected], [10, 500_000, true])
  await advance(3 * 86_400_000)
  await record(reading(NOW.toISOString(), { reach: 20 }))
  assert.deepEqual([(await read()).reach, (await read()).reach_counted, (await read()).protected], [20, 20, false])
})

test("a day's reach is its highest, in any order of facts", async (t) => {
  const { record, reading, read } = await startFacts(t)
  const at = (hour: string) => `2031-06-10T${hour}:00:00Z`
  await record(reading(at('10'), { reach: 120_000 }))
  await record(reading(at('11'), { reach: 3 }))
  await record(reading(at('09'), { reach: 4 }))
  assert.deepEqual([(await read()).reach, (await read()).reach_counted], [3, 120_000])
})

test('the newest known reach counts even if years old', async (t) => {
  const { record, reading, read } = await startFacts(t)
  await record(reading(before(4_000), { reach: 7 }))
  await record(reading(before(3_000), { reach: 300_000 }))
  assert.deepEqual([(await read()).reach_counted, (await read()).protected], [300_000, true])
  await record(reading(before(0), { reach: 8 }))
  assert.deepEqual([(await read()).reach_counted, (await read()).protected], [8, false])
})

test('an unknown reach lowers no reach and protects a new account', async (t) => {
  const { record, reading, read } = await startFacts(t)
  await record(reading(before(2), { reach: null }))
  assert.deepEqual([(await read()).reach, (await read()).reach_counted, (await read()).protected], [null, null, true])
  await record(reading(before(1), { reach: 50 }))
  await record(reading(before(0), { reach: null }))
  assert.deepEqual([(await read()).reach, (await read()).reach_counted, (await read()).protected], [null, 50, false])
})

test('a fact that a platform omits is absent unless known before', async (t) => {
  const { record, reading, read } = await startFacts(t)
  const absent = { reach: 'absent', verified: 'absent', tags: 'absent', createdAt: 'absent' } as const
  await record(reading(before(2), absent))
  const known = await read()
  assert.deepEqual([known.reach, known.verified, known.tags, known.protected], [null, null, [], false])
  assert.deepEqual(known.absent, ['reach', 'verified', 'tags', 'createdAt'])
  await record(reading(before(1), { reach: 100_000, tags: ['candidate'] }))
  await record(reading(before(0), absent))
  assert.deepEqual([(await read()).protected, (await read()).tags], [true, ['candidate']])
})

test('protective tags only accumulate; other tags follow the newest facts', async (t) => {
  const { record, reading, read } = await startFacts(t)
  await record(reading(before(3), { tags: ['candidate', 'arts'] }))
  await record(reading(before(2), { tags: ['human_rights', 'sports'] }))
  assert.deepEqual((await read()).tags, ['candidate', 'human_rights', 'sports'])
  await record(reading(before(1), { tags: null }))
  assert.deepEqual((await read()).tags, ['candidate', 'human_rights', 'sports'])
  await record(reading(before(0), { tags: [] }))
  assert.deepEqual((await read()).tags, ['candidate', 'human_rights'])
})

test('an account is protected until its tags are read', async (t) => {
  const { record, reading, read } = await startFacts(t)
  await record(reading(before(2), { tags: null }))
  assert.equal((await read()).protected, true)
  await record(reading(before(3), { tags: [] }))
  assert.equal((await read()).protected, true)
  await record(reading(before(1), { tags: [] }))
  assert.equal((await read()).protected, false)
})

test('concurrent writers of facts keep the highest reach and all tags', async (t) => {
  const { record, reading, read } = await startFacts(t)
  const tags = ['public_office', 'candidate', 'newsroom', 'emergency_service', 'election_body', 'human_rights']
  for (let round = 0; round < 10; round++) {
    const id = `c${round}`
    await Promise.all(
      tags.map((tag, n) => record(reading(before((n + round) % 3), { id, tags: [tag], reach: 1_000 * (n + 1) }))),
    )
    const account = await read(id)
    assert.deepEqual(account.tags, [...tags].sort())
    assert.equal(account.reach_counted, 6_000)
    assert.deepEqual(account.facts_at, new Date(before(0)))
  }
})

test('concurrent batches of facts about the same accounts all succeed', async (t) => {
  const { record, reading, read } = await startFacts(t)
  const batch = (turn: number) => {
    const ids = Array.from({ length: 40 }, (_, n) => `b${n}`)
    return (turn % 2 === 0 ? ids : ids.reverse()).map((id) => reading(before(turn), { id, reach: turn }))
  }
  const outcomes = await Promise.all([0, 1, 2, 3].map((turn) => record(...batch(turn))))
  assert.ok(outcomes.every((each) => each.length === 40))
  assert.equal((await read('b7')).reach_counted, 3)
  assert.equal((await read('b7')).reach, 0)
})

test('one batch holds several facts of the same account', async (t) => {
  const { record, reading, read, entries } = await startFacts(t)
  const outcomes = await record(
    reading(before(2), { handle: 'second', tags: ['newsroom'] }),
    reading(before(3), { handle: 'first', reach: 900 }),
    reading(before(1), { handle: 'third', id: 'a2' }),
    reading(before(1), { handle: 'last' }),
  )
  assert.deepEqual(outcomes, ['recorded', 'older', 'recorded', 'recorded'])
  const account = await read()
  assert.deepEqual([account.handle, account.reach_counted, account.tags], ['last', 900, ['newsroom']])
  assert.equal((await entries()).length, 2)
})

test('the ledger records only first and changed protections of an account', async (t) => {
  const { record, reading, entries } = await startFacts(t)
  await record(reading(before(4)))
  await record(reading(before(3), { reach: 101 }))
  await record(reading(before(2), { reach: 100_000 }))
  await record(reading(before(1), { reach: 100_001 }))
  assert.deepEqual(
    (await entries()).map((entry) => [entry.subject, entry.by, entry.protected, entry.factsAt]),
    [
      ['account:a1', 'desk', false, before(4)],
      ['account:a1', 'desk', true, before(2)],
    ],
  )
})

test('a fact that PostgreSQL cannot store is refused by name', async (t) => {
  const { record, reading, read } = await startFacts(t)
  await assert.rejects(record(reading(before(1), { handle: 'a\0b' })), { code: 'invalid_input', message: /^handle / })
  await assert.rejects(record(reading(before(1), { tags: ['\ud800'] })), {
    code: 'invalid_input',
    message: /^tags\/0 /,
  })
  await assert.rejects(record(reading(before(1), { createdAt: '2023-02-29T00:00:00Z' })), { message: /^createdAt / })
  await assert.rejects(record(reading('2023-02-29T00:00:00Z')), { message: /^factsAt / })
  assert.equal(await read(), undefined)
})

test('newer facts about a content move its open case to another account', async (t) => {
  const { pool, ownerPool } = await startFacts(t)
  await ownerPool.query(`insert into review_case (subject, queue, category, due_at)
    values ('content:t1', 'general', 'VIOLENCE', desk_now())`)
  const content = (factsAt: string, accountId: string, text: string, language?: string, source = 'platform') => ({
    source,
    factsAt,
    content: {
      id: 't1',
      accountId,
      kind: 'post',
      text,
      createdAt: null,
      ...(language === undefined ? {} : { language }),
    },
  })
  const record = (...given: ReturnType<typeof content>[]) => inTransaction(pool, (tx) => recordContentFacts(tx, given))
  const state = async () =>
    (
      await pool.query(`select content.account_id, text, content.language, review_case.account_id as case_account
        from content join review_case on subject = 'content:' || content.id`)
    ).rows[0]
  assert.deepEqual(await record(content(before(1), 'ann', 'now', 'ga')), ['recorded'])
  assert.deepEqual(await record(content(before(2), 'ben', 'then')), ['older'])
  assert.deepEqual(await record(content(before(0), 'ben', 'a key', 'ga', 'key:key_1')), ['other_author'])
  assert.deepEqual(await state(), { account_id: 'ann', text: 'now', language: 'ga', case_account: 'ann' })
  const late = content(new Date(NOW.getTime() + 6_000).toISOString(), 'eve', 'future')
  assert.deepEqual(await record(late), ['in_future'])
  assert.deepEqual(await record(late, content(before(3), 'x', 'x'), content(before(0), 'cat', 'next')), [
    'in_future',
    'older',
    'recorded',
  ])
  assert.deepEqual(await state(), { account_id: 'cat', text: 'next', language: 'ga', case_account: 'cat' })
})
