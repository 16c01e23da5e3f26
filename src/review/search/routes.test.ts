import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase, givenReports } from '../../../test/support/cases.ts'
import { givenKey } from '../../../test/support/people.ts'
import { givenNamed, givenNote, givenPost, startSearch } from '../../../test/support/search.ts'

test('200: cases are found by words of content and notes', async (t) => {
  const { db, search, find } = await startSearch(t)
  const old = await givenPost(db, 't1', 'Sunny meadows are for sale', { openedAt: new Date('2026-01-02T03:04:05Z') })
  const young = await givenPost(db, 't2', 'A meadow — with “sunny” MEADOWS, party🎉')
  const noted = await givenPost(db, 't3', 'Something else')
  await givenNote(db, noted, 'Sunny meadows again, see <b>the others</b>')
  assert.deepEqual(await find('case', 'sunny meadows'), [noted, young, old])
  assert.deepEqual(await find('case', '"meadows are"'), [old])
  assert.deepEqual(await find('case', 'sale or party'), [young, old])
  assert.deepEqual(await find('case', 'sunny -party -again'), [old])
  assert.deepEqual(await find('case', '🎉'), [young])
  assert.deepEqual(await find('case', 'nowhere'), [])
  const { body } = await search('case', 'again')
  const [{ kind, excerpt, subject, state, reportCount }] = body.items
  assert.deepEqual([kind, state, reportCount, subject], ['case', 'open', 0, { kind: 'content', id: 't3' }])
  assert.match(excerpt, /^Sunny meadows again/)
})

test('200: a case id or @handle is found first', async (t) => {
  const { db, search, find } = await startSearch(t)
  await givenNamed(db, 'a77', 'Wanderer')
  const post = await givenPost(db, 't1', 'Nothing', { accountId: 'a77' })
  const own = await givenCase(db, { subject: 'account:a77', accountId: 'a77' })
  const other = await givenPost(db, 't2', 'a77 and t1 and @wanderer are told of here')
  const { rows } = await db.query<{ id: string }>(sql`
    insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
    values ('content:t1', 'a77', 'hide', 'spam', 'person', 'key:key_1', false, 'key:key_1', desk_now() + interval '1 hour')
    returning id`)
  assert.deepEqual(await find('case', post), [post])
  assert.deepEqual(await find('case', rows[0]?.id ?? ''), [post])
  assert.deepEqual(await find('case', 'a77'), [own, post, other])
  assert.deepEqual(await find('case', 'a77', { limit: 1 }), [own, post, other])
  assert.deepEqual(await find('case', 't1'), [post, other])
  assert.deepEqual(await find('case', '@wanderer'), [own, post, other])
  assert.equal((await search('case', post)).body.items[0].excerpt, null)
  assert.deepEqual(await find('account', rows[0]?.id ?? ''), ['a77'])
  assert.deepEqual(await find('account', 't1'), ['a77'])
  assert.deepEqual(await find('account', post), ['a77'])
})

test('200: accounts found by handle precede those by words', async (t) => {
  const { db, search, find } = await startSearch(t)
  await givenNamed(db, 'w', 'zed_9', 'My Zara shop')
  await givenNamed(db, 'n', 'shop', 'Zara and friends')
  await givenNamed(db, 'p2', 'zara_b', 'Zara B')
  await givenNamed(db, 'p1', 'ZaraA', 'zara zara')
  await givenNamed(db, 'h', 'Zara', 'Zara')
  await givenNamed(db, 'zara', 'nothing_alike')
  await givenNamed(db, 'x', 'other', 'No such name')
  const expected = ['zara', 'h', 'p2', 'p1', 'n', 'w']
  assert.deepEqual((await find('account', 'zara')).toSorted(), expected.toSorted())
  assert.deepEqual(await find('account', 'zara'), ['zara', 'h', 'p2', 'p1', 'n', 'w'])
  for (const limit of [1, 2, 4, 6]) assert.deepEqual(await find('account', 'zara', { limit }), expected)
  assert.deepEqual(await find('account', '@ZARA'), ['h', 'p2', 'p1', 'n', 'w'])
  const [{ factsAt, ...told }] = (await search('account', '@zara')).body.items
  assert.match(factsAt, /Z$/)
  const facts = { verified: null, tags: [], reachCounted: 31, protected: false }
  assert.deepEqual(told, { kind: 'account', id: 'h', handle: 'Zara', displayName: 'Zara', ...facts })
})

