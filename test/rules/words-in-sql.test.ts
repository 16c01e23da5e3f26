import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql, { raw } from 'sql-template-tag'
import { MUTES, TAKES_OFFLINE } from '../../platform-kit/src/judge-taking.ts'
import { ACTING, EFFECTIVE, WAITING } from '../../src/enforcement/enforcement-state.ts'
import { canonicalId, collectionKind } from '../../src/foundation/connector/collections.ts'
import {
  ACTIONS,
  CHANGING_ROLES,
  ENFORCEMENT_STATES,
  REVIEWING_ROLES,
  ROLES,
  TAKING_OFFLINE,
} from '../../src/foundation/domain.ts'
import { originOf, platformOfId } from '../../src/foundation/platforms.ts'
import { ACTION_RULES, isRestrictive } from '../../src/policy/requirements/action-order.ts'
import { freshDatabase } from '../support/fresh-database.ts'

/** Per function of SQL, the words of which it is true. */
const TRUE_OF = {
  is_waiting: { of: ENFORCEMENT_STATES, words: WAITING },
  is_acting: { of: ENFORCEMENT_STATES, words: ACTING },
  is_effective: { of: ENFORCEMENT_STATES, words: EFFECTIVE },
  is_restrictive: { of: ACTIONS, words: ACTIONS.filter(isRestrictive) },
  removes_visibility: { of: ACTIONS, words: ACTIONS.filter((action) => ACTION_RULES[action].losses.includes('view')) },
  removes_posting: { of: ACTIONS, words: ACTIONS.filter((action) => ACTION_RULES[action].losses.includes('posting')) },
  takes_offline: { of: ACTIONS, words: TAKING_OFFLINE },
} satisfies Record<string, { of: readonly string[]; words: readonly string[] }>

test('SQL and TypeScript agree on what each state and action means', async (t) => {
  const { pool } = await freshDatabase(t)
  for (const [name, { of, words }] of Object.entries(TRUE_OF)) {
    const { rows } = await pool.query<{ word: string }>(sql`
      select word from unnest(${of}::text[]) word where ${raw(name)}(word)`)
    assert.deepEqual(rows.map(({ word }) => word).sort(), [...words].sort(), name)
  }
  assert.deepEqual([TAKES_OFFLINE, MUTES], [TRUE_OF.removes_visibility.words, TRUE_OF.removes_posting.words])
})

test('SQL and TypeScript agree on what each role allows', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const given = fc.sample(fc.subarray([...ROLES]), { numRuns: 200, seed: 20_260_504 })
  const { rows } = await ownerPool.query(sql`
    select may_review(roles) as reviews, may_change(roles) as changes
    from jsonb_array_elements(${JSON.stringify(given)}::jsonb) with ordinality as given (said, place)
    cross join lateral (select array(select jsonb_array_elements_text(said)) as roles) person order by place`)
  const has = (roles: readonly string[], wanted: readonly string[]) => roles.some((role) => wanted.includes(role))
  assert.deepEqual(
    rows,
    given.map((roles) => ({ reviews: has(roles, REVIEWING_ROLES), changes: has(roles, CHANGING_ROLES) })),
  )
})

/** Per index that holds only some enforcements, a question that it must serve. */
const SERVED = {
  enforcement_waiting: `subject = 'account:a' and is_waiting(state)`,
  enforcement_waiting_account: `account_id = 'a' and is_waiting(state)`,
  enforcement_unmade: `expires_at < now() and is_waiting(state)`,
  enforcement_standing: `subject = 'account:a' and is_standing(state)`,
  enforcement_ending: `ends_at < now() and is_acting(state)`,
  enforcement_undone: `proposed_by = 'desk' and moved_at > now() and is_undone(state)`,
  enforcement_taken_offline: `released_at > now() and takes_offline(action)`,
} as const

