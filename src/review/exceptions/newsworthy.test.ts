import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import {
  ASK_LEAD,
  MINUTE_MS,
  NOW,
  PROPOSE_EXCEPTION,
  problemsOf,
  startAsking,
  type Worker,
} from '../../../test/support/escalation-flow.ts'
import { givenKey } from '../../../test/support/people.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { alertOverdueExceptions } from './alert-overdue-exceptions.ts'

const YES = 'Voters should hear it.'
const NO = 'She holds no office and stands for none.'
const DAY_MS = 24 * 60 * MINUTE_MS
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS).toISOString()
const FAR = new Date('2100-01-01T00:00:00Z')

interface Listed {
  items: Record<string, unknown>[]
  counts: { standing: number; overdue: number; ended: number; byPolicy: Record<string, unknown>[] }
  nextCursor: string | null
}

async function startExcepting(t: TestContext) {
  const desk = await startAsking(t)
  const { asked, person, send } = desk
  const boss = await person({ roles: ['policy'], tokenExpiresAt: FAR })
  const propose = () => asked({}, PROPOSE_EXCEPTION)
  const agreed = async (more: object = {}) => {
    const { caseId } = await propose()
    await boss.next()
    const { status, body } = await boss.answer(caseId, YES, { agrees: true, ...more })
    assert.equal(status, 204, JSON.stringify(body))
    return caseId
  }
  const list = async (query = '', who: Worker = boss) =>
    (await send(who.token, 'GET', `/v1/newsworthy-exceptions${query}`)).body as unknown as Listed
  const end = (id: unknown, who: Worker = boss, body: object = { reason: 'She lost.' }) =>
    send(who.token, 'POST', `/v1/newsworthy-exceptions/${id}/end`, body)
  return { ...desk, boss, propose, agreed, list, end }
}

test('204: an agreed newsworthy exception lasts 90 days and closes its case', async (t) => {
  const { db, boss, propose, stateOf, list } = await startExcepting(t)
  const { caseId, ana } = await propose()
  await boss.next()
  const { body } = await boss.read(caseId)
  const [proposed] = (body.history as { decisions: Record<string, unknown>[] }).decisions
  assert.deepEqual([proposed?.standing, proposed?.assessment], ['proposed', PROPOSE_EXCEPTION.assessment])
  const answers = await Promise.all([1, 2].map(() => boss.answer(caseId, YES, { agrees: true })))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [204, 204],
  )
  const { state, queue, holder } = (await stateOf(caseId)) ?? {}
  assert.deepEqual([state, queue, holder], ['closed', 'general', null])
  assert.equal((await ana.next()) ?? null, null)
  const { items, counts } = await list()
  const { rows } = await db.query<{ subject: string }>(sql`select subject from review_case where id = ${caseId}`)
  const { accountId: _account, agreedAt: _at, proposedBy, agreedBy, subject, ...told } = items[0] ?? {}
  assert.deepEqual([items.length, `content:${(subject as { id: string }).id}`], [1, rows[0]?.subject])
  assert.deepEqual([typeof proposedBy, typeof agreedBy, proposedBy !== agreedBy], ['string', 'string', true])
  assert.deepEqual(told, {
    id: 'exc_1',
    decisionId: 'dec_1',
    caseId,
    policyId: 'hate',
    assessment: PROPOSE_EXCEPTION.assessment,
    reviewBy: inDays(90),
    overdue: false,
    endedBy: null,
    endedAt: null,
    endReason: null,
  })
  assert.deepEqual(counts, {
    standing: 1,
    overdue: 0,
    ended: 0,
    byPolicy: [{ policyId: 'hate', standing: 1, overdue: 0, ended: 0 }],
  })
  assert.equal((await db.query(sql`select from decision where standing = 'final'`)).rowCount, 1)
  assert.deepEqual(await problemsOf(db), [])
})