test('200: addresses, names and parts of handles find account and cases', async (t) => {
  const { db, find } = await startSearch(t)
  await givenNamed(db, 'a77', 'minister_vale', 'Sofía Vale')
  await givenNamed(db, 'a78', 'vale_fans', 'Fans')
  const own = await givenCase(db, { subject: 'account:a77', accountId: 'a77' })
  const post = await givenPost(db, 't1', 'Nothing', { accountId: 'a77' })
  const fans = await givenPost(db, 't2', 'Nothing', { accountId: 'a78' })
  for (const q of ['minister_vale', '@Minister_Vale', 'https://harbour.example/@minister_vale?tab=posts'])
    assert.deepEqual((await find('case', q)).toSorted(), [own, post].toSorted(), q)
  assert.deepEqual(await find('case', 'https://harbour.example/posts/t1'), [post])
  assert.deepEqual(await find('case', 'at://a77/app.post/t1'), [post, own])
  assert.deepEqual((await find('case', 'sofia')).toSorted(), [own, post].toSorted())
  assert.deepEqual(await find('case', 'vale fan'), [fans])
  assert.deepEqual(await find('case', 'https://harbour.example/%00/%ZZ'), [])
  for (const q of ['ister_v', 'sofia', 'fía va', 'https://harbour.example/@minister_vale', 'harbour://posts/t1'])
    assert.deepEqual(await find('account', q), ['a77'], q)
  assert.deepEqual(await find('account', 'ister%v'), [])
})

