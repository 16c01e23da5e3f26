import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import type { Pool } from '../../../foundation/database/db.ts'
import { givenCase } from '../../../../test/support/cases.ts'
import { startPast } from '../../../../test/support/past-enforcements.ts'
import { givenKey } from '../../../../test/support/people.ts'
import { givenNamed, startSearch } from '../../../../test/support/search.ts'
import { readEnforcementWords } from './enforcement-words.ts'

async function startEnforcements(t: Parameters<typeof startSearch>[0]) {
  const search = await startSearch(t)
  await givenNamed(search.db, 'a77', 'meadow_minister', 'Sofía Vale')
  await givenNamed(search.db, 'a78', 'other', 'Other')
  return { ...search, past: await startPast({ ownerPool: search.owner }) }
}

const inEffect = { inEffectAt: '2026-01-02T03:04:05Z', protected: false }

test('200: enforcements are found by id, account, state, action and policy', async (t) => {
  const { search, find, past } = await startEnforcements(t)
  const first = await past.enforcement({ accountId: 'a77', action: 'deactivate', state: 'restored', ...inEffect })
  const second = await past.enforcement({ accountId: 'a77', action: 'hide', ...inEffect })
  const third = await past.enforcement({ accountId: 'a78', action: 'hide', ...inEffect })
  assert.deepEqual(await find('enforcement', second), [second])
  for (const q of ['a77', '@Meadow_Minister', 'meadow_min', 'SOFIA', 'fia vale deactivate']) {
    const expected = q.endsWith('deactivate') ? [] : [second, first]
    assert.deepEqual(await find('enforcement', q), expected, q)
  }
  assert.deepEqual(await find('enforcement', 'hide'), [third, second])
  assert.deepEqual(await find('enforcement', 'in effect hide other'), [third])
  assert.deepEqual(await find('enforcement', 'sofia deactivate'), [first])
  assert.deepEqual(await find('enforcement', 'restored'), [first])
  assert.deepEqual(await find('enforcement', 'scam'), [third, second, first])
  assert.deepEqual(await find('enforcement', 'scam', { limit: 1 }), [third, second, first])
  assert.deepEqual(await find('enforcement', 'scam hide in_effect'), [third, second])
  const [{ proposedAt, ...hit }] = (await search('enforcement', second)).body.items
  assert.match(proposedAt, /Z$/)
  assert.deepEqual(hit, {
    kind: 'enforcement',
    id: second,
    subject: { kind: 'account', id: 'a77' },
    accountId: 'a77',
    handle: 'meadow_minister',
    displayName: 'Sofía Vale',
    caseId: null,
    action: 'hide',
    own: null,
    policyId: 'scam',
    state: 'in_effect',
    protected: false,
    interim: false,
    queue: null,
    language: null,
    item: null,
  })
})

test('words of an enforcement are states, actions, policies, then names', () => {
  const policies = [
    { id: 'spam', title: 'Unwanted advertising' },
    { id: 'hate', title: 'Hateful speech' },
  ]
  const read = (words: string) => readEnforcementWords(words, policies)
  assert.deepEqual(read('In  Effect SUSPEND vale'), {
    states: ['in_effect'],
    actions: ['suspend'],
    ownActions: [],
    policies: [],
    rest: 'vale',
  })
  assert.deepEqual(read('awaiting_approval hate').policies, ['hate'])
  assert.deepEqual(read('unwanted adv').policies, ['spam'])
  assert.deepEqual(read(' ').rest, '')
  assert.deepEqual(read('suspended').actions, [])
  const declared = [{ id: 'payout-hold', title: { en: 'Hide payouts', de: 'Auszahlungssperre' } }]
  for (const words of ['payout-hold vale', 'hide PAYOUTS vale', 'vale auszahlungssperre']) {
    const { actions, ownActions, rest } = readEnforcementWords(words, policies, declared)
    assert.deepEqual([actions, ownActions, rest], [[], ['payout-hold'], 'vale'], words)
  }
})

test('an enforcement hides with its account and its case', async (t) => {
  const { db, owner, find, past, reviewer } = await startEnforcements(t)
  await givenNamed(db, 'guarded', 'meadow_2', '', true)
  const open = await past.enforcement({ accountId: 'a77', action: 'hide', ...inEffect })
  const guarded = await past.enforcement({ accountId: 'guarded', action: 'hide', ...inEffect })
  const unknown = await past.enforcement({ accountId: 'nowhere', action: 'hide', ...inEffect })
  const north = await past.enforcement({ accountId: 'a77', action: 'hide', ...inEffect })
  const safety = await past.enforcement({ accountId: 'a77', action: 'hide', ...inEffect })
  const bind = async (enforcementId: string, given: object) => {
    const caseId = await givenCase(db, { accountId: 'a77', ...given })
    await owner.query(sql`update enforcement set case_id = ${caseId} where id = ${enforcementId}`)
    return caseId
  }
  const northCase = await bind(north, { employer: 'Northwind' })
  await bind(safety, { clearances: ['safety'] })
  const seen = [
    [{}, [open]],
    [{ employer: 'Northwind' }, [north, open]],
    [{ clearances: ['safety'] }, [safety, open]],
    [{ clearances: ['protected'] }, [unknown, guarded, open]],
  ] as const
  for (const [given, expected] of seen) {
    const as = await reviewer(given)
    assert.deepEqual(await find('enforcement', 'hide', { as }), [...expected], JSON.stringify(given))
    for (const enforcementId of [open, guarded, unknown, north, safety]) {
      const own = (expected as readonly string[]).includes(enforcementId) ? [enforcementId] : []
      assert.deepEqual(await find('enforcement', enforcementId, { as }), own, enforcementId)
    }
  }
  assert.deepEqual(await find('enforcement', northCase), [])
})

test('no words find an enforcement on restricted content', async (t) => {
  const { db, owner, find, past } = await startEnforcements(t)
  await db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at)
    values ('t1', 'a77', 'post', 'x', 'test', desk_now())`)
  await givenRestricted(db, 't1')
  const enforcementId = await past.enforcement({ accountId: 'a77', action: 'hide', ...inEffect })
  await owner.query(sql`update enforcement set subject = 'content:t1' where id = ${enforcementId}`)
  assert.deepEqual(await find('enforcement', 'hide'), [])
  assert.deepEqual(await find('enforcement', enforcementId), [enforcementId])
})

const givenRestricted = (db: Pool, contentId: string) =>
  db.query(sql`
    insert into content_media (content_id, reference, place, kind, media_type, class, sha256)
    values (${contentId}, 'media:1', 0, 'image', 'image/png', 'restricted', sha256('x'))`)

test('400, 401, 403: unfit cursors, strangers and keys find no enforcement', async (t) => {
  const { db, search, reviewer } = await startEnforcements(t)
  const more = `&cursor=${Buffer.from('[0,"x","enf_1"]').toString('base64url')}`
  assert.equal((await search('enforcement', 'x', { more })).status, 400)
  assert.equal((await search('enforcement', 'x', { as: 'cs_pat_nobody' })).status, 401)
  assert.equal((await search('enforcement', 'x', { as: (await givenKey(db)).token })).status, 403)
  assert.equal((await search('enforcement', 'x', { as: await reviewer({ onShift: false }) })).status, 403)
})