test('an index exists for each SQL function that filters rows', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  // Each is asked without the others, so that none takes its place.
  for (const [index, asks] of Object.entries(SERVED)) {
    const client = await ownerPool.connect()
    try {
      await client.query('begin; set local enable_seqscan = off; set local enable_bitmapscan = off')
      const { rows: others } = await client.query<{ name: string }>({
        text: `select indexrelid::regclass::text as name from pg_index
          where indrelid = 'enforcement'::regclass and not indisprimary and indexrelid <> $1::regclass`,
        values: [index],
      })
      for (const { name } of others) await client.query(`drop index ${name}`)
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain select id from enforcement where ${asks}`)
      assert.match(rows.map((row) => row['QUERY PLAN']).join('\n'), new RegExp(`using ${index} `), asks)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  const { rows } = await pool.query(`explain select from staff where may_review(roles)`)
  assert.doesNotMatch(JSON.stringify(rows), /may_review/, 'the application role has the function inlined')
})

const KEYS = fc.oneof(
  fc.record({ kind: fc.constantFrom('account', 'content', 'staff', 'key', 'source'), id: fc.string({ minLength: 1 }) }),
)

test('SQL splits the key of a subject or actor by kind', async (t) => {
  const { pool } = await freshDatabase(t)
  const given = fc.sample(KEYS, { numRuns: 200, seed: 20_260_504 }).filter(({ id }) => !id.includes('\0'))
  const { rows } = await pool.query(sql`
    select subject_kind(key) as kind, subject_id(key, kind) as id, actor_kind(key) as "actorKind", actor_id(key, kind) as "actorId",
      coalesce(subject_id(key, 'other'), actor_id(key, 'other')) as other
    from unnest(${given.map(({ kind, id }) => `${kind}:${id}`)}::text[], ${given.map(({ kind }) => kind)}::text[])
      with ordinality as given (key, kind, place) order by place`)
  assert.deepEqual(
    rows,
    given.map(({ kind, id }) => ({ kind, id, actorKind: kind, actorId: id, other: null })),
  )
  const { rows: system } = await pool.query(sql`select actor_kind('desk') as kind, actor_id('desk', 'staff') as id`)
  assert.deepEqual(system, [{ kind: 'desk', id: null }])
})

test('SQL and TypeScript agree on the platform of an id', async (t) => {
  const { pool } = await freshDatabase(t)
  const text = fc.array(fc.constantFrom('a', 'z', '9', '-', '~', ':', 'A', 'ä', ' ', '\n'), { maxLength: 35 })
  const ids = fc.sample(
    text.map((letters) => letters.join('')),
    { numRuns: 1_000, seed: 20_260_505 },
  )
  const chosen = ['forum~vale', 'a~', `${'a'.repeat(30)}~x`, `${'a'.repeat(31)}~x`, '~x', 'Forum~x', 'a~b~c', 'a\n~b']
  const { rows } = await pool.query<{ platform: string }>(sql`
    select platform_of_id(id) as platform from unnest(${[...chosen, ...ids]}::text[]) with ordinality as given (id, place)
    order by place`)
  assert.deepEqual(
    rows.map(({ platform }) => platform),
    [...chosen, ...ids].map(platformOfId),
  )
})

test('SQL and TypeScript agree on what an id names', async (t) => {
  const { pool } = await freshDatabase(t)
  const parts = ['@list:', '@community:', '@domain:', '@', 'list', ':', 'forum~', 'x', '\n', '~', 'Domain']
  const ids = fc.sample(
    fc.array(fc.constantFrom(...parts), { maxLength: 5 }).map((found) => found.join('')),
    { numRuns: 1_000, seed: 20_260_505 },
  )
  const { rows } = await pool.query<{ kind: string | null }>(sql`
    select collection_kind(id) as kind from unnest(${ids}::text[]) with ordinality as given (id, place) order by place`)
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ids.map((id) => collectionKind(id) ?? null),
  )
})

test('SQL and TypeScript agree on the one name of a domain', async (t) => {
  const { pool } = await freshDatabase(t)
  const names = [
    'bad.example',
    'BAD.example',
    'bad.example..',
    'b\u00fccher.example',
    'a b',
    'A_b',
    '',
    '.',
    '\u00fc b',
    'x..y',
  ]
  const ids = ['@domain:', 'forum~@domain:', '@list:'].flatMap((prefix) => names.map((name) => prefix + name))
  const canonical = [...ids, ...ids.map(canonicalId)]
  const isOther = await pool.listValues<boolean>(sql`
    select is_other_spelling(id) from unnest(${canonical}::text[]) with ordinality as given (id, place) order by place`)
  assert.deepEqual(
    isOther,
    canonical.map((id) => canonicalId(id) !== id),
  )
  assert.deepEqual(isOther.slice(ids.length), Array(ids.length).fill(false), 'the one name stays')
})

test('SQL and TypeScript agree on the origin of an address', async (t) => {
  const { pool } = await freshDatabase(t)
  const part = (letters: readonly string[], most: number) =>
    fc.array(fc.constantFrom(...letters), { maxLength: most }).map((found) => found.join(''))
  const url = fc
    .tuple(
      fc.constantFrom('http', 'https'),
      part(['a', 'B', '.', '-', 'ä'], 8),
      part([':', '4', '8'], 3),
      part(['/', 'a', '?', '#', ':', '.'], 6),
    )
    .map(([scheme, host, port, path]) => `${scheme}://x${host}${port}/${path}`)
    .filter((text) => URL.canParse(text))
  const chosen = ['https://forum.example./a', 'http://[::1]:8080/', 'https://forum.example.:8443/', 'http://a:80']
  const given = [...chosen, ...fc.sample(url, { numRuns: 500, seed: 20_260_506 })].map((text) => new URL(text).href)
  const { rows } = await pool.query<{ origin: string }>(sql`
    select origin_of_address(address) as origin from unnest(${given}::text[]) with ordinality as given (address, place)
    order by place`)
  assert.deepEqual(
    rows.map(({ origin }) => origin),
    given.map(originOf),
  )
})