test('pages of search results list each result once', async (t) => {
  const { db, owner, search, find } = await startSearch(t)
  await db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at)
    select 't' || number, 'a' || number, 'post',
      concat_ws(' ', case when number <= 10100 then 'everywhere' end, case when number % 1000 = 0 then 'rare' end), 'test', desk_now()
    from generate_series(1, 14500) number`)
  await db.query(sql`
    insert into account (id, handle, display_name, protected, source, facts_at)
    select 'a' || number, 'h' || number, concat_ws(' ', 'Everywhere', case when number % 1000 = 0 then 'Rare' end), false, 'test',
      desk_now()
    from generate_series(1, 14500) number`)
  await owner.query(`
    insert into review_case (subject, account_id, queue, category, opened_at, due_at)
    select 'content:t' || number, 'a' || number, 'general', 'VIOLENCE',
      timestamptz '2031-05-17 09:30:00.123456+00' + number / 4 * interval '1 microsecond', desk_now()
    from generate_series(1, 14500) number`)
  // As after any import of this size: plans that earlier tests made of a few rows end.
  await owner.query('analyze account, content, review_case')
  const noted = await givenPost(db, 'n1', '', { openedAt: new Date('2031-05-17T09:30:00.124Z') })
  await givenNote(db, noted, 'Here too: everywhere')
  for (const kind of ['case', 'account']) {
    const rare = await find(kind, 'rare', { limit: 5 })
    assert.deepEqual([rare.length, new Set(rare).size], [14, 14], kind)
    assert.deepEqual(await find(kind, 'rare'), rare)
  }
  const { rows } = await db.query<{ id: string }>(sql`
    select review_case.id from review_case left join content on subject = 'content:' || content.id
    where content.text like '%everywhere%' or content.id = 'n1' order by opened_at desc, review_case.id desc`)
  assert.equal(rows.length, 10_101)
  const everywhere = await find('case', 'everywhere', { limit: 200 })
  assert.deepEqual(
    everywhere,
    rows.map(({ id }) => id),
  )
  const { body } = await search('account', 'everywhere -rare', { more: '&limit=200' })
  const handles: string[] = body.items.map((item: { handle: string }) => item.handle)
  assert.deepEqual(handles, [...new Set(handles)].sort())
  assert.deepEqual([handles.length, handles[0], handles.includes('h1000')], [200, 'h1', false])
})

test('a search hides cases of other sites and clearances', async (t) => {
  const { db, find, reviewer } = await startSearch(t)
  await givenNamed(db, 'open', 'meadow_1')
  await givenNamed(db, 'guarded', 'meadow_2', '', true)
  const plain = await givenPost(db, 't1', 'meadow', { accountId: 'open' })
  const north = await givenPost(db, 't2', 'meadow', { accountId: 'open', employer: 'Northwind' })
  const safety = await givenPost(db, 't3', 'meadow', { accountId: 'open', clearances: ['safety'] })
  const guarded = await givenPost(db, 't4', 'meadow', { accountId: 'guarded' })
  await db.query(sql`insert into vendor_place (employer, site) values ('Southwind', null)`)
  const south = await givenPost(db, 't5', 'meadow', { accountId: 'open', employer: 'Southwind' })
  for (const caseId of [plain, north, safety, guarded, south]) await givenNote(db, caseId, 'noted')
  const all = [
    [{}, [plain], ['open']],
    [{ employer: 'Northwind' }, [plain, north], ['open']],
    [{ employer: 'Southwind' }, [south], ['open']],
    [{ clearances: ['safety'] }, [plain, safety], ['open']],
    [{ clearances: ['protected'] }, [plain, guarded], ['open', 'guarded']],
  ] as const
  for (const [given, cases, accounts] of all) {
    const as = await reviewer(given)
    assert.deepEqual((await find('case', 'meadow', { as })).toSorted(), [...cases])
    assert.deepEqual((await find('case', 'noted', { as })).toSorted(), [...cases])
    assert.deepEqual((await find('account', 'meadow', { as })).toSorted(), [...accounts].toSorted())
    for (const caseId of [plain, north, safety, guarded, south]) {
      const seen = (cases as readonly string[]).includes(caseId)
      assert.deepEqual(await find('case', caseId, { as }), seen ? [caseId] : [], caseId)
    }
    const accountId = cases.some((caseId) => caseId === guarded) ? ['guarded'] : []
    for (const named of ['guarded', 't4', guarded, '@meadow_2'])
      assert.deepEqual(await find('account', named, { as }), accountId, named)
  }
})

test('a search never reveals reporters or unindexed comments', async (t) => {
  const { db, search } = await startSearch(t)
  const [key, caseId] = [await givenKey(db), await givenPost(db, 't1', 'meadow')]
  await givenReports(db, key.id, caseId, 2)
  for (const q of ['reporter-1', 'reporter', 'client-1', 'Comment 1', key.id])
    assert.deepEqual((await search('case', q)).body, { items: [], nextCursor: null, complete: true, incomplete: [] }, q)
  assert.ok(!(await search('case', 'meadow')).text.includes('reporter-'))
})

test('400: invalid searches are refused', async (t) => {
  const { search } = await startSearch(t)
  const bad = [
    await search('case', ''),
    await search('case', 'x'.repeat(1_001)),
    await search('report', 'x'),
    await search('', 'x'),
    await search('case', 'x', { more: '&limit=0' }),
    await search('case', 'x', { more: '&limit=201' }),
    await search('case', 'x', { more: '&colour=red' }),
    await search('case', 'x', { more: '&q=y' }),
    await search('case', 'a\0b'),
  ]
  for (const { status, text } of bad) assert.equal(status, 400, text)
  const forged = [
    'zzz',
    '[]',
    '[0,"1"]',
    '[-1,"1","case_1"]',
    '[0,1,"case_1"]',
    '[0,"1;drop","case_1"]',
    '[0,"99999999999999999","case_1"]',
    '[1,"5","\\u0000"]',
    '[1,"5","\\ud800"]',
    '',
  ]
  for (const text of forged) {
    const more = `&cursor=${Buffer.from(text).toString('base64url')}`
    assert.equal((await search('case', 'x', { more })).status, 400, text)
  }
  const odd = Buffer.from('[4,"\\ud800","a"]').toString('base64url')
  assert.equal((await search('account', 'x', { more: `&cursor=${odd}` })).status, 400)
  const farthest = Buffer.from('[1,"9999999999999999","case_1"]').toString('base64url')
  assert.equal((await search('case', 'x', { more: `&cursor=${farthest}` })).status, 200)
})

test('401, 403, 200: strangers and keys are refused; policy people search', async (t) => {
  const { db, search, reviewer } = await startSearch(t)
  for (const kind of ['case', 'account']) {
    assert.equal((await search(kind, 'x', { as: 'cs_pat_nobody' })).status, 401)
    assert.equal((await search(kind, 'x', { as: (await givenKey(db)).token })).status, 403)
    assert.equal((await search(kind, 'x', { as: await reviewer({ onShift: false }) })).status, 403)
    assert.equal((await search(kind, 'x', { as: await reviewer({ onShift: false, roles: ['policy'] }) })).status, 200)
  }
})

test('503: a slow search is ended with advice to narrow it', async (t) => {
  const { db, owner, search } = await startSearch(t)
  const caseId = await givenPost(db, 't1', 'Nothing')
  const client = await owner.connect()
  try {
    await client.query('begin; lock table content in access exclusive mode')
    const { status, body } = await search('case', 'meadow')
    assert.equal(status, 503)
    assert.match(body.detail, /Add a rarer word/)
    const { body: found } = await search('case', caseId)
    assert.deepEqual([found.items.length, found.complete], [1, false], 'what a name found before is shown')
  } finally {
    await client.query('rollback')
    client.release()
  }
  assert.equal((await search('case', 'meadow')).status, 200)
})
