import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { COUNTER, startCountered } from '../support/countered-desk.ts'
import { send } from '../support/desk-flow.ts'
import { givenKey } from '../support/people.ts'
import { formId } from '../support/public-desk.ts'
import { checkLedger } from '../support/working-desk.ts'

const DAY_MS = 86_400_000

test('a counter-notice lifts nothing that other reports are about', async (t) => {
  const desk = await startCountered(t, { report: {} })
  const { statement, enforcementId, post, get, over, lettersTo } = desk
  assert.equal((await post(`${statement}/counter-notice`, COUNTER)).status, 201)
  await desk.untilSo('the receipt', async () => lettersTo('mara@mail.example').length === 1)
  await desk.advance(30 * DAY_MS)
  await over()
  assert.match((await get(statement)).body, /a person decides about it/)
  assert.equal(await desk.desk.db.onlyValue(sql`select count(*)::integer from enforcement_restore`), 0)
  assert.equal(
    await desk.desk.db.onlyValue(sql`select count(*)::integer from alert where kind = 'counter_notice'`),
    1,
    'leads are told',
  )
  const read = await send(desk, desk.token, 'GET', `/v1/enforcements/${enforcementId}/statement`)
  assert.equal((read.body.counterNotice as { state: string }).state, 'referred')
  await checkLedger(desk.desk)
})

test('an action at court, a withdrawal and the application role lift nothing', async (t) => {
  const desk = await startCountered(t)
  const { statement, status, enforcementId, post, get, over, token, database } = desk
  const body = {
    ...{ id: 'counter-1', enforcementId, words: 'Mine.', name: 'Mara Quay', signature: 'Mara Quay', statement: true },
    ...{ consent: true, address: '12 Quay Street, Port Vale', phone: '+1 202 555 0100' },
  }
  const sendIt = (more: object = {}, key = token) =>
    send(desk, key, 'POST', '/v1/counter-notices', { ...body, ...more })
  assert.equal((await sendIt({ consent: false })).status, 400)
  assert.equal((await sendIt({ words: 'x'.repeat(5_000) })).status, 400)
  assert.equal((await sendIt({ enforcementId: 'enf_999' })).status, 404)
  const other = await givenKey(desk.desk.db, ['report'])
  assert.equal((await sendIt({}, other.token)).status, 403)
  const stored = await sendIt()
  assert.equal(stored.status, 201, JSON.stringify(stored.body))
  assert.equal((await sendIt()).status, 200, 'the same one again')
  assert.equal((await sendIt({ words: 'Another.' })).status, 409)
  assert.equal((await sendIt({ id: 'counter-2' })).status, 409, 'one for each restriction')
  assert.equal((await post(`${statement}/counter-notice`, COUNTER)).status, 409)

  for (const forged of [
    sql`update counter_notice set state = 'lifted'`,
    sql`update counter_notice set state = 'ended'`,
    sql`update counter_notice set lift_at = desk_now()`,
    sql`update counter_notice set state = 'action_filed', filed_by = 'ntc_999', filed_reference = 'x'`,
    sql`delete from counter_notice`,
  ])
    await assert.rejects(desk.desk.db.query(forged), forged.sql)

  const wrong = await post(`${status.replace(/.$/, '_')}/action`, {
    counter: 'ctn_1',
    reference: '26-cv-118',
    statement: 'yes',
  })
  assert.equal(wrong.status, 404, 'a guessed link')
  assert.equal((await post(`${status}/action`, { counter: 'ctn_1', reference: ' ', statement: 'yes' })).status, 422)
  const action = { counter: 'ctn_1', reference: 'Port Vale, 26-cv-118', statement: 'yes' }
  assert.equal((await post(`${status}/action`, { ...action, counter: 'ctn_2' })).status, 404, 'another one')
  assert.equal((await post(`${status}/action`, action)).status, 303)
  assert.equal((await post(`${statement}/counter-notice/withdrawal`, {})).status, 303)
  await desk.advance(30 * DAY_MS)
  await over()
  assert.match((await get(statement)).body, /they went to court/)
  assert.equal((await send(desk, token, 'POST', '/v1/counter-notices/ctn_1/withdrawal')).status, 409)
  assert.equal(await desk.desk.db.onlyValue(sql`select count(*)::integer from enforcement_restore`), 0)
  assert.equal(
    await database.ownerPool.onlyValue(sql`select business_days_after('2026-05-01T09:00:00Z', 12)`).then(String),
    String(new Date('2026-05-20T00:00:00Z')),
    'a Friday and twelve days from Monday to Friday',
  )
  await checkLedger(desk.desk)
})

test('links, other statements and forms without a number take no counter-notice', async (t) => {
  const desk = await startCountered(t)
  const { statement, post, get } = desk
  assert.equal((await post(`${statement}/counter-notice`, { ...COUNTER, form: 'x' })).status, 400)
  assert.equal((await post(`${statement}/counter-notice`, { ...COUNTER, words: 'x'.repeat(6_000) })).status, 422)
  assert.equal((await get(`${statement.slice(0, -1)}_/counter-notice`)).status, 404)
  const { db } = desk.desk
  await desk.database.ownerPool.query(sql`update report set category = 'SCAMS_AND_FRAUD'`)
  const refused = await post(`${statement}/counter-notice`, { ...COUNTER, form: formId() })
  assert.equal(refused.status, 409)
  assert.match(refused.body, /does not rest on a notice of a rights holder/)
  assert.equal(await db.onlyValue(sql`select count(*)::integer from counter_notice`), 0)
})

test('a rights holder who reported by the platform loses nothing by silence', async (t) => {
  const report = { ground: 'illegal', category: 'INTELLECTUAL_PROPERTY_INFRINGEMENTS' }
  const desk = await startCountered(t, { report })
  const { statement, post, over, holdersTold } = desk
  const { db } = desk.desk
  assert.equal((await post(`${statement}/counter-notice`, COUNTER)).status, 201)
  await holdersTold()
  await desk.advance(30 * DAY_MS)
  await over()
  assert.equal(await db.onlyValue(sql`select referred_for from counter_notice`), 'not_told')
  assert.equal(await db.onlyValue(sql`select count(*)::integer from enforcement_restore`), 0)
  await checkLedger(desk.desk)
})

test('a restriction under the terms takes no counter-notice', async (t) => {
  const desk = await startCountered(t, { basis: { ground: 'terms', alsoIllegal: false } })
  const { statement, post, get } = desk
  assert.doesNotMatch((await get(statement)).body, /Send a counter-notice/)
  assert.equal((await post(`${statement}/counter-notice`, COUNTER)).status, 409)
})

test('an older letter does not count for a later counter-notice', async (t) => {
  const desk = await startCountered(t)
  const { statement, post, over, holdersTold } = desk
  const { db } = desk.desk
  assert.equal((await post(`${statement}/counter-notice`, COUNTER)).status, 201)
  await holdersTold()
  await desk.database.ownerPool.query(sql`
    update letter set made_at = made_at - interval '1 day' where kind = 'rights_counter'`)
  await desk.advance(30 * DAY_MS)
  await over()
  assert.equal(await db.onlyValue(sql`select referred_for from counter_notice`), 'not_told')
})
