import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startPast } from '../../../../test/support/past-enforcements.ts'
import { givenPlatform } from '../../../../test/support/platforms.ts'
import { givenNamed, givenPost, startSearch } from '../../../../test/support/search.ts'

test('200: filters combine, and facets count the results', async (t) => {
  const { db, owner, search } = await startSearch(t)
  const old = new Date('2026-01-02T03:04:05Z')
  const closed = await givenPost(db, 't1', 'meadow', { queue: 'legal', openedAt: old })
  const english = await givenPost(db, 't2', 'meadow', { queue: 'legal', language: 'en' })
  const german = await givenPost(db, 't3', 'meadow', { queue: 'general', language: 'de' })
  await owner.query(sql`alter table review_case disable trigger user`)
  await owner.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${closed}`)
  const ids = async (more: string) =>
    ((await search('case', 'meadow', { more })).body.items as { id: string }[]).map(({ id }) => id)
  assert.deepEqual(await ids('&state=closed'), [closed])
  assert.deepEqual(await ids('&queue=legal'), [english, closed])
  assert.deepEqual(await ids('&queue=legal&state=open&language=EN&within=day'), [english])
  assert.deepEqual(await ids('&state=held'), [])
  const { body } = await search('case', 'meadow', { more: '&facets=true&language=de&limit=1' })
  assert.deepEqual(
    body.items.map(({ id }: { id: string }) => id),
    [german],
  )
  const { facets } = body
  assert.deepEqual([facets.total, facets.exact], [{ value: '', count: 1, more: false }, true])
  assert.deepEqual(facets.queue, [{ value: 'general', count: 1, more: false }])
  assert.deepEqual(
    facets.language.map(({ value }: { value: string }) => value),
    ['de', 'en'],
  )
  const all = (await search('case', 'meadow', { more: '&facets=true&limit=1' })).body
  assert.deepEqual([all.items.length, typeof all.nextCursor], [1, 'string'])
  assert.deepEqual(all.facets.state, [
    { value: 'open', count: 2, more: false },
    { value: 'closed', count: 1, more: false },
  ])
  const next = (await search('case', 'meadow', { more: `&facets=true&limit=1&cursor=${all.nextCursor}` })).body
  assert.deepEqual([next.items[0].id, next.facets], [english, undefined])
})

test('200: a platform filters cases and enforcements, and is a facet', async (t) => {
  const { db, owner, search } = await startSearch(t)
  await givenPlatform(db, 'forum')
  const past = await startPast({ ownerPool: owner })
  await givenNamed(db, 'a1', 'meadow_1')
  await givenNamed(db, 'forum~a1', 'meadow_1')
  const ours = await givenPost(db, 't1', 'meadow', { accountId: 'a1' })
  const theirs = await givenPost(db, 'forum~t1', 'meadow', { accountId: 'forum~a1' })
  const held = { action: 'hide', inEffectAt: '2026-01-02T03:04:05Z', protected: false } as const
  const here = await past.enforcement({ accountId: 'a1', ...held })
  const there = await past.enforcement({ accountId: 'forum~a1', ...held })
  for (const [kind, words, platform, expected] of [
    ['case', 'meadow', 'forum', theirs],
    ['case', 'meadow', 'default', ours],
    ['enforcement', 'hide', 'forum', there],
    ['enforcement', 'hide', 'default', here],
    ['enforcement', 'hide', 'other', undefined],
  ] as const) {
    const { body } = await search(kind, words, { more: `&facets=true&platform=${platform}` })
    assert.deepEqual(
      body.items.map(({ id }: { id: string }) => id),
      expected === undefined ? [] : [expected],
    )
    const counts = body.facets.platform.map(({ value, count }: { value: string; count: number }) => [value, count])
    assert.deepEqual(counts, [
      ['default', 1],
      ['forum', 1],
    ])
  }
})

test('facets count only results that the person may see', async (t) => {
  const { db, owner, search } = await startSearch(t)
  const past = await startPast({ ownerPool: owner })
  await givenNamed(db, 'open', 'meadow_1')
  await givenNamed(db, 'guarded', 'meadow_2', '', true)
  await givenPost(db, 't1', 'meadow', { accountId: 'open', queue: 'general' })
  await givenPost(db, 't2', 'meadow', { accountId: 'open', queue: 'child_safety', clearances: ['safety'] })
  await givenPost(db, 't3', 'meadow', { accountId: 'guarded', queue: 'legal' })
  await past.enforcement({ accountId: 'open', action: 'hide', inEffectAt: '2026-01-02T03:04:05Z' })
  await past.enforcement({
    accountId: 'guarded',
    action: 'hide',
    state: 'restored',
    inEffectAt: '2026-01-02T03:04:05Z',
  })
  const cases = (await search('case', 'meadow', { more: '&facets=true&state=open' })).body.facets
  assert.deepEqual([cases.total.count, cases.queue], [1, [{ value: 'general', count: 1, more: false }]])
  const { facets } = (await search('enforcement', 'hide', { more: '&facets=true' })).body
  assert.deepEqual(facets.state, [{ value: 'in_effect', count: 1, more: false }])
})

test('400: unknown filters, and filters of accounts, are refused', async (t) => {
  const { search } = await startSearch(t)
  for (const more of [
    '&state=lost',
    '&queue=',
    '&within=century',
    '&platform=A~',
    `&language=${'x'.repeat(36)}`,
    '&facets=maybe',
  ])
    assert.equal((await search('case', 'x', { more })).status, 400, more)
  const { status, body } = await search('account', 'x', { more: '&queue=legal' })
  assert.deepEqual([status, body.errors[0].field], [400, 'queue'])
})
