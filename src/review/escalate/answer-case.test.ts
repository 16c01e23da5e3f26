import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import { ASK_LEAD, MINUTE_MS, problemsOf, startAsking } from '../../../test/support/escalation-flow.ts'
import { givenKey } from '../../../test/support/people.ts'
import { reportOf } from '../../../test/support/reports.ts'

const STAYS = 'It is satire and stays up.'
const DAY_MINUTES = 1440

test('204: an answered escalation returns the case to its first reviewer', async (t) => {
  const { db, asked, person, stateOf } = await startAsking(t)
  const { caseId, ana } = await asked()
  const [boss, ben] = [await person({ roles: ['lead'] }), await person()]
  assert.equal(await boss.next(), caseId)
  assert.deepEqual(await boss.answer(caseId, STAYS), { status: 204, body: {} })
  const back = { state: 'open', queue: 'general', holder: null, dueMinutes: DAY_MINUTES, late: false, returned: true }
  assert.deepEqual(await stateOf(caseId), back)
  await givenCase(db, { returned: true, rank: 1_000 })
  assert.notEqual(await ben.next(), caseId)
  assert.equal(await ben.next(), undefined)
  assert.equal(await ana.next(), caseId)
  const { body } = await ana.read(caseId)
  assert.equal(body.escalated, false)
  const [, answered] = body.events as { kind: string; text: string }[]
  assert.deepEqual([answered?.kind, answered?.text], ['answered', STAYS])
  assert.equal((await ana.decide(caseId, { conclusion: 'no_violation', rationale: 'As the lead said.' })).status, 201)
  assert.equal((await stateOf(caseId))?.state, 'closed')
  assert.deepEqual(await problemsOf(db), [])
})

test('an answered escalation is free if its first reviewer is absent', async (t) => {
  const { db, database, asked, person } = await startAsking(t)
  const boss = await person({ roles: ['lead'] })
  const home = await asked()
  await boss.next()
  await boss.answer(home.caseId, STAYS)
  await home.ana.leave()
  await givenCase(db, { rank: 1_000 })
  const ben = await person()
  assert.equal(await ben.next(), home.caseId)
  await ben.next()
  const busy = await asked({ languages: ['en', 'de'] })
  await boss.next()
  await boss.answer(busy.caseId, STAYS)
  await database.advance(30 * MINUTE_MS)
  const cleo = await person()
  assert.deepEqual([await cleo.next(), await cleo.next()], [home.caseId, busy.caseId])
})

test('an escalated case can be escalated further and still returns', async (t) => {
  const { asked, person, stateOf } = await startAsking(t)
  const { caseId, ana } = await asked()
  const [boss, lawyer] = [
    await person({ roles: ['lead'], clearances: ['legal'] }),
    await person({ clearances: ['legal'] }),
  ]
  await boss.next()
  const further = { ...ASK_LEAD, escalateTo: 'legal', rationale: 'Is it contempt of court?' }
  assert.equal((await boss.decide(caseId, further)).status, 201)
  assert.equal(await boss.next(), undefined, 'neither of those who asked is asked')
  assert.equal(await lawyer.next(), caseId)
  assert.equal((await lawyer.answer(caseId, 'No.')).status, 204)
  const { queue, dueMinutes } = (await stateOf(caseId)) ?? {}
  assert.deepEqual([queue, dueMinutes], ['general', DAY_MINUTES])
  assert.equal(await ana.next(), caseId)
})

test('a specialist who is asked may decide and close the case', async (t) => {
  const { db, asked, person, stateOf } = await startAsking(t)
  const { caseId } = await asked()
  const boss = await person({ roles: ['lead'] })
  await boss.next()
  assert.equal((await boss.decide(caseId, { conclusion: 'no_violation', rationale: STAYS })).status, 201)
  assert.equal((await stateOf(caseId))?.state, 'closed')
  assert.deepEqual(await problemsOf(db), [])
})

