import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { type GivenStaff, givenStaff } from '../../../test/support/people.ts'
import { recordContentFacts } from '../accounts/record-facts.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { claimNextCase } from '../claims/claim-next.ts'
import { makeStraySearch } from './place-stray-cases.ts'
import { updateNextClaim } from '../queue/queries.ts'

const reviewer = async (db: Pool, given: GivenStaff = {}) => (await givenStaff(db, { onShift: true, ...given })).id
const claim = async (db: Pool, staffId: string) => (await claimNextCase(db, staffId))?.id
const CLEARED = { clearances: ['protected'], plannedMinutes: 720 } as const

/** Cases in front of all others that this desk's ordinary reviewers may not be given: ten thousand, for many reasons. */
async function givenCrowd(db: Pool): Promise<void> {
  await givenAccount(db, { id: 'minister', protected: true })
  await givenAccount(db, { id: 'anyone' })
  await db.query(sql`
    insert into review_case (subject, account_id, queue, category, language, clearances, site, rank, due_at)
    select 'content:' || number, case when number % 3 = 0 then 'minister' else 'anyone' end, 'general', 'VIOLENCE',
      (array['de', 'fr', 'pt', 'en'])[1 + number % 4],
      case when number % 4 = 3 and number % 3 <> 0 then array['safety'] else '{}' end,
      case when number % 5 = 0 then 'Porto' end, 1000, desk_now() + interval '1 day'
    from generate_series(1, 10000) number`)
}

for (const [who, given] of [
  ['one case behind ten thousand others', { languages: ['en'] }],
  ['no case in their language', { languages: ['fi'] }],
] as const) {
  test(`a reviewer with ${who} is answered after reading few rows`, async (t) => {
    const { pool, ownerPool } = await freshDatabase(t)
    await givenCrowd(pool)
    const last = await givenCase(pool, { language: 'en', rank: 1 })
    await ownerPool.query('vacuum (analyze) review_case')
    const person = await reviewer(pool, given)
    const { claimed, read } = await inTransaction(pool, async (tx) => {
      const before = await countRead(tx)
      const got = await updateNextClaim(tx, person)
      return { claimed: got === 'busy' ? got : got?.id, read: (await countRead(tx)) - before }
    })
    assert.equal(claimed, who.startsWith('one case') ? last : undefined)
    assert.ok(read < 50, `it looked at ${read} rows of cases`)
  })
}

/** Rows of cases that this transaction has read so far. */
async function countRead(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ read: number }>(sql`
    select seq_tup_read + coalesce(idx_tup_fetch, 0) as read from pg_stat_xact_user_tables where relname = 'review_case'`)
  return rows[0]?.read ?? Number.NaN
}

test("a case moves to another partition as its account's protection changes", async (t) => {
  const { pool } = await freshDatabase(t)
  const accountId = await givenAccount(pool)
  const caseId = await givenCase(pool, { accountId })
  const partitionIsProtected = async () => {
    const { rows } = await pool.query<{ protected: boolean }>(sql`
      select case_partition.protected from review_case join case_partition on case_partition.id = partition_id where review_case.id = ${caseId}`)
    return rows[0]?.protected
  }
  assert.equal(await partitionIsProtected(), false)
  await pool.query(sql`update account set protected = true where id = ${accountId}`)
  assert.equal(await partitionIsProtected(), true)
  assert.equal(await claim(pool, await reviewer(pool)), undefined)
  await pool.query(sql`update account set protected = false where id = ${accountId}`)
  assert.equal(await claim(pool, await reviewer(pool)), caseId)
})

test('a case moves to eligible reviewers once its account is known', async (t) => {
  const { pool } = await freshDatabase(t)
  const caseId = await givenCase(pool, { subject: 'content:t1', accountId: null })
  const accountId = await givenAccount(pool)
  assert.equal(await claim(pool, await reviewer(pool)), undefined)
  const content = { id: 't1', accountId, kind: 'post', text: '', createdAt: null }
  await inTransaction(pool, (tx) =>
    recordContentFacts(tx, [{ source: 'test', factsAt: '2026-01-01T00:00:00Z', content }]),
  )
  assert.equal(await claim(pool, await reviewer(pool)), caseId)
})

test('a case in a wrong partition is given to no ineligible reviewer', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  const [offline, light] = [await givenAccount(pool), await givenAccount(pool, { protected: true })]
  const guarded = await givenCase(pool, { accountId: offline, subject: 'content:a' })
  const plain = await givenCase(pool, { accountId: light, subject: 'content:b' })
  // As if the facts had been written in the same moment as the cases, and neither had seen the other.
  await ownerPool.query('alter table account disable trigger place_cases_of_accounts')
  await pool.query(sql`update account set protected = id = ${offline}`)
  assert.equal(await claim(pool, await reviewer(pool)), undefined)
  const search = makeStraySearch()
  await search({ db: pool })
  await search({ db: pool })
  assert.equal(await claim(pool, await reviewer(pool)), plain)
  assert.equal(await claim(pool, await reviewer(pool)), undefined)
  assert.equal(await claim(pool, await reviewer(pool, CLEARED)), guarded)
})

test('each case is given to a speaker of its language', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  await ownerPool.query(`
    insert into case_partition (language, languages, roles, clearances, protected, severe, key)
    select 'x' || number, '{}', '{}', '{}', false, false, 'x' || number from generate_series(1, 2000) number`)
  const cases = { fi: await givenCase(pool, { language: 'fi' }), et: await givenCase(pool, { language: 'et-EE' }) }
  assert.equal(await claim(pool, await reviewer(pool, { languages: ['sv'] })), undefined)
  assert.equal(await claim(pool, await reviewer(pool, { languages: ['et'] })), cases.et)
  assert.equal(await claim(pool, await reviewer(pool, { languages: ['fi'] })), cases.fi)
})

const takes = (db: Pool, caseId: string, changes: string) =>
  db.query(`update review_case set ${changes} where id = '${caseId}'`)

test('a queue’s roles, languages and clearances decide who gets its cases', async (t) => {
  const { pool } = await freshDatabase(t)
  const given = async (changes: string, fitting: GivenStaff, other: GivenStaff) => {
    const caseId = await givenCase(pool, { language: 'en' })
    await takes(pool, caseId, changes)
    assert.equal(await claim(pool, await reviewer(pool, other)), undefined, changes)
    assert.equal(await claim(pool, await reviewer(pool, fitting)), caseId, changes)
  }
  await given(`queue_roles = '{lead}'`, { roles: ['reviewer', 'lead'] }, { roles: ['reviewer', 'senior'] })
  await given(`queue_languages = '{de}'`, { languages: ['en', 'de'] }, { languages: ['en'] })
  await given(`queue_clearances = '{legal}'`, { clearances: ['legal'] }, { clearances: ['safety'] })
})

test('a case keeps the clearance that its reports require', async (t) => {
  const { pool } = await freshDatabase(t)
  const caseId = await givenCase(pool, { clearances: ['safety'] })
  await takes(pool, caseId, `queue_clearances = '{legal}'`)
  assert.equal(await claim(pool, await reviewer(pool, { clearances: ['legal'] })), undefined)
  assert.equal(await claim(pool, await reviewer(pool, { clearances: ['legal', 'safety'] })), caseId)
})
