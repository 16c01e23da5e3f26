import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { hashAppealText } from '../../src/review/appeals/receive-appeal.ts'
import { describeElectionWindow, WINDOW_DAYS_MAX } from '../../src/admin/protections/election-window.ts'
import { ROLES, type Role } from '../../src/foundation/domain.ts'
import { PUBLIC_INTEREST_TAGS } from '../../src/policy/requirements/protected.ts'
import { DAY_MS } from '../../src/foundation/durations.ts'
import { DeskError } from '../../src/foundation/errors.ts'
import { ACTS, RESTRICTED_MAY_SIGN } from '../../src/foundation/acts.ts'
import { findRoleConflict } from '../../src/people/staff/role-rules.ts'
import { givenAccount } from '../support/cases.ts'
import { freshDatabase } from '../support/fresh-database.ts'

const SEED = 20_260_504

/** Every set of roles there is, the empty one included. */
const EVERY_SET: readonly Role[][] = Array.from({ length: 2 ** ROLES.length }, (_, bits) =>
  ROLES.filter((_role, place) => (bits >> place) % 2 === 1),
)

test('SQL and TypeScript agree on which roles one person may have together', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows: checks } = await ownerPool.query<{ says: string }>(sql`
    select pg_get_expr(conbin, conrelid) as says from pg_constraint where conname = 'roles_fit_together'`)
  const text = `select coalesce(bool_and(${checks[0]?.says}), false) as fits
    from (select $1::text[] as roles) one`
  for (const roles of EVERY_SET) {
    const { rows } = await ownerPool.query({ text, values: [roles] })
    assert.deepEqual(rows, [{ fits: findRoleConflict(roles) === undefined }], roles.join(', '))
  }
})

test('SQL and TypeScript agree on what restricted people sign', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows } = await ownerPool.query<{ act: string }>(sql`
    select act from unnest(${ACTS}::text[]) with ordinality as one (act, place)
    where may_sign_while_restricted('nobody', act) or exists (
      select from pg_proc where proname = 'check_signature' and prosrc ~ ('new\\.act not in \\([^)]*''' || act || ''''))
    order by place`)
  assert.deepEqual(
    rows.map(({ act }) => act),
    [...RESTRICTED_MAY_SIGN],
  )
})

const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((said) => !said.includes('\0'))
const anAppeal = fc.record({
  salt: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
  appellant: text,
  words: text,
  newEvidence: fc.option(text),
})

test('SQL and TypeScript compute the same hash of an appeal', async (t) => {
  const { pool } = await freshDatabase(t)
  const given = fc.sample(anAppeal, { numRuns: 200, seed: SEED })
  const { rows } = await pool.query<{ hash: Buffer }>(sql`
    select hash_appeal_text(salt, appellant, words, evidence) as hash
    from unnest(${given.map(({ salt }) => salt)}::bytea[], ${given.map(({ appellant }) => appellant)}::text[],
      ${given.map(({ words }) => words)}::text[], ${given.map(({ newEvidence }) => newEvidence)}::text[])
      with ordinality as one (salt, appellant, words, evidence, place) order by place`)
  for (const [place, one] of given.entries())
    assert.deepEqual(rows[place]?.hash, hashAppealText(one), JSON.stringify(one))
})

const NOW = new Date('2026-05-04T09:00:00Z')
const days = fc.constantFrom(-2, -1, 0, 1, WINDOW_DAYS_MAX - 1, WINDOW_DAYS_MAX, WINDOW_DAYS_MAX + 1)
const aWindow = fc.record({
  fromDays: days,
  untilDays: days,
  lateMs: fc.constantFrom(0, 1),
  accounts: fc.subarray(['vale', 'unheard-of']),
  tags: fc.subarray([PUBLIC_INTEREST_TAGS[0], 'band']),
})

test('SQL and TypeScript agree on what an election window is', async (t) => {
  const { pool, ownerPool, setClock } = await freshDatabase(t, { driven: true })
  await setClock(NOW)
  await givenAccount(pool, { id: 'vale' })
  const answers = { yes: 0, no: 0 }
  for (const { fromDays, untilDays, lateMs, accounts, tags } of fc.sample(aWindow, { numRuns: 150, seed: SEED })) {
    const [from, until] = [
      new Date(NOW.getTime() + fromDays * DAY_MS),
      new Date(NOW.getTime() + untilDays * DAY_MS + lateMs),
    ]
    const said = { from, until, accounts, tags }
    const isOne = await describeElectionWindow(pool, { kind: 'election_window', ...said }).then(
      () => true,
      (error: unknown) => {
        assert.ok(error instanceof DeskError)
        return false
      },
    )
    const { rows } = await ownerPool.query(sql`select is_election_window(${JSON.stringify(said)}::jsonb) as "isOne"`)
    assert.deepEqual(rows, [{ isOne }], JSON.stringify(said))
    answers[isOne ? 'yes' : 'no'] += 1
  }
  assert.ok(answers.yes > 5 && answers.no > 5)
})
