import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { findProblems } from '../support/changes.ts'
import { COUNTER, startCountered } from '../support/countered-desk.ts'
import { checkLedger } from '../support/working-desk.ts'

const OTHER = 'other@mail.example'
const ADDRESS = /12 Quay Street/

test('contact goes to those whose notice led to the restriction alone', async (t) => {
  const desk = await startCountered(t, { holders: ['holder@mail.example', OTHER] })
  const { ownerPool } = desk.database
  const { statement, status, statusOf, get, post } = desk
  const later = statusOf(OTHER)
  await ownerPool.query('alter table notice disable trigger user')
  await ownerPool.query(sql`update notice set accepted_at = desk_now() + interval '1 hour' where id = 'ntc_2'`)
  await ownerPool.query('alter table notice enable trigger user')
  assert.equal((await post(`${statement}/counter-notice`, COUNTER)).status, 201)
  assert.match((await get(status)).body, ADDRESS)
  assert.doesNotMatch((await get(later)).body, /Counter-notice/, 'its notice came after the decision')
  const action = { counter: 'ctn_1', reference: 'Port Vale, 26-cv-118', statement: 'yes' }
  assert.equal((await post(`${later}/action`, action)).status, 404)
  assert.equal((await post(`${statement}/counter-notice/withdrawal`, {})).status, 303)
  const { body } = await get(status)
  assert.match(body, /They withdrew/)
  assert.doesNotMatch(body, ADDRESS, 'no contact once it is withdrawn')
})

test('a notice that is marked as unfounded learns of no counter-notice', async (t) => {
  const desk = await startCountered(t)
  const { ownerPool } = desk.database
  const { statement, status, get, post, ana } = desk
  await ownerPool.query('alter table misuse_mark disable trigger user')
  await ownerPool.query(sql`insert into misuse_sender (kind, person_id) values ('reporter', 'stalker')`)
  await ownerPool.query(sql`
    insert into misuse_mark (sender_id, cause, about_kind, about_id, sent_at, gravity, intent, reason, marked_by)
    select misuse_sender.id, 'unfounded', 'report', notice.report_id, desk_now(), 'grave', 'deliberate', 'Invented.', ${ana.id}
    from notice, misuse_sender limit 1`)
  assert.equal((await post(`${statement}/counter-notice`, COUNTER)).status, 201)
  assert.doesNotMatch((await get(status)).body, /Counter-notice/)
})

test('each rights holder answers each counter-notice, and reads who answered', async (t) => {
  const desk = await startCountered(t, { holders: ['holder@mail.example', OTHER] })
  const { db } = desk.desk
  const { statement, status, statusOf, get, post } = desk
  const other = statusOf(OTHER)
  assert.equal((await post(`${statement}/counter-notice`, COUNTER)).status, 201)
  const faulty = await post(`${status}/action`, { counter: 'ctn_1', reference: '', statement: 'yes' })
  assert.equal(faulty.status, 422)
  assert.match(faulty.body, /id="fault-ctn_1"/)
  const action = { counter: 'ctn_1', reference: 'Port Vale, 26-cv-118', statement: 'yes' }
  assert.equal((await post(`${status}/action`, action)).status, 303)
  assert.match((await get(status)).body, /You stated that you went to court/)
  const read = (await get(other)).body
  assert.match(read, /A rights holder stated that they went to court/)
  assert.doesNotMatch(read, /You stated/)

  // The role of the program rewrites who stated the action, and invents a counter-notice.
  for (const forged of [
    sql`update counter_notice set filed_by = 'ntc_2'`,
    sql`update counter_notice set filed_reference = 'made up'`,
    sql`update counter_notice set moved_at = desk_now() - interval '1 day'`,
    sql`update counter_notice set filed_hash = sha256('x')`,
    sql`update counter_notice set business_days = 1, discloses = true`,
  ])
    await assert.rejects(db.query(forged), forged.sql)
  await checkLedger(desk.desk)
  await desk.database.ownerPool.query('alter table counter_notice disable trigger user')
  for (const forged of [
    sql`update counter_notice set business_days = 1`,
    sql`update counter_notice set discloses = not discloses`,
    sql`update counter_notice set policy_id = 'scam'`,
    sql`update counter_notice set filed_by = 'ntc_2'`,
    sql`update counter_notice set filed_reference = 'made up'`,
  ]) {
    await desk.database.ownerPool.query(sql`create table was as select * from counter_notice`)
    await desk.database.ownerPool.query(forged)
    assert.match(String(await findProblems(db)), /counter_notice.*ctn_1/, forged.sql)
    await desk.database.ownerPool.query(sql`
      update counter_notice set (business_days, discloses, policy_id, filed_by, filed_reference)
        = (select business_days, discloses, policy_id, filed_by, filed_reference from was)`)
    await desk.database.ownerPool.query(sql`drop table was`)
  }
})
