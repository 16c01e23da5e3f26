import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount } from '../../../test/support/cases.ts'
import { reportOf, startIntake } from '../../../test/support/reports.ts'
import type { Desk } from '../../policy/desk.ts'
import { commitAlone, receiveReport } from '../intake/receive-report.ts'

type Rule = Partial<Desk['policies']['rules'][number]>

/** A desk whose first rule leads to the queue `lead`. */
async function startWith(t: TestContext, rule: Rule) {
  const { desk, keyId, all } = await startIntake(t)
  const { policies } = desk
  const queue = policies.queues.get('lead')
  assert.ok(queue)
  const ruled: Desk = { ...desk, policies: { ...policies, rules: [{ ...rule, queue }, ...policies.rules] } }
  let reports = 0
  const queueOf = async (kind: 'account' | 'content', id: string) => {
    await receiveReport(commitAlone(ruled), keyId, reportOf({ id: `n-${++reports}`, subject: { kind, id } }))
    const [row] = await all<{ queue: string; queue_roles: string[] }>(
      `select queue, queue_roles from review_case where subject = '${kind}:${id}'`,
    )
    return row
  }
  return { db: desk.db, keyId, queueOf }
}

const LEAD = { queue: 'lead', queue_roles: ['lead'] }
const SCAMS = { queue: 'scams', queue_roles: ['reviewer', 'senior', 'lead'] }

test('a case is routed by the reach known at its opening', async (t) => {
  const { db, queueOf } = await startWith(t, { reachAtLeast: 1_000 })
  await givenAccount(db, { id: 'small', reach: 999 })
  await givenAccount(db, { id: 'large', reach: 1_000 })
  await db.query(sql`
    insert into content (id, account_id, kind, source, facts_at)
    values ('of-small', 'small', 'post', 'test', desk_now()), ('of-large', 'large', 'post', 'test', desk_now())`)
  assert.deepEqual(await queueOf('account', 'small'), SCAMS)
  assert.deepEqual(await queueOf('account', 'large'), LEAD)
  assert.deepEqual(await queueOf('content', 'of-small'), SCAMS)
  assert.deepEqual(await queueOf('content', 'of-large'), LEAD)
  assert.deepEqual(await queueOf('account', 'never-seen'), LEAD)
  await db.query(sql`update account set reach = null, reach_counted = null, absent = '{reach}' where id = 'small'`)
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now()`)
  await db.query(sql`delete from job`)
  await db.query(sql`
    insert into content (id, account_id, kind, source, facts_at) values ('no-reach', 'small', 'post', 'test', desk_now())`)
  assert.deepEqual(await queueOf('content', 'no-reach'), SCAMS)
})

test('a routing rule on protection matches protected and unknown accounts', async (t) => {
  const { db, queueOf } = await startWith(t, { protected: true })
  await givenAccount(db, { id: 'minister', protected: true })
  await givenAccount(db, { id: 'anyone' })
  assert.deepEqual(await queueOf('account', 'minister'), LEAD)
  assert.deepEqual(await queueOf('account', 'anyone'), SCAMS)
  assert.deepEqual(await queueOf('content', 'never-seen'), LEAD)
})

test('a routing rule on a trusted source matches its API key', async (t) => {
  const byName = await startWith(t, { sources: ['test'] })
  assert.deepEqual(await byName.queueOf('account', '1'), LEAD)
  const byId = await startWith(t, { sources: ['key_1'] })
  assert.deepEqual(await byId.queueOf('account', '1'), byId.keyId === 'key_1' ? LEAD : SCAMS)
  const other = await startWith(t, { sources: ['another'] })
  assert.deepEqual(await other.queueOf('account', '1'), SCAMS)
})
