import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql, { raw } from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { FOLDED_HANDLE, FOLDED_NAME, HANDLE, NAME } from './account-queries.ts'

const NAMES = [
  ...[
    'rosa_bakes',
    'ROSA Bakes',
    'I',
    'İstanbul',
    'ß',
    'Æther',
    'ÉCOLE',
    'e\u0301cole',
    '投稿',
    'ﬁn',
    'a\u200bb',
    '\u202eabc',
  ],
  ...['', ' ', '%_\\', 'A'.repeat(70), `${'é'.repeat(63)}AB`, '1'.repeat(256), '😀 Sam', 'Ж', 'ŁÓDŹ', 'K'],
]

test('parts are sought in names as the indexes have them (FOLDED_NAME)', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows } = await ownerPool.query(sql`
    select handle from unnest(${[...NAMES, null]}::text[]) name
    cross join lateral (select name as handle, name as display_name) account
    where ${raw(FOLDED_HANDLE)} is distinct from ${raw(HANDLE)} or ${raw(FOLDED_NAME)} is distinct from ${raw(NAME)}`)
  assert.deepEqual(rows, [])
})
