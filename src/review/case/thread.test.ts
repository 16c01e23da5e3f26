import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { caseRoutes } from './case-routes.ts'

async function start(t: Parameters<typeof startTestDesk>[0]) {
  const { desk, app } = await startTestDesk(t, { routes: [caseRoutes] })
  const { token } = await givenStaff(desk.db, { onShift: true })
  const read = async (caseId: string) =>
    (await app.inject({ url: `/v1/cases/${caseId}`, headers: bearer(token) })).json()
  return { db: desk.db, read }
}

test('a case shows the thread around its content', async (t) => {
  const { db, read } = await start(t)
  const accountId = await givenAccount(db, { id: 'ann' })
  const recordPost = (id: string, parentId: string | null, minute: number) =>
    db.query(sql`
      insert into content (id, account_id, kind, text, parent_id, content_created_at, source, facts_at)
      values (${id}, ${id === 't9' ? 'stranger' : 'ann'}, 'post', ${`says ${id}`}, ${parentId},
        ${new Date(Date.UTC(2026, 1, 3, 4, minute))}, 'test', desk_now())`)
  for (const [id, parentId, minute] of [
    ...[['t1', 'unknown', 1] as const, ['t2', 't1', 2] as const, ['t3', 't2', 3] as const],
    ...[['t9', 't3', 9] as const, ['t5', 't3', 5] as const, ['t6', 't2', 6] as const],
  ])
    await recordPost(id, parentId, minute)
  await db.query(sql`
    insert into content_media (content_id, reference, place, kind, media_type, class)
    values ('t5', 'photo', 0, 'image', 'image/png', 'ordinary')`)
  const { thread, content } = await read(await givenCase(db, { subject: 'content:t3', accountId }))
  const told = (posts: Record<string, unknown>[]) => posts.map(({ id, handle, mediaCount }) => [id, handle, mediaCount])
  assert.deepEqual(
    [content.parentId, told(thread.before), told(thread.after)],
    [
      't2',
      [
        ['t1', 'invented', 0],
        ['t2', 'invented', 0],
      ],
      [
        ['t5', 'invented', 1],
        ['t9', null, 0],
      ],
    ],
  )
  assert.deepEqual((await read(await givenCase(db, { subject: 'content:t1', accountId }))).thread.before, [])
  assert.deepEqual((await read(await givenCase(db))).thread, { before: [], after: [] })
})

test('a circular or endless thread of posts is cut', async (t) => {
  const { db, read } = await start(t)
  const accountId = await givenAccount(db, { id: 'ann' })
  await db.query(sql`
    insert into content (id, account_id, kind, text, parent_id, source, facts_at)
    select 't' || n, 'ann', 'post', 'round', 't' || (n + 1) % 3, 'test', desk_now() from generate_series(0, 2) n
    union all select 'a' || n, 'ann', 'post', 'long', 'a' || n + 1, 'test', desk_now() from generate_series(0, 30) n
    union all select 'r' || n, 'ann', 'post', 'loud', 'a0', 'test', desk_now() from generate_series(10, 40) n
    union all select 'self', 'ann', 'post', 'me', 'self', 'test', desk_now()`)
  const idsOf = async (subject: string) => {
    const { thread } = await read(await givenCase(db, { subject, accountId }))
    return [thread.before, thread.after].map((posts) => posts.map(({ id }: { id: string }) => id))
  }
  assert.deepEqual(await idsOf('content:t0'), [['t2', 't1'], []])
  assert.deepEqual(await idsOf('content:self'), [[], []])
  const [before, after] = await idsOf('content:a0')
  assert.deepEqual([before, after?.length], [['a5', 'a4', 'a3', 'a2', 'a1'], 10])
})

test("a case shows its reporters' earlier outcomes without names", async (t) => {
  const { db, read } = await start(t)
  const caseId = await givenCase(db)
  const records: readonly [string, number | null, number | null, boolean | null][] = [
    ['new', null, null, null],
    ['few', 2, 2, null],
    ['right', 4, 6, null],
    ['mixed', 3, 6, null],
    ['wrong', 1, 3, null],
    // This very case already counts in the reporters' record.
    ['counted', 3, 3, true],
  ]
  for (const [name, upheld, decided, here] of records) {
    const reporter = `reporter-${name}`
    await db.query(
      sql`insert into case_reporter (case_id, reporter_id, upheld) values (${caseId}, ${reporter}, ${here})`,
    )
    if (decided !== null)
      await db.query(sql`
        insert into reporter_record (reporter_id, upheld, decided) values (${reporter}, ${upheld}, ${decided})`)
  }
  const answer = await read(caseId)
  assert.deepEqual(answer.reporters, {
    ...{ counted: 6, littleKnown: 3, oftenRight: 1, mixed: 1, oftenWrong: 1 },
    ...{ decidedBefore: 19, upheldBefore: 12, flaggers: [] },
  })
  assert.ok(!JSON.stringify(answer).includes('reporter-'), 'nobody is named')
})
