import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql, { type Sql } from 'sql-template-tag'
import { actsAlone } from '../../src/enforcement/alone/acts-alone.ts'
import { clausesAfter, isUnderFreeze } from '../../src/enforcement/gate-queries.ts'
import { agreeBy, listMissingInput } from '../../src/enforcement/next-step.ts'
import { isStricter } from '../../src/enforcement/desired-state/desired-state.ts'
import { ACTING_GROUNDS, ACTIONS, type PlatformState } from '../../src/foundation/domain.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { AT_THEIR_SITE } from '../../src/cases/claims/who-fits.ts'
import { NOTHING_REQUIRED } from '../../src/policy/requirements/requirement.ts'
import { givenCase } from '../support/cases.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { judgedBy } from '../support/judgement-input.ts'
import { knowSubject } from '../support/known-accounts.ts'
import { givenStaff } from '../support/people.ts'

const SEED = 20_260_504
const RUNS = 400
const SUBJECT = 'content:post'
const NOW = new Date('2026-05-04T09:00:00Z')
const after = (ms: number): Date => new Date(NOW.getTime() + ms)

const anEnforcement = fc.record({
  action: fc.constantFrom(...ACTIONS),
  legalDuty: fc.boolean(),
  interim: fc.boolean(),
  protected: fc.boolean(),
  ground: fc.constantFrom(null, ...ACTING_GROUNDS),
  holdMs: fc.constantFrom(0, 60_000, 600_000),
  holdServedMs: fc.constantFrom(0, 60_000, 3_600_000),
  leftMs: fc.constantFrom(-1, 0, 59_999, 60_000, 60_001, 540_000, 540_001, 600_000),
  proposer: fc.constantFrom('staff:calm', 'staff:declined'),
})
type Enforcement = typeof anEnforcement extends fc.Arbitrary<infer Value> ? Value : never

const rowOf = (given: Enforcement) => ({
  ...{ id: 'enf_new', subject: SUBJECT, account_id: 'ordinary', action: given.action, legal_duty: given.legalDuty },
  ...{ interim: given.interim, protected: given.protected, ground: given.ground, proposed_by: given.proposer },
  ...{ hold_ms: given.holdMs, hold_served_ms: given.holdServedMs, expires_at: after(given.leftMs) },
  ...{ state: 'awaiting_approval', confirm_ms: 60_000 },
})

/** Returns the answers of SQL about these enforcements, none of which is stored. */
async function evaluateInSql(pool: Pool, given: readonly Enforcement[], question: Sql): Promise<unknown[]> {
  const { rows } = await pool.query<{ said: unknown }>(sql`
    select ${question} as said
    from jsonb_array_elements(${JSON.stringify(given.map(rowOf))}::jsonb) with ordinality as given (said, place),
      jsonb_populate_record(null::enforcement, given.said) enforcement
    order by place`)
  return rows.map(({ said }) => said)
}

/** Two proposals of one person on a protected account were declined within the day. */
const insertDeclined = (owner: Pool) =>
  owner.query(sql`
  insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at, state, moved_at)
  select 'account:vale', 'vale', 'lock', 'spam', 'person', 'staff:declined', true, 'staff:lead', desk_now(), 'declined', desk_now()
  from generate_series(1, 2)`)

test('SQL and TypeScript agree on freezes, deadlines and leads', async (t) => {
  const { ownerPool, setClock } = await freshDatabase(t, { driven: true })
  await setClock(NOW)
  await knowSubject(ownerPool, SUBJECT, { id: 'ordinary', reach: 31 })
  await ownerPool.query('alter table enforcement disable trigger user')
  await insertDeclined(ownerPool)
  const given = fc.sample(anEnforcement, { numRuns: RUNS, seed: SEED })
  const compare = async (rule: string, question: Sql, answer: (one: Enforcement) => unknown) => {
    const inSql = await evaluateInSql(ownerPool, given, question)
    for (const [place, one] of given.entries())
      assert.equal(inSql[place], answer(one), `${rule} ${JSON.stringify(one)}`)
    assert.ok(new Set(inSql).size > 1, `${rule} was answered in one way only`)
  }
  await compare('is_restrictive', sql`is_restrictive(enforcement)`, isUnderFreeze)
  await compare('state_refusal', sql`state_refusal(enforcement, 'nobody', 'agree')`, (one) =>
    agreeBy({ ...one, expiresAt: after(one.leftMs) }) < NOW ? 'too_late' : null,
  )
  await compare('needs_lead', sql`not enforcement.interim and needs_lead(enforcement)`, (one) => {
    if (one.interim) return false
    const before = { declined: false, declinedTwice: one.proposer === 'staff:declined' }
    const facts = { 'enforcement.legal_duty': actsAlone(one) }
    return (
      clausesAfter(before, { action: one.action, judgedBy: judgedBy({ protected: one.protected }, facts) }).length > 0
    )
  })
})

