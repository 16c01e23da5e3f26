import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { canonicalJson } from '../../src/foundation/canonical.ts'
import { watchClocks } from '../../src/cases/legal-clocks/watch-clocks.ts'
import { enteredOrder, givenAuthority, orderOf, PDF, receivedOrder, REQUEST } from '../support/authority.ts'
import { signalOf } from '../support/automation.ts'
import { findProblems } from '../support/changes.ts'
import { givenReport, givenReviewer, send, violation } from '../support/desk-flow.ts'
import { givenKey } from '../support/people.ts'
import { bearer } from '../support/server.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, startWorkingDesk } from '../support/working-desk.ts'

const MINUTE_MS = 60_000
const TERROR = { category: 'RISK_FOR_PUBLIC_SECURITY' }
const HASH_MATCH = { kind: 'hash_match', list: 'known', classifier: undefined, version: undefined, score: undefined }
const HIDE = { policyId: 'public-danger', actions: [{ action: 'hide' }] }
const at = (minutes: number) => new Date(Date.parse('2026-05-04T09:00:00Z') + minutes * MINUTE_MS).toISOString()

test('an authority’s order pages a lead, starts a clock, comes first', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true })
  const { db } = desk.desk
  const look = () => watchClocks(desk.desk)
  const ana = await givenReviewer(desk, { roles: ['reviewer', 'lead', 'policy'] })
  const clocks = async (query = '') => {
    const { body } = await send(desk, ana.token, 'GET', `/v1/legal-clocks${query}`)
    return (body.items as { caseId: string; dueAt: string; how: string | null }[]).map(({ caseId, dueAt, how }) => [
      caseId,
      dueAt,
      how,
    ])
  }
  const alerts = async () => {
    const { rows } = await db.query<{ kind: string; to: string; subject: string | null }>(
      sql`select kind, to_role as to, subject from alert where kind like 'clock%' order by id`,
    )
    return rows.map(({ kind, to, subject }) => [kind, to, subject])
  }

  const { token } = await givenAuthority(desk)
  const [one, two, three] = [
    await givenReport(desk, { kind: 'content', id: 'pills-1' }, TERROR),
    await givenReport(desk, { kind: 'content', id: 'coin-1' }, TERROR),
    await givenReport(desk, { kind: 'content', id: 'coin-2' }, TERROR),
  ]
  await givenReport(desk, { kind: 'account', id: 'nobody' }, TERROR)
  assert.deepEqual([await clocks(), await look()], [[], 0], 'a report starts none')
  await receivedOrder(desk, token, orderOf(['coin-2', 'coin-1', 'pills-1']))
  await desk.advance(5 * MINUTE_MS)
  await receivedOrder(desk, token, orderOf(['pills-1'], { reference: 'HH-2' }))
  const due = [two, three, one].map((caseId) => [caseId, at(60), null])
  const again = [one, at(65), null]
  assert.deepEqual(await clocks(), [...due, again], 'each order has a clock on each of its items')
  const read = await send(desk, ana.token, 'GET', `/v1/cases/${one}`)
  assert.equal(read.body.lawDueAt, at(60))

  assert.equal(await look(), 4)
  assert.equal(await look(), 0)
  assert.deepEqual(await alerts(), [['clock', 'lead', null]], 'all of them in one alert')
  await desk.advance(35 * MINUTE_MS)
  await db.query(sql`update review_case set missed_due_at = due_at, severity = 5 where subject = 'account:nobody'`)
  const claimed = await send(desk, ana.token, 'POST', '/v1/cases/claim-next')
  assert.equal(claimed.body.id, one, 'before what is only late: the first case of equal clocks')

  const decide = (caseId: string, decision: Record<string, unknown>, draftId: string) =>
    send(desk, ana.token, 'POST', `/v1/cases/${caseId}/decisions`, { draftId, ...violation(decision) })
  const hidden = await decide(one, HIDE, 'hide')
  assert.equal(hidden.status, 201, JSON.stringify(hidden.body))
  const [enforcementId = ''] = hidden.body.enforcements as string[]
  const enforcement = await send(desk, ana.token, 'GET', `/v1/enforcements/${enforcementId}`)
  assert.equal(enforcement.body.lawDueAt, at(60), 'it runs until it is out of sight, not until somebody decided')
  await send(desk, ana.token, 'POST', '/v1/cases/claim-next')
  const fine = await decide(two, { conclusion: 'no_violation', policyId: undefined, actions: [] }, 'fine')
  assert.equal(fine.status, 201, JSON.stringify(fine.body))
  assert.deepEqual(await clocks(), [due[1], due[2], again])
  desk.work()
  await desk.enforcementIn(enforcementId, 'in_effect')
  await waitFor('the clock to be met', async () => (await clocks()).length === 1)

  await desk.advance(20 * MINUTE_MS)
  await waitFor('what was missed to be told', async () => (await alerts()).length === 2)
  assert.deepEqual((await alerts())[1], ['clock_missed', 'policy', 'content:coin-2'])
  assert.deepEqual(await clocks('?missed=true'), [[three, at(60), null]])
  await checkLedger(desk.desk)
})

