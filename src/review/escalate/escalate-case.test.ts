import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { ASK_LEAD, MINUTE_MS, PROPOSE_EXCEPTION, startAsking } from '../../../test/support/escalation-flow.ts'
import { ESCALATION_QUEUES, URGENCIES } from '../../foundation/domain.ts'
import { prioritiseOverdueCases } from '../../cases/queue/prioritise-overdue-cases.ts'

const DAY_MINUTES = 1440

test('an escalated case moves to a queue of specialists, with deadline', async (t) => {
  const { asked, person, stateOf } = await startAsking(t)
  const { caseId, ana } = await asked()
  const waiting = { state: 'open', queue: 'lead', holder: null, dueMinutes: 60, late: false, returned: false }
  assert.deepEqual(await stateOf(caseId), waiting)
  assert.equal(await (await person({ roles: ['reviewer', 'senior'] })).next(), undefined)
  assert.equal(await ana.next(), undefined)
  const boss = await person({ roles: ['lead'] })
  assert.equal(await boss.next(), caseId)
  const { body } = await boss.read(caseId)
  assert.equal(body.escalated, true)
  const [, escalated] = body.events as { kind: string; text: string }[]
  assert.deepEqual([escalated?.kind, escalated?.text], ['escalated', 'lead, urgent: Is this satire?'])
})

test('each escalation queue has a sooner deadline for urgent cases', async (t) => {
  const { db, asked, person, stateOf } = await startAsking(t)
  const able = await person({ roles: ['lead'], clearances: ['legal', 'safety'] })
  for (const escalateTo of ESCALATION_QUEUES) {
    const minutes = []
    for (const urgency of URGENCIES) {
      const { caseId } = await asked({}, { ...ASK_LEAD, escalateTo, urgency })
      const state = await stateOf(caseId)
      assert.equal(state?.queue, escalateTo)
      minutes.push(state?.dueMinutes ?? 0)
      assert.equal(await able.next(), caseId)
      await db.query(sql`update review_case set state = 'closed', closed_at = desk_now(), claimed_by = null,
        claimed_at = null, claimed_until = null where id = ${caseId}`)
    }
    assert.deepEqual(
      minutes,
      [...new Set(minutes)].sort((a, b) => a - b),
      escalateTo,
    )
  }
})

test('an urgent escalation is given out before others', async (t) => {
  const { asked, person } = await startAsking(t)
  const ask = async (urgency: string) => (await asked({}, { ...ASK_LEAD, urgency })).caseId
  const [normal, urgent, immediate] = [await ask('normal'), await ask('urgent'), await ask('immediate')]
  const [one, two] = [await person({ roles: ['lead'] }), await person({ roles: ['lead'] })]
  assert.deepEqual([await one.next(), await one.next(), await two.next()], [immediate, urgent, normal])
})

test('an unclaimed escalation is overdue; a claimed one gets its deadline back', async (t) => {
  const { desk, database, asked, person, stateOf } = await startAsking(t)
  const { caseId } = await asked()
  await database.advance(60 * MINUTE_MS)
  assert.equal(await prioritiseOverdueCases(desk), 1)
  assert.equal((await stateOf(caseId))?.late, true)
  assert.equal(await (await person({ roles: ['lead'] })).next(), caseId)
  const { late, dueMinutes } = (await stateOf(caseId)) ?? {}
  assert.deepEqual([late, dueMinutes], [false, DAY_MINUTES])
  assert.equal(await prioritiseOverdueCases(desk), 0)
})

test('a newsworthy exception waits for a second policy person', async (t) => {
  const { db, asked, person, stateOf } = await startAsking(t)
  const { caseId, ana } = await asked({ roles: ['reviewer', 'policy'] }, PROPOSE_EXCEPTION)
  assert.equal((await stateOf(caseId))?.queue, 'policy')
  const { rows } = await db.query(sql`
    select conclusion, standing, policy_id, assessment, escalated_to, urgency from decision`)
  assert.deepEqual(rows, [
    {
      conclusion: 'newsworthy_exception',
      standing: 'proposed',
      policy_id: 'hate',
      assessment: PROPOSE_EXCEPTION.assessment,
      escalated_to: 'policy',
      urgency: 'normal',
    },
  ])
  assert.equal(await ana.next(), undefined, 'whoever proposed it is not the one to agree')
  assert.equal(await (await person({ roles: ['policy'] })).next(), caseId)
})

