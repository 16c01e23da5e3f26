import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { DeskError } from '../errors.ts'
import { ascending, descending, type ListedRows, type PageOf, type PageRequest, selectPage } from './select-page.ts'

interface Row {
  id: string
  at: Date
  done: boolean
}

const NEWEST: ListedRows = {
  rows: sql`select id, at, done from page_test`,
  key: [descending(sql`listed.at`, 'time'), descending(sql`listed.id`, 'text')],
}
const OPEN_FIRST: ListedRows = {
  rows: NEWEST.rows,
  key: [
    ascending(sql`listed.done::integer`, 'number'),
    descending(sql`listed.at`, 'time'),
    ascending(sql`listed.id`, 'text'),
  ],
}
const ROWS = 60
const LIMIT = 7

async function start(t: Parameters<typeof freshDatabase>[0]) {
  const { ownerPool: db } = await freshDatabase(t)
  await db.query(sql`create table page_test (id text primary key, at timestamptz not null, done boolean not null)`)
  /** Rows whose times differ by microseconds, three of each time: a JavaScript date would take all for equal. */
  await db.query(sql`
    insert into page_test
    select 'old_' || n, timestamptz '2031-01-01' + (n / 3) * interval '1 microsecond', n % 4 = 0
    from generate_series(1, ${ROWS}) n`)
  const insert = (id: string, micros: number) =>
    db.query(sql`
      insert into page_test values (${id}, timestamptz '2031-01-01' + ${micros} * interval '1 microsecond', false)`)
  const read = (list: ListedRows, page: PageRequest): Promise<PageOf<Row>> => selectPage<Row>(db, list, page)
  return { insert, read }
}

for (const [name, list] of Object.entries({ 'newest first': NEWEST, 'mixed directions': OPEN_FIRST })) {
  test(`pages of a list show each row once during inserts: ${name}`, async (t) => {
    const { insert, read } = await start(t)
    const seen: string[] = []
    let cursor: string | undefined
    for (let page = 0; page < ROWS; page++) {
      const { items, nextCursor } = await read(list, { limit: LIMIT, cursor })
      assert.ok(items.length <= LIMIT)
      seen.push(...items.map(({ id }) => id))
      if (nextCursor === null) break
      cursor = nextCursor
      // Before, amid and after the rows of the next page.
      await Promise.all([100, 10, 0].map((micros) => insert(`new_${page}_${micros}`, micros)))
    }
    assert.equal(new Set(seen).size, seen.length, 'no row twice')
    const old = Array.from({ length: ROWS }, (_, index) => `old_${index + 1}`)
    assert.deepEqual(seen.filter((id) => id.startsWith('old_')).toSorted(), old.toSorted(), 'no row missing')
    const whole = (await read(list, { limit: 500, cursor: undefined })).items.map(({ id }) => id)
    assert.deepEqual(
      seen,
      whole.filter((id) => seen.includes(id)),
      'in the order of the list',
    )
  })
}

test('a cursor that the list did not issue is refused', async (t) => {
  const { read } = await start(t)
  const { nextCursor } = await read(OPEN_FIRST, { limit: LIMIT, cursor: undefined })
  const forged = ['[]', '{}', 'null', '[1,"a"]', '["x","old_1"]', '["1","old_1","more"]', '["1","\\u0000"]']
  const cursors = [...forged.map((text) => Buffer.from(text).toString('base64url')), 'zzz', String(nextCursor)]
  for (const cursor of cursors) {
    await assert.rejects(
      read(NEWEST, { limit: LIMIT, cursor }),
      (error) => error instanceof DeskError && error.code === 'invalid_input',
      cursor,
    )
  }
})