const OWED = [true, false].flatMap((identify) =>
  [null, 'newsworthiness' as const].flatMap((assessment) =>
    [null, 'vale'].flatMap((identifiedAs) =>
      [true, false].map((assessed) => ({ identify, assessment, identifiedAs, assessed })),
    ),
  ),
)

test('SQL and TypeScript agree on what a proposer must still do', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  const { id: staffId } = await givenStaff(pool)
  for (const table of ['enforcement', 'verdict', 'assessment'])
    await ownerPool.query({ text: `alter table ${table} disable trigger user`, values: [] })
  const given = OWED.map((owed, place) => ({ ...owed, id: `enf_${place}` }))
  const rows = sql`json_to_recordset(${JSON.stringify(given)}::json) given (id text, identify boolean, assessment text,
    "identifiedAs" text, assessed boolean)`
  await ownerPool.query(sql`
    insert into enforcement (id, subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at, identified_as)
    select id, 'account:a', 'lock', 'spam', 'person', 'desk', false, 'desk', desk_now(), "identifiedAs" from ${rows}`)
  await ownerPool.query(sql`
    insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
    select id, 'clear', jsonb_build_object('approvals', '[]'::jsonb, 'identify', identify, 'assessment', assessment),
      '[]', '{}', '{}', sha256('none') from ${rows}`)
  await ownerPool.query(sql`
    insert into assessment (enforcement_id, by, who_speaks, public_interest, harm, alternatives)
    select id, ${staffId}, 'w', 'p', 'h', 'a' from ${rows} where assessed`)
  const { rows: inSql } = await ownerPool.query<{ owes: boolean }>(sql`
    select lacks_proposer_input(enforcement) is true as owes from enforcement join ${rows} using (id) order by length(id), id`)
  const inTypeScript = OWED.map(({ identify, assessment, identifiedAs, assessed }) => ({
    owes:
      listMissingInput(
        { ...NOTHING_REQUIRED, identify, assessment },
        { identified: identifiedAs !== null, assessed, signed: true },
      ).length > 0,
  }))
  assert.deepEqual(inSql, inTypeScript)
})

const PLACES = [{}, { employer: 'North' }, { employer: 'South' }].flatMap((place) =>
  [{}, { site: 'riga' }, { site: 'vilnius' }].map((site) => ({ ...place, ...site })),
)

test('one SQL rule decides which cases a site may see', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  await ownerPool.query(sql`insert into vendor_place (employer, site) values ('North', null), ('South', 'riga')`)
  for (const place of PLACES) await givenCase(ownerPool, place)
  const people = [
    { employer: 'North', site: 'riga' },
    { employer: 'North', site: 'oslo' },
    { employer: 'South', site: 'riga' },
  ]
  const { rows } = await ownerPool.query<{ elsewhere: boolean; sees: boolean }>(sql`
    select works_at_other_site(jsonb_populate_record(null::enforcement, jsonb_build_object('case_id', candidate.id)), person) as elsewhere,
      ${AT_THEIR_SITE} as sees
    from review_case candidate, jsonb_populate_recordset(null::staff, ${JSON.stringify(people)}::jsonb) person`)
  assert.equal(rows.length, PLACES.length * people.length)
  for (const row of rows) assert.equal(row.elsewhere, !row.sees)
  assert.equal(new Set(rows.map(({ sees }) => sees)).size, 2)
})

const aState: fc.Arbitrary<PlatformState> = fc.record(
  {
    visible: fc.boolean(),
    spread: fc.constantFrom('full' as const, 'limited' as const),
    mayPost: fc.boolean(),
    labels: fc.subarray(['disputed']),
    blockedCountries: fc.subarray(['DE', 'FR'], { minLength: 1 }),
  },
  { requiredKeys: ['visible', 'spread', 'mayPost', 'labels'] },
)

test('SQL and TypeScript agree on which action is milder', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const pairs = fc.sample(fc.record({ before: aState, now: aState }), { numRuns: RUNS, seed: SEED })
  const { rows } = await ownerPool.query<{ gives: boolean }>(sql`
    select is_less_restrictive_state(pair -> 'before', pair -> 'now') as gives
    from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) with ordinality as given (pair, place) order by place`)
  for (const [place, { before, now }] of pairs.entries()) {
    const takesNoMore = !isStricter(now, before) && String(now.labels) === String(before.labels)
    assert.equal(rows[place]?.gives, takesNoMore, JSON.stringify({ before, now }))
  }
  assert.equal(new Set(rows.map(({ gives }) => gives)).size, 2)
})