test('a legal clock starts when the notice arrives', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true })
  const ana = await givenReviewer(desk)
  const { token } = await givenKey(desk.desk.db, ['signals'])
  const match = (id: string, more: object) =>
    send(desk, token, 'POST', '/v1/signals', signalOf(id, desk.now(), { ...HASH_MATCH, ...more }))
  const started = async () => {
    const { body } = await send(desk, ana.token, 'GET', '/v1/legal-clocks')
    return (
      body.items as { subject: { id: string }; policyId: string; caseId: string; knownAt: string; dueAt: string }[]
    ).map(({ subject, policyId, caseId, knownAt, dueAt }) => [subject.id, policyId, caseId, knownAt, dueAt])
  }
  const classified = signalOf('coin-2', desk.now(), TERROR)
  for (const { status } of [
    await send(desk, token, 'POST', '/v1/signals', classified),
    await match('coin-2', { category: 'SCAMS_AND_FRAUD' }),
    await match('coin-2', TERROR),
    await match('coin', { category: 'PROTECTION_OF_MINORS', subject: { kind: 'account', id: 'coin' } }),
  ])
    assert.equal(status, 201)
  const { rowCount } = await desk.desk.db.query(sql`select from review_case`)
  assert.deepEqual(
    [await started(), rowCount],
    [[], 0],
    'a score, a category whose clock starts from no match, and an account begin nothing',
  )

  const CHILD = { category: 'PROTECTION_OF_MINORS' }
  const twice = { id: 'm-1', ...CHILD }
  const told = await Promise.all([match('pills-1', twice), ...Array.from({ length: 9 }, () => match('pills-1', CHILD))])
  assert.deepEqual(
    told.map(({ status }) => status),
    told.map(() => 201),
  )
  await desk.advance(MINUTE_MS)
  assert.equal((await match('pills-1', CHILD)).status, 201)
  const caseId = await givenReport(desk, { kind: 'content', id: 'coin-1' }, { category: 'SCAMS_AND_FRAUD' })
  assert.equal((await match('coin-1', CHILD)).status, 201)
  const [first, second, ...others] = await started()
  const opened = String(first?.[2])
  assert.deepEqual(first, ['pills-1', 'minors', opened, at(0), at(60)])
  assert.deepEqual(second, ['coin-1', 'minors', caseId, at(1), at(61)], 'a case that is there is joined')
  assert.deepEqual(others, [])
  assert.equal(await watchClocks(desk.desk), 2, 'a match pages at once')

  const claimed = await send(desk, ana.token, 'POST', '/v1/cases/claim-next')
  assert.deepEqual([claimed.body.id, claimed.body.lawDueAt], [opened, at(60)])
  const read = await send(desk, ana.token, 'GET', `/v1/cases/${opened}`)
  const { dueAt, lawDueAt, reportCount, signals } = read.body as Record<string, unknown> & { signals: unknown[] }
  assert.deepEqual([dueAt, lawDueAt, reportCount, signals.length], [at(60), at(60), 0, 11])
  const hidden = await send(
    desk,
    ana.token,
    'POST',
    `/v1/cases/${opened}/decisions`,
    violation({ ...HIDE, policyId: 'minors' }),
  )
  desk.work()
  await desk.enforcementIn(String((hidden.body.enforcements as string[])[0]), 'in_effect')
  await waitFor('the clock to be met', async () => (await started()).length === 1)
  await checkLedger(desk.desk)
})

test('a legal clock is never set back', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const { db } = desk.desk
  const { token } = await givenKey(db, ['appeals'])
  const sent = await send(desk, token, 'POST', '/v1/removal-requests', { ...REQUEST, id: 'form-1', content: 'pills-1' })
  assert.deepEqual([sent.status, sent.body.valid], [201, true])
  await assert.rejects(db.query(sql`update legal_clock set due_at = due_at + interval '1 day'`), /permission denied/)
  await assert.rejects(db.query(sql`update legal_clock set missed_at = desk_now()`), /goes on, and never back/)
  await desk.advance(49 * 60 * MINUTE_MS)
  await assert.rejects(
    db.query(sql`update legal_clock set ended_at = desk_now(), how = 'met'`),
    /goes on, and never back/,
    'what ended late was missed',
  )
})