test('204: a declined newsworthy exception returns the case with the answer', async (t) => {
  const { db, boss, propose, stateOf, list } = await startExcepting(t)
  const { caseId, ana } = await propose()
  await boss.next()
  assert.equal((await boss.answer(caseId, NO, { agrees: false })).status, 204)
  const { state, queue, returned } = (await stateOf(caseId)) ?? {}
  assert.deepEqual([state, queue, returned], ['open', 'general', true])
  assert.equal(await ana.next(), caseId)
  const [, answered] = (await ana.read(caseId)).body.events as { text: string }[]
  assert.equal(answered?.text, `Not agreed: ${NO}`)
  assert.deepEqual((await list()).items, [])
  assert.equal((await db.query(sql`select from decision where standing = 'proposed'`)).rowCount, 1)
  assert.deepEqual(await problemsOf(db), [])
})

test('400: an answer to an exception must be complete and bounded', async (t) => {
  const { boss, propose, asked } = await startExcepting(t)
  const { caseId } = await propose()
  await boss.next()
  const other = await asked({}, { ...ASK_LEAD, escalateTo: 'policy' })
  await boss.next()
  const wrong: [string, object, string][] = [
    [caseId, {}, 'agrees'],
    [caseId, { agrees: 'perhaps' }, 'agrees'],
    [caseId, { agrees: false, reviewBy: inDays(9) }, 'reviewBy'],
    [caseId, { agrees: true, reviewBy: inDays(366) }, 'reviewBy'],
    [caseId, { agrees: true, reviewBy: inDays(-1) }, 'reviewBy'],
    [caseId, { agrees: true, reviewBy: '2026-06-31T00:00:00Z' }, 'reviewBy'],
    [other.caseId, { agrees: true }, 'agrees'],
    [other.caseId, { agrees: false }, 'agrees'],
    [other.caseId, { reviewBy: inDays(9) }, 'reviewBy'],
  ]
  for (const [about, more, field] of wrong) {
    const { status, body } = await boss.answer(about, YES, more)
    const [error] = body.errors as { field: string }[]
    assert.deepEqual([status, error?.field], [400, field], JSON.stringify(more))
  }
  assert.equal((await boss.answer(caseId, YES, { agrees: true, reviewBy: inDays(365) })).status, 204)
  const again = await boss.answer(caseId, YES, { agrees: true, reviewBy: inDays(12) })
  assert.equal(again.status, 409, 'with another time it is another answer')
})

test('a proposer never agrees to their own newsworthy exception', async (t) => {
  const { db, asked, person, send } = await startAsking(t)
  const everything = { roles: ['reviewer', 'lead', 'policy'] } as const
  const { caseId, ana } = await asked(everything, PROPOSE_EXCEPTION)
  assert.equal(await ana.next(), undefined)
  const ben = await person(everything)
  assert.equal(await ben.next(), caseId)
  const url = `/v1/cases/${caseId}`
  const takeOver = await send(ana.token, 'POST', `${url}/claim/take-over`, { reason: 'I know better.' })
  assert.ok(takeOver.status >= 400, JSON.stringify(takeOver.body))
  assert.equal((await ana.answer(caseId, YES, { agrees: true })).status, 409)
  await db.query(
    sql`update case_escalation set answered_by = ${ana.id}, answered_at = desk_now(), answer = 'yes', agrees = true`,
  )
  await assert.rejects(
    db.query(sql`
      insert into newsworthy_exception (decision_id, case_id, subject, account_id, policy_id, who_speaks, public_interest,
        harm, alternatives, proposed_by, agreed_by, signature_id, review_by)
      select decision.id, candidate.id, candidate.subject, candidate.account_id, policy_id, assessment ->> 'whoSpeaks',
        assessment ->> 'publicInterest', assessment ->> 'harm', assessment ->> 'alternatives', ${ana.id}, ${ana.id}, 'signing_0',
        desk_now() + interval '1 day'
      from decision join review_case candidate on candidate.id = case_id`),
    /newsworthy_exception_check|staff_1 did not sign/,
  )
})

