import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { watchClocks } from '../../src/law/watch-clocks.ts'
import { signalOf } from '../support/automation.ts'
import { givenReport, givenReviewer, send, violation } from '../support/desk-flow.ts'
import { givenKey } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, startWorkingDesk } from '../support/working-desk.ts'

const MINUTE_MS = 60_000
const TERROR = { category: 'RISK_FOR_PUBLIC_SECURITY' }
const HASH_MATCH = { kind: 'hash_match', list: 'known', classifier: undefined, version: undefined, score: undefined }
const HIDE = { policyId: 'public-danger', actions: [{ action: 'hide' }] }
const at = (minutes: number) => new Date(Date.parse('2026-05-04T09:00:00Z') + minutes * MINUTE_MS).toISOString()

test('what the law gives an hour for is paged before, goes first, is met when it is out of sight, and is on record when missed', async (t) => {
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
  const pages = async () => {
    const { rows } = await db.query<{ kind: string; to: string; subject: string | null }>(
      sql`select kind, to_role as to, subject from page where kind like 'clock%' order by id`,
    )
    return rows.map(({ kind, to, subject }) => [kind, to, subject])
  }

  const [one, two, three] = [
    await givenReport(desk, { kind: 'content', id: 'pills-1' }, TERROR),
    await givenReport(desk, { kind: 'content', id: 'coin-1' }, TERROR),
    await givenReport(desk, { kind: 'content', id: 'coin-2' }, TERROR),
  ]
  await givenReport(desk, { kind: 'account', id: 'nobody' }, TERROR)
  await desk.advance(5 * MINUTE_MS)
  await givenReport(desk, { kind: 'content', id: 'pills-1' }, TERROR)
  const due = [one, two, three].map((caseId) => [caseId, at(60), null])
  assert.deepEqual(await clocks(), due, 'known once, from the first report, and no clock on an account')
  assert.equal(await look(), 0)
  const read = await send(desk, ana.token, 'GET', `/v1/cases/${one}`)
  assert.equal(read.body.lawDueAt, at(60))

  await desk.advance(35 * MINUTE_MS)
  assert.equal(await look(), 3)
  assert.equal(await look(), 0)
  assert.deepEqual(await pages(), [['clock', 'lead', null]], 'all of them in one page')
  await db.query(sql`update review_case set missed_due_at = due_at, severity = 5 where subject = 'account:nobody'`)
  const claimed = await send(desk, ana.token, 'POST', '/v1/cases/claim-next')
  assert.equal(claimed.body.id, one, 'before what is only late')

  const decide = (caseId: string, decision: Record<string, unknown>, draftId: string) =>
    send(desk, ana.token, 'POST', `/v1/cases/${caseId}/decisions`, { draftId, ...violation(decision) })
  const hidden = await decide(one, HIDE, 'hide')
  assert.equal(hidden.status, 201, JSON.stringify(hidden.body))
  const [orderId = ''] = hidden.body.orders as string[]
  const order = await send(desk, ana.token, 'GET', `/v1/orders/${orderId}`)
  assert.equal(order.body.lawDueAt, at(60), 'it runs until it is out of sight, not until somebody decided')
  await send(desk, ana.token, 'POST', '/v1/cases/claim-next')
  const fine = await decide(two, { conclusion: 'no_violation', policyId: undefined, actions: [] }, 'fine')
  assert.equal(fine.status, 201, JSON.stringify(fine.body))
  assert.deepEqual(await clocks(), [due[0], due[2]])
  desk.work()
  await desk.orderIn(orderId, 'in_effect')
  await waitFor('the clock to be met', async () => (await clocks()).length === 1)

  await desk.advance(20 * MINUTE_MS)
  await waitFor('what was missed to be told', async () => (await pages()).length === 2)
  assert.deepEqual((await pages())[1], ['clock_missed', 'policy', 'content:coin-2'])
  assert.deepEqual(await clocks('?missed=true'), [[three, at(60), null]])
  await checkLedger(desk.desk)
})

test('what stands on a list of what the law gives a time for has a case and a clock from the moment it was told, reported or not', async (t) => {
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
    await match('coin', { ...TERROR, subject: { kind: 'account', id: 'coin' } }),
  ])
    assert.equal(status, 201)
  const { rowCount } = await desk.desk.db.query(sql`select from review_case`)
  assert.deepEqual([await started(), rowCount], [[], 0], 'a score, another category and an account begin nothing')

  const twice = { id: 'm-1', ...TERROR }
  const told = await Promise.all([
    match('pills-1', twice),
    ...Array.from({ length: 9 }, () => match('pills-1', TERROR)),
  ])
  assert.deepEqual(
    told.map(({ status }) => status),
    told.map(() => 201),
  )
  await desk.advance(MINUTE_MS)
  assert.equal((await match('pills-1', { ...TERROR })).status, 201)
  const caseId = await givenReport(desk, { kind: 'content', id: 'coin-1' }, { category: 'SCAMS_AND_FRAUD' })
  assert.equal((await match('coin-1', { category: 'CYBER_VIOLENCE_AGAINST_WOMEN' })).status, 201)
  const [first, second, ...others] = await started()
  const opened = String(first?.[2])
  assert.deepEqual(first, ['pills-1', 'public-danger', opened, at(0), at(60)])
  assert.deepEqual(
    second,
    ['coin-1', 'intimate-images', caseId, at(1), at(1 + 48 * 60)],
    'a case that is there is joined',
  )
  assert.deepEqual(others, [])

  const claimed = await send(desk, ana.token, 'POST', '/v1/cases/claim-next')
  assert.deepEqual([claimed.body.id, claimed.body.lawDueAt], [opened, at(60)])
  const read = await send(desk, ana.token, 'GET', `/v1/cases/${opened}`)
  const { dueAt, lawDueAt, reportCount, signals } = read.body as Record<string, unknown> & { signals: unknown[] }
  assert.deepEqual([dueAt, lawDueAt, reportCount, signals.length], [at(60), at(60), 0, 11])
  const hidden = await send(desk, ana.token, 'POST', `/v1/cases/${opened}/decisions`, violation(HIDE))
  desk.work()
  await desk.orderIn(String((hidden.body.orders as string[])[0]), 'in_effect')
  await waitFor('the clock to be met', async () => (await started()).length === 1)
  await checkLedger(desk.desk)
})

test('no clock is turned back', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const { db } = desk.desk
  await givenReport(desk, { kind: 'content', id: 'pills-1' }, { category: 'CYBER_VIOLENCE_AGAINST_WOMEN' })
  await assert.rejects(db.query(sql`update legal_clock set due_at = due_at + interval '1 day'`), /permission denied/)
  await assert.rejects(db.query(sql`update legal_clock set missed_at = desk_now()`), /goes on, and never back/)
  await desk.advance(49 * 60 * MINUTE_MS)
  await assert.rejects(
    db.query(sql`update legal_clock set ended_at = desk_now(), how = 'met'`),
    /goes on, and never back/,
    'what ended late was missed',
  )
})
