import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { DISMISSED_A_DAY_MAX, SET_CASES_MAX } from '../../src/review/dismissals/set-queries.ts'
import { givenAccount, givenCase } from '../support/cases.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'

const refused = { code: 'CS001' }

async function startThief(t: TestContext) {
  const office = await startDeskBeforeOpening(t)
  const ana = await office.person(['reviewer'], { onShift: true })
  const accountId = await givenAccount(office.db)
  const queue = async (count: number) => {
    const ids: string[] = []
    for (let n = 0; n < count; n++) ids.push(await givenCase(office.db, { accountId }))
    return ids
  }
  const dismiss = (cases: readonly string[]) => office.post(ana, '/v1/case-sets', { cases, reason: 'Nothing here.' })
  /** Writes the rows of a set by hand with the role of the desk, around the route. */
  const forge = async (caseId: string) => {
    const { rows: decided } = await office.db.query<{ id: string }>(sql`
      insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case)
      values (${caseId}, ${ana.id}, ${`forged ${caseId}`}, sha256(''), 'no_violation', 'Nothing.', 0) returning id`)
    const { rows: made } = await office.db.query<{ id: string }>(sql`
      insert into case_set (dismissed_by, reason) values (${ana.id}, 'Nothing.') returning id`)
    await office.db.query(sql`
      insert into case_set_member (decision_id, set_id, case_id) values (${decided[0]?.id}, ${made[0]?.id}, ${caseId})`)
  }
  const countOpen = async () =>
    (
      await office.db.query<{ open: number }>(
        sql`select count(*)::integer as open from review_case where state = 'open'`,
      )
    ).rows[0]?.open
  return { ...office, ana, queue, dismiss, forge, countOpen }
}

test('a reviewer dismisses no case beyond their clearance or of others', async (t) => {
  const { countOpen, db, dismiss, forge, person, post, queue } = await startThief(t)
  const [held = ''] = await queue(1)
  const ben = await person(['reviewer'], { onShift: true })
  assert.equal((await post(ben, `/v1/cases/${held}/claim`)).status, 200)
  const legal = await givenCase(db, { clearances: ['legal'] })
  const guarded = await givenCase(db, { accountId: await givenAccount(db, { protected: true }) })
  for (const caseId of [held, legal, guarded]) {
    assert.equal((await dismiss([caseId])).status, 409)
    await assert.rejects(forge(caseId), refused)
  }
  assert.equal(await countOpen(), 3)
})

test('a stolen token dismisses at most a limit; leads are alerted', async (t) => {
  const { countOpen, dismiss, forge, get, person, queue } = await startThief(t)
  const lead = await person(['lead'], { onShift: true })
  const rest = 5
  const ids = await queue(DISMISSED_A_DAY_MAX + rest)
  const statuses: number[] = []
  for (let from = 0; from < ids.length; from += SET_CASES_MAX)
    statuses.push((await dismiss(ids.slice(from, from + SET_CASES_MAX))).status)
  assert.deepEqual(statuses, [201, 201, 201, 429])
  assert.equal((await dismiss(ids.slice(DISMISSED_A_DAY_MAX))).status, 429)
  assert.equal((await dismiss(ids)).status, 400, 'more than one set holds')
  await assert.rejects(forge(ids[DISMISSED_A_DAY_MAX] ?? ''), refused)
  assert.equal(await countOpen(), rest)
  const { items } = (await get(lead, '/v1/alerts')).body as { items: { kind: string }[] }
  assert.equal(items.filter(({ kind }) => kind === 'dismissals').length, 1)
})