test('200: one escalation sent twice, also concurrently, is stored once', async (t) => {
  const { db, person } = await startAsking(t)
  const [caseId, ana] = [await givenCase(db), await person()]
  await ana.next()
  const draft = { ...ASK_LEAD, draftId: 'draft-1' }
  const answers = await Promise.all([ana.decide(caseId, draft), ana.decide(caseId, draft), ana.decide(caseId, draft)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 201])
  const [first] = answers
  for (const { body } of answers) assert.deepEqual(body, first?.body)
  const other = await ana.decide(caseId, { ...draft, urgency: 'immediate' })
  assert.equal(other.status, 409)
  assert.equal((await db.query(sql`select from case_escalation`)).rowCount, 1)
})

test('concurrent decision and escalation of one case: only one succeeds', async (t) => {
  const { db, person, stateOf } = await startAsking(t)
  for (let round = 0; round < 5; round++) {
    const [caseId, ana] = [await givenCase(db), await person()]
    await ana.next()
    const [asking, deciding] = await Promise.all([
      ana.decide(caseId, ASK_LEAD),
      ana.decide(caseId, { conclusion: 'no_violation', rationale: 'Satire.' }),
    ])
    assert.deepEqual([asking.status, deciding.status].sort(), [201, 409])
    const state = await stateOf(caseId)
    assert.deepEqual([state?.state, state?.queue], asking.status === 201 ? ['open', 'lead'] : ['closed', 'general'])
  }
})

test('400: an escalation needs its wished action and urgency', async (t) => {
  const { db, person } = await startAsking(t)
  const [caseId, ana] = [await givenCase(db), await person()]
  await ana.next()
  const { escalateTo: _to, ...nobody } = ASK_LEAD
  const { urgency: _urgency, ...whenever } = ASK_LEAD
  const nothing = { conclusion: 'no_violation', rationale: 'Satire.' }
  const { assessment, policyId: _policy, ...unweighed } = PROPOSE_EXCEPTION
  const exception = { ...unweighed, assessment }
  const wrong: [Record<string, unknown>, string][] = [
    [nobody, 'escalateTo'],
    [whenever, 'urgency'],
    [{ ...ASK_LEAD, policyId: 'hate' }, 'policyId'],
    [{ ...ASK_LEAD, actions: [{ action: 'hide' }] }, 'actions'],
    [{ ...ASK_LEAD, escalateTo: 'press' }, 'escalateTo'],
    [{ ...ASK_LEAD, urgency: 'never' }, 'urgency'],
    [{ ...nothing, escalateTo: 'lead' }, 'escalateTo'],
    [{ ...nothing, urgency: 'urgent' }, 'urgency'],
    [exception, 'policyId'],
    [{ ...unweighed, policyId: 'hate' }, 'assessment'],
    [{ ...exception, policyId: 'hate', assessment: { ...assessment, harm: '' } }, 'assessment/harm'],
    [{ ...nothing, assessment }, 'assessment'],
    [{ ...ASK_LEAD, assessment }, 'assessment'],
    [
      { conclusion: 'violation', policyId: 'hate', rationale: 'It is.', actions: [{ action: 'hide' }], assessment },
      'assessment',
    ],
    [{ ...exception, policyId: 'hate', escalateTo: 'lead' }, 'escalateTo'],
    [{ ...exception, policyId: 'hate', actions: [{ action: 'hide' }] }, 'actions'],
  ]
  for (const [body, field] of wrong) {
    const { status, body: problem } = await ana.decide(caseId, body)
    const errors = problem.errors as { field: string }[]
    assert.deepEqual([status, errors[0]?.field], [400, field], JSON.stringify(body))
  }
  assert.equal((await ana.decide(caseId, ASK_LEAD)).status, 201)
})

test('an escalated protected case keeps its clearance', async (t) => {
  const { db, person } = await startAsking(t)
  const caseId = await givenCase(db, { accountId: await givenAccount(db, { protected: true }) })
  const ana = await person({ clearances: ['protected'] })
  await ana.next()
  await ana.decide(caseId, ASK_LEAD)
  assert.equal(await (await person({ roles: ['lead'] })).next(), undefined)
  assert.equal(await (await person({ roles: ['lead'], clearances: ['protected'] })).next(), caseId)
})