test('a valid removal request starts a 48-hour clock that pages people', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const { db } = desk.desk
  const { token } = await givenKey(db, ['appeals'])
  const body = { ...REQUEST, id: 'form-1', content: 'pills-1' }
  const first = await send(desk, token, 'POST', '/v1/removal-requests', body)
  const again = await send(desk, token, 'POST', '/v1/removal-requests', body)
  assert.deepEqual([first.status, again.status, again.body], [201, 200, first.body])
  const other = await send(desk, token, 'POST', '/v1/removal-requests', { ...body, contact: 'elsewhere@mail.example' })
  assert.equal(other.status, 409)
  const { rows } = await db.query<{ case_id: string; due_at: Date }>(sql`select case_id, due_at from legal_clock`)
  assert.deepEqual(rows, [{ case_id: first.body.caseId, due_at: new Date(at(48 * 60)) }])
  const sent = canonicalJson({ ...REQUEST, clientId: 'form-1', content: 'pills-1', receivedAt: null })
  const earlier = createHash('sha256').update(sent).digest()
  await desk.database.ownerPool.query(sql`update removal_request set body_hash = ${earlier}`)
  assert.equal((await send(desk, token, 'POST', '/v1/removal-requests', body)).status, 200, 'repeated after an upgrade')
  assert.equal(await watchClocks(desk.desk), 0)
  await desk.advance(36 * 60 * MINUTE_MS)
  assert.equal(await watchClocks(desk.desk), 1)
  const lead = await givenReviewer(desk, { roles: ['lead'] })
  const listed = await send(desk, lead.token, 'GET', '/v1/removal-requests?content=pills-1')
  assert.equal((listed.body.items as { requesterName: string }[])[0]?.requesterName, REQUEST.signature)
  const reviewer = await givenReviewer(desk)
  const seen = await send(desk, reviewer.token, 'GET', '/v1/removal-requests')
  assert.equal(JSON.stringify(seen.body).includes('requesterName'), false, 'who asked is for leads')

  await desk.advance(200 * 24 * 60 * MINUTE_MS)
  await db.query(sql`select delete_expired_removal_requests()`)
  await db.query(sql`update legal_clock set missed_at = desk_now()`)
  await db.query(sql`update legal_clock set ended_at = desk_now(), how = 'met'`)
  const count = await db.query<{ n: number }>(sql`select delete_expired_removal_requests()::integer as n`)
  assert.equal(count.rows[0]?.n, 1, 'kept while its clock runs')
  const kept = await db.query(sql`select signature, contact, valid from removal_request`)
  assert.deepEqual(kept.rows, [{ signature: null, contact: null, valid: true }])
})

test('a lead enters an order whose clock runs from its receipt', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const lead = await givenReviewer(desk, { roles: ['lead'], clearances: ['protected', 'safety'] })
  const enter = (body: object) => send(desk, lead.token, 'POST', '/v1/authority-orders', body)
  const [then, document] = [new Date(at(-20)), undefined]
  for (const [wrong, field] of [
    [{ document }, 'document'],
    [{ receivedAt: at(1) }, 'receivedAt'],
    [{ receivedAt: at(-91 * 24 * 60) }, 'receivedAt'],
    [{ authority: undefined }, 'authority'],
    [{ policyId: 'spam' }, 'policyId'],
    [{ document: { name: 'a.pdf', mediaType: 'application/pdf', base64: 'TVqQ' } }, 'document/mediaType'],
  ] as const) {
    const { status, body } = await enter(enteredOrder(['pills-1'], then, wrong))
    assert.deepEqual([status, (body.errors as { field: string }[])[0]?.field], [400, field], JSON.stringify(body))
  }
  const entered = await enter(enteredOrder(['pills-1'], then))
  assert.equal(entered.status, 201, JSON.stringify(entered.body))
  const clock = await send(desk, lead.token, 'GET', '/v1/legal-clocks')
  assert.deepEqual(
    (clock.body.items as { knownAt: string; dueAt: string }[]).map(({ knownAt, dueAt }) => [knownAt, dueAt]),
    [[at(-20), at(40)]],
  )
  const url = `/v1/authority-orders/${entered.body.id}`
  const read = await send(desk, lead.token, 'GET', url)
  assert.deepEqual([read.body.authenticated, read.body.contents], [false, ['pills-1']])
  const file = await desk.app.inject({ url: `${url}/document`, headers: bearer(lead.token) })
  assert.deepEqual([file.statusCode, file.rawPayload], [200, PDF])
  assert.equal(createHash('sha256').update(file.rawPayload).digest('hex'), read.body.documentSha256)
  assert.deepEqual(
    [file.headers['content-disposition'], file.headers['x-content-type-options']],
    [`attachment; filename="${entered.body.id}.pdf"`, 'nosniff'],
  )
  const outside = await givenReviewer(desk, { clearances: [] })
  assert.equal((await send(desk, outside.token, 'GET', url)).status, 404)
  assert.deepEqual(await findProblems(desk.desk.db), [])
})