test('an escalated case keeps requirements that later reports add', async (t) => {
  const { db, asked, person, send } = await startAsking(t)
  const { caseId, ana } = await asked({}, { ...ASK_LEAD, escalateTo: 'child_safety' })
  const { rows } = await db.query<{ id: string }>(
    sql`select split_part(subject, ':', 2) as id from review_case where id = ${caseId}`,
  )
  const key = await givenKey(db, ['report'])
  const subject = { kind: 'content', id: rows[0]?.id ?? '' } as const
  const report = reportOf({ subject, category: 'PROTECTION_OF_MINORS' })
  assert.equal((await send(key.token, 'POST', '/v1/reports', report)).body.caseId, caseId)
  const able = await person({ roles: ['lead'], clearances: ['safety'] })
  assert.equal(await able.next(), caseId)
  await able.answer(caseId, 'Only for those who are cleared for it.')
  assert.equal(await ana.next(), undefined)
  assert.equal((await ana.read(caseId)).status, 403)
})

test('204, 409: a repeated answer to an escalation is accepted, another refused', async (t) => {
  const { db, asked, person } = await startAsking(t)
  const { caseId } = await asked()
  const boss = await person({ roles: ['lead'] })
  assert.equal((await boss.answer(caseId, STAYS)).status, 409)
  await boss.next()
  const answers = await Promise.all([boss.answer(caseId, STAYS), boss.answer(caseId, STAYS)])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [204, 204],
  )
  const other = await boss.answer(caseId, 'On second thoughts, no.')
  assert.equal(other.status, 409)
  assert.match(String(other.body.detail), /The answer was not stored\. You do not hold the case/)
  assert.equal((await db.query(sql`select from case_event where kind = 'answered'`)).rowCount, 1)
  const plain = await givenCase(db)
  const ben = await person()
  assert.equal(await ben.next(), plain)
  const unasked = await ben.answer(plain, STAYS)
  assert.equal(unasked.status, 409)
  assert.match(String(unasked.body.detail), /No one asked about/)
})

test('400, 401, 403, 404: unusable and unauthorised answers to escalations are refused', async (t) => {
  const { db, asked, person, send } = await startAsking(t)
  const { caseId } = await asked()
  const boss = await person({ roles: ['lead'] })
  for (const bad of ['', 7, undefined, 'x'.repeat(10_001)]) assert.equal((await boss.answer(caseId, bad)).status, 400)
  assert.equal((await boss.answer('seven', STAYS)).status, 400)
  assert.equal((await boss.answer('case_999', STAYS)).status, 404)
  const url = `/v1/cases/${caseId}/answer`
  assert.equal((await send('cs_pat_nobody', 'POST', url, { answer: STAYS })).status, 401)
  const key = await givenKey(db)
  for (const token of [
    key.token,
    (await person({ roles: ['lead'], onShift: false })).token,
    (await person({ roles: ['auditor'] })).token,
  ])
    assert.equal((await send(token, 'POST', url, { answer: STAYS })).status, 403)
})

test('verify finds a changed question or answer of an escalation', async (t) => {
  const { db, database, asked, person } = await startAsking(t)
  const { caseId } = await asked()
  const boss = await person({ roles: ['lead'] })
  await boss.next()
  await boss.answer(caseId, STAYS)
  assert.deepEqual(await problemsOf(db), [])
  const changes = [
    `answer = 'It goes.'`,
    `urgency = 'normal'`,
    `queue = 'legal'`,
    `acknowledge_by = acknowledge_by + interval '1 hour'`,
  ]
  for (const change of changes) {
    await database.ownerPool.query(`
      update case_escalation set ${change}`)
    assert.deepEqual(await problemsOf(db), ['case_escalation dec_1 changed'], change)
    await database.ownerPool.query(`update case_escalation set answer = '${STAYS}', urgency = 'urgent', queue = 'lead',
      acknowledge_by = asked_at + interval '1 hour'`)
  }
  await database.ownerPool.query(`update decision set standing = 'final', urgency = 'normal' where id = 'dec_1'`)
  assert.deepEqual(await problemsOf(db), ['decision dec_1 changed'])
})