test('SQL refuses newsworthy exceptions without proposal or agreement', async (t) => {
  const { db, boss, propose, agreed } = await startExcepting(t)
  await agreed()
  const { caseId } = await propose()
  await boss.next()
  const copy = (changes: object) => sql`
    insert into newsworthy_exception select (jsonb_populate_record(held, ${JSON.stringify({ id: 'exc_9', ...changes })})).*
    from newsworthy_exception held limit 1`
  await assert.rejects(db.query(copy({ decision_id: 'dec_2', case_id: caseId })), /has no approval/)
  await db.query(sql`
    update case_escalation set answered_by = ${boss.id}, answered_at = desk_now(), answer = 'yes', agrees = true
    where answered_by is null`)
  await assert.rejects(db.query(copy({ decision_id: 'dec_2', case_id: caseId })), /not the exception that was proposed/)
  await assert.rejects(db.query(sql`update decision set standing = 'final'`), /permission denied/)
  await assert.rejects(
    db.query(sql`update newsworthy_exception set review_by = review_by + interval '1 day'`),
    /permission/,
  )
  const end = sql`update newsworthy_exception set ended_by = ${boss.id}, ended_at = desk_now(), end_reason = 'Enough.'`
  await db.query(end)
  await assert.rejects(db.query(end), /ended and stays so/)
})

test('200: newsworthy exceptions are listed by review date, ended ones apart', async (t) => {
  const { database, agreed, list, end, person } = await startExcepting(t)
  for (const days of [30, 10, 20]) await agreed({ reviewBy: inDays(days) })
  await database.advance(15 * DAY_MS)
  const first = await list('?limit=2')
  const idsOf = ({ items }: Listed) => items.map(({ id, overdue }) => [id, overdue])
  assert.deepEqual(idsOf(first), [
    ['exc_2', true],
    ['exc_3', false],
  ])
  assert.deepEqual(idsOf(await list(`?limit=2&cursor=${first.nextCursor}`)), [['exc_1', false]])
  assert.deepEqual(idsOf(await list('?overdue=true')), [['exc_2', true]])
  assert.equal((await list('?overdue=false')).items.length, 2)
  const { standing, overdue, ended } = first.counts
  assert.deepEqual({ standing, overdue, ended }, { standing: 3, overdue: 1, ended: 0 })
  assert.equal((await end('exc_2', await person({ roles: ['lead'] }))).status, 200)
  const { items, counts } = await list('?ended=true')
  assert.deepEqual([items[0]?.id, items[0]?.overdue, items[0]?.endReason], ['exc_2', false, 'She lost.'])
  assert.deepEqual(counts.byPolicy, [{ policyId: 'hate', standing: 2, overdue: 0, ended: 1 }])
})

test('200: an ended newsworthy exception returns its case to reviewers', async (t) => {
  const { db, agreed, end, person, stateOf } = await startExcepting(t)
  const caseId = await agreed()
  const answers = await Promise.all([end('exc_1'), end('exc_1')])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
  const { state, queue, returned } = (await stateOf(caseId)) ?? {}
  assert.deepEqual([state, queue, returned], ['open', 'general', true])
  const ben = await person()
  assert.equal(await ben.next(), caseId)
  const events = (await ben.read(caseId)).body.events as { kind: string; text: string }[]
  assert.equal(events.find(({ kind }) => kind === 'returned')?.text, 'The exception exc_1 ended: She lost.')
  assert.deepEqual(await problemsOf(db), [])
})

test("200: an ended newsworthy exception moves the subject's open case forward", async (t) => {
  const { db, agreed, end, send, stateOf } = await startExcepting(t)
  const closed = await agreed()
  const { rows } = await db.query<{ id: string }>(
    sql`select split_part(subject, ':', 2) as id from review_case where id = ${closed}`,
  )
  const key = await givenKey(db, ['report'])
  const subject = { kind: 'content', id: rows[0]?.id ?? '' } as const
  const { caseId } = (await send(key.token, 'POST', '/v1/reports', reportOf({ subject }))).body
  assert.notEqual(caseId, closed)
  assert.equal((await end('exc_1')).status, 200)
  assert.equal((await stateOf(String(caseId)))?.returned, true)
  assert.equal((await stateOf(closed))?.state, 'closed')
})

