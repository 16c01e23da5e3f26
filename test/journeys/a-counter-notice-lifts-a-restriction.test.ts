import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startAppeals } from '../support/appeals.ts'
import { COUNTER, startCountered } from '../support/countered-desk.ts'
import { send } from '../support/desk-flow.ts'
import { formId } from '../support/public-desk.ts'
import { checkLedger } from '../support/working-desk.ts'

const DAY_MS = 86_400_000

test('a counter-notice reaches the rights holder and lifts the restriction in time', async (t) => {
  const desk = await startCountered(t)
  const { statement, status, get, post, lettersTo, enforcementId, over, holdersTold, HOLDER } = desk
  assert.match((await get(statement)).body, /Send a counter-notice/)
  assert.match((await get(`${statement}/counter-notice?language=de`)).body, /Der Rechteinhaber erhält Ihren Text/)
  const faulty = await post(`${statement}/counter-notice`, { ...COUNTER, consent: '', phone: 'call me' })
  assert.equal(faulty.status, 422, faulty.body)
  assert.match(faulty.body, /href="#phone"[\s\S]*href="#consent"/)
  const form = { ...COUNTER, form: formId() }
  const sent = await Promise.all([post(`${statement}/counter-notice`, form), post(`${statement}/counter-notice`, form)])
  assert.deepEqual(
    sent.map((each) => each.status),
    [201, 201],
    sent[0].body,
  )
  assert.equal((await post(`${statement}/counter-notice`, { ...form, words: 'Other words.' })).status, 409)
  const again = await post(`${statement}/counter-notice`, COUNTER)
  assert.match(again.body, /was received before/)
  await desk.untilSo(
    'both to be told',
    async () => lettersTo(HOLDER).length > 2 && lettersTo('mara@mail.example').length === 1,
  )
  await holdersTold()
  assert.doesNotMatch(
    lettersTo(HOLDER).join(),
    /Mara Quay|I took this picture/,
    'no letter carries words of a stranger',
  )
  const told = (await get(status)).body
  assert.match(told, /Mara Quay[\s\S]*12 Quay Street, Port Vale[\s\S]*I took this picture myself\./)
  await desk.advance(9 * DAY_MS)
  await over()
  assert.equal(
    await desk.desk.db.onlyValue(sql`select count(*)::integer from enforcement_restore`),
    0,
    'before its time',
  )
  await desk.advance(10 * DAY_MS)
  await over()
  await desk.enforcementIn(enforcementId, 'restored')
  assert.match((await get(statement)).body, /We lifted the restriction/)
  assert.match((await get(status)).body, /heard of no court action in time/)
  await desk.untilSo('the outcome', async () => lettersTo('mara@mail.example').length >= 2)
  const read = await send(desk, desk.token, 'GET', '/v1/counter-notices/ctn_1')
  assert.equal(read.body.state, 'lifted', JSON.stringify(read.body))
  assert.equal(await desk.desk.db.onlyValue(sql`select cause from enforcement_restore`), 'ended')
  await checkLedger(desk.desk)
})

test('a lesser enforcement of an appeal takes a counter-notice too', async (t) => {
  const desk = await startCountered(t)
  const { enforcementId, statementOf, post, get, status, over, holdersTold } = desk
  const { db } = desk.desk
  const appeals = await startAppeals(desk)
  const judge = await desk.person()
  assert.equal((await appeals.appeal({ enforcementId })).status, 201)
  const caseId = await appeals.next(judge)
  const lesser = { action: 'hide' }
  const found = { conclusion: 'violation', policyId: 'copyright', wished: lesser, rationale: 'Hiding is enough.' }
  assert.equal((await appeals.conclude(judge, caseId, found)).status, 200)
  const outcome = { reason: 'Hiding is enough.', outcome: 'lessen', lesser }
  const answer = await desk.gate.post(judge, `/v1/cases/${caseId}/appeal`, outcome)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const lessened = await db.onlyValue<string>(sql`select id from enforcement where id <> ${enforcementId}`)
  await desk.enforcementIn(lessened, 'in_effect')
  await desk.advance(10_000)
  const statement = await statementOf(lessened)
  const sent = await post(`${statement}/counter-notice`, COUNTER)
  assert.equal(sent.status, 201, sent.body)
  assert.match((await get(status)).body, /12 Quay Street/)
  await holdersTold()
  await desk.advance(30 * DAY_MS)
  await over()
  await desk.enforcementIn(lessened, 'restored')
  await checkLedger(desk.desk)
})
