import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { watchClocks } from '../../src/cases/legal-clocks/watch-clocks.ts'
import { enteredOrder, givenAuthority, orderOf, receivedOrder, REQUEST } from '../support/authority.ts'
import { findProblems } from '../support/changes.ts'
import { givenClaim, givenReport, givenReviewer, send, violation } from '../support/desk-flow.ts'
import { givenKey } from '../support/people.ts'
import { bearer } from '../support/server.ts'
import { startWorkingDesk, type WorkingDesk } from '../support/working-desk.ts'

const MINUTE_MS = 60_000
const MOB = 1_000
const LAWFUL = ['RISK_FOR_PUBLIC_SECURITY', 'CYBER_VIOLENCE_AGAINST_WOMEN', 'PROTECTION_OF_MINORS']

/** Sends reports on one post by a thousand people at once, in a category for which a law sets a time. */
async function sendMob(desk: WorkingDesk, content: string, category: string): Promise<void> {
  const { token } = await givenKey(desk.desk.db, ['report'])
  const reportedAt = desk.now().toISOString()
  const line = () =>
    JSON.stringify({
      id: randomUUID(),
      subject: { kind: 'content', id: content },
      ground: 'illegal',
      category,
      reporterId: randomUUID(),
      reportedAt,
    })
  const payload = Array.from({ length: MOB }, line).join('\n')
  const headers = { ...bearer(token), 'content-type': 'application/x-ndjson' }
  const { statusCode, body } = await desk.app.inject({ method: 'POST', url: '/v1/reports/batch', headers, payload })
  assert.equal(statusCode, 207)
  assert.ok(
    body
      .trim()
      .split('\n')
      .every((each) => JSON.parse(each).status === 201),
    body.slice(0, 300),
  )
}

const lists = async (desk: WorkingDesk) => {
  await watchClocks(desk.desk)
  const { rows } = await desk.desk.db.query(sql`
    select (select count(*)::integer from legal_clock) as clocks, (select count(*)::integer from alert where kind <> 'change') as alerts,
      (select count(*)::integer from review_case where pressing_due_at is not null) as pressing`)
  return rows[0]
}

test('a thousand reports start no legal clock and page no person', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const ordinary = await givenReport(desk, { kind: 'content', id: 'pills-1' }, { category: 'SELF_HARM' })
  for (const [n, category] of LAWFUL.entries()) await sendMob(desk, `post-${n}`, category)
  assert.deepEqual(await lists(desk), { clocks: 0, alerts: 0, pressing: 0 })
  const { rows } = await desk.desk.db.query<{ category: string; minutes: number }>(sql`
    select category, extract(epoch from due_at - opened_at)::integer / 60 as minutes from review_case
    where category = any (${LAWFUL}) order by category`)
  assert.deepEqual(
    rows.map(({ category, minutes }) => [category, minutes]),
    [
      ['CYBER_VIOLENCE_AGAINST_WOMEN', 240],
      ['PROTECTION_OF_MINORS', 60],
      ['RISK_FOR_PUBLIC_SECURITY', 60],
    ],
    'due as policies/queues.yaml says and no sooner',
  )

  const { token } = await givenAuthority(desk)
  const enforcementId = await receivedOrder(desk, token, orderOf(['pills-1']))
  assert.deepEqual(await lists(desk), { clocks: 1, alerts: 1, pressing: 1 }, `${enforcementId} starts one and pages`)
  const ana = await givenReviewer(desk)
  assert.equal(await givenClaim(desk, ana.token), ordinary, 'what an authority ordered goes before a crowd')
  assert.deepEqual(await findProblems(desk.desk.db), [])
})

test('a decision or an incomplete request starts no legal clock', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const { token } = await givenKey(desk.desk.db, ['appeals'])
  for (const lacking of ['signature', 'identification', 'goodFaith', 'contact'] as const) {
    const { [lacking]: _lacking, ...rest } = REQUEST
    const sent = await send(desk, token, 'POST', '/v1/removal-requests', { ...rest, id: lacking, content: 'pills-1' })
    assert.deepEqual([sent.status, sent.body.valid, sent.body.missing], [201, false, [lacking]])
  }
  const nameless = await send(desk, token, 'POST', '/v1/removal-requests', { ...REQUEST, id: 'nameless' })
  assert.deepEqual(nameless.body.missing, ['identification'], 'nobody can tell which content is meant')
  await givenReport(desk, { kind: 'content', id: 'pills-1' }, { category: 'CYBER_VIOLENCE_AGAINST_WOMEN' })
  const ana = await givenReviewer(desk)
  const caseId = await givenClaim(desk, ana.token)
  const hide = violation({ policyId: 'intimate-images', actions: [{ action: 'hide' }] })
  await send(desk, ana.token, 'POST', `/v1/cases/${caseId}/decisions`, hide)
  assert.deepEqual(await lists(desk), { clocks: 0, alerts: 0, pressing: 0 })
})

test('the application role starts no legal clock without grounds', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const { db } = desk.desk
  const caseId = await givenReport(desk, { kind: 'content', id: 'pills-1' }, { category: 'RISK_FOR_PUBLIC_SECURITY' })
  const start = (cause: string) =>
    db.query(sql`
      insert into legal_clock (subject, policy_id, case_id, cause, known_at, page_at, due_at)
      values ('content:pills-1', 'public-danger', ${caseId}, ${cause}, desk_now(), desk_now(), desk_now() + interval '1 hour')`)
  await assert.rejects(start('rep_1'), { code: 'CS001' })
  const lead = await givenReviewer(desk, { roles: ['lead'] })
  const entered = enteredOrder(['coin-1'], new Date(desk.now().getTime() - 5 * MINUTE_MS))
  await assert.rejects(start(await receivedOrder(desk, lead.token, entered)), { code: 'CS001' }, 'it names another')
})