test('400, 401, 403, 404: malformed and unauthorised calls about exceptions are refused', async (t) => {
  const { db, agreed, end, list, person, send, boss } = await startExcepting(t)
  const caseId = await agreed()
  for (const body of [{}, { reason: '' }, { reason: 'x'.repeat(1_801) }])
    assert.equal((await end('exc_1', boss, body)).status, 400)
  assert.equal((await end('seven')).status, 400)
  assert.equal((await end('exc_99')).status, 404)
  const url = '/v1/newsworthy-exceptions'
  assert.equal((await send('cs_pat_nobody', 'GET', url)).status, 401)
  assert.equal((await send((await person()).token, 'GET', url)).status, 403)
  assert.equal((await end('exc_1', await person({ roles: ['senior'] }))).status, 403)
  assert.equal((await end('exc_1', await person({ roles: ['policy'], onShift: false }))).status, 403)
  assert.equal((await list('', await person({ roles: ['auditor'], onShift: false }))).items.length, 1)
  await db.query(sql`update review_case set clearances = '{safety}' where id = ${caseId}`)
  const { items, counts } = await list()
  assert.deepEqual([items.length, counts.standing], [0, 0])
  assert.equal((await end('exc_1')).status, 404)
})

test('an exception past its review date alerts policy once', async (t) => {
  const { desk, db, database, agreed, boss, send, end } = await startExcepting(t)
  await agreed({ reviewBy: inDays(10) })
  await agreed({ reviewBy: inDays(10) })
  await end('exc_2')
  assert.equal(await alertOverdueExceptions(desk), 0)
  await database.advance(10 * DAY_MS)
  const told = await Promise.all([alertOverdueExceptions(desk), alertOverdueExceptions(desk)])
  assert.deepEqual(told.sort(), [0, 1])
  assert.equal(await alertOverdueExceptions(desk), 0)
  const items = (await send(boss.token, 'GET', '/v1/alerts')).body.items as unknown as Record<string, unknown>[]
  const due = 'Thursday, 14 May 2026, 09:00 UTC'
  assert.deepEqual(
    items.map(({ kind, to, why }) => [kind, to, why]),
    [['exception', 'policy', `The exception exc_1 from hate was to be looked at again by ${due}`]],
  )
  assert.deepEqual(await problemsOf(db), [])
})

test('verify finds a changed newsworthy exception', async (t) => {
  const { db, database, agreed, end } = await startExcepting(t)
  await agreed()
  await end('exc_1')
  await givenCase(db)
  const changes = ['harm', 'policy_id', 'end_reason'].map((column) => `${column} = 'Another.'`)
  await database.ownerPool.query('alter table newsworthy_exception disable trigger user')
  for (const change of [
    ...changes,
    `review_by = review_by + interval '1 day'`,
    `proposed_by = ended_by, agreed_by = proposed_by`,
  ]) {
    const client = await database.ownerPool.connect()
    const { rows } = await client.query('select to_jsonb(held) as kept from newsworthy_exception held')
    await client.query(`update newsworthy_exception set ${change}`)
    // The forged approver has not signed it either.
    const forged = change.startsWith('proposed_by') ? ['newsworthy_exception exc_1 forged'] : []
    assert.deepEqual(await problemsOf(db), ['newsworthy_exception exc_1 changed', ...forged], change)
    await client.query('delete from newsworthy_exception')
    await client.query(
      `insert into newsworthy_exception select (jsonb_populate_record(null::newsworthy_exception, $1)).*`,
      [rows[0].kept],
    )
    client.release()
  }
  await database.ownerPool.query(`update decision set standing = 'proposed'`)
  assert.deepEqual(await problemsOf(db), ['decision dec_1 changed'])
  await database.ownerPool.query(`update decision set standing = 'final'`)
  await database.ownerPool.query(`update case_escalation set agrees = false`)
  assert.deepEqual(await problemsOf(db), ['case_escalation dec_1 changed'])
})
