import assert from 'node:assert/strict'
import type { MediaFacts } from '@countersign/platform-kit'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import { ASK_LEAD, MINUTE_MS, problemsOf, startAsking, type Worker } from '../../../test/support/escalation-flow.ts'
import { recordContentFacts } from '../../cases/accounts/record-facts.ts'
import { prioritiseOverdueCases } from '../../cases/queue/prioritise-overdue-cases.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { alertLateCases } from '../case/alert-late-cases.ts'
import { drawQaSamples, shareOf } from './draw-qa-samples.ts'
import type { QaSamples } from '../../policy/queues.ts'

const DAY_MS = 24 * 60 * MINUTE_MS
const STAYS = { conclusion: 'no_violation', rationale: 'Nothing wrong with it.' } as const
const GOES = {
  conclusion: 'violation',
  policyId: 'hate',
  rationale: 'It calls for violence.',
  actions: [{ action: 'warn' }],
} as const

/** Starts a desk that draws every case without a violation as a QA sample, and a case that Ana closed so. */
async function startLooking(t: TestContext, qaSamples: QaSamples = { withinMs: DAY_MS, rules: [{ share: 1 }] }) {
  const asking = await startAsking(t)
  const { db, database, desk, person } = asking
  await db.query(sql`update qa_sample_draw set drawn_until = desk_now() - interval '1 minute'`)
  const found = async (worker: Worker, body: Record<string, unknown> = STAYS) => {
    const caseId = await givenCase(db)
    assert.equal(await worker.next(), caseId)
    assert.equal((await worker.decide(caseId, body)).status, 201)
    return caseId
  }
  const draw = () => drawQaSamples({ db, policies: { ...desk.policies, qaSamples } })
  const later = async (minutes: number) => database.advance(minutes * MINUTE_MS)
  const ana = await person()
  return { ...asking, found, draw, later, ana }
}

const eventsIn = (body: Record<string, unknown>): (string | null)[][] =>
  (body.events as { kind: string; text: string | null }[]).map(({ kind, text }) => [kind, text])

test('a QA sample reaches another reviewer looking like any case', async (t) => {
  const { db, found, draw, later, person, stateOf, ana, send } = await startLooking(t)
  const caseId = await found(ana)
  assert.equal(await draw(), 0, 'nobody sees a case of theirs come back at once')
  await later(10)
  assert.equal(await draw(), 1)
  assert.deepEqual(await stateOf(caseId), {
    state: 'open',
    queue: 'general',
    holder: null,
    dueMinutes: 1440,
    late: false,
    returned: false,
  })
  assert.equal(await ana.next(), undefined)
  const ben = await person()
  assert.equal(await ben.next(), caseId)
  const { body } = await ben.read(caseId)
  assert.deepEqual([(body.history as { decisions: unknown[] }).decisions, eventsIn(body)], [[], [['claimed', null]]])
  const accountId = String((body.account as { id: string }).id)
  const history = await send(ben.token, 'GET', `/v1/accounts/${accountId}/history`)
  assert.doesNotMatch(JSON.stringify(history.body), /no_violation|decided|Nothing wrong/)
  const { body: own } = await ana.read(caseId)
  assert.equal(
    (own.history as { decisions: unknown[] }).decisions.length,
    1,
    'whoever looked first knows what they said',
  )
  assert.equal((await ben.decide(caseId, STAYS)).status, 201)
  assert.equal((await stateOf(caseId))?.state, 'closed')
  const { body: after } = await ben.read(caseId)
  assert.equal((after.history as { decisions: unknown[] }).decisions.length, 2)
  assert.ok(
    eventsIn(after).some(([kind, text]) => kind === 'qa_sample' && text === 'found nothing wrong either'),
    JSON.stringify(after.events),
  )
  await later(20)
  assert.equal(await draw(), 0, 'nobody looks a third time')
  assert.deepEqual(await problemsOf(db), [])
})

test('a second reviewer decides a QA sample like any case', async (t) => {
  const { db, found, draw, later, person, stateOf, ana, send } = await startLooking(t)
  const caseId = await found(ana)
  await later(10)
  await draw()
  const ben = await person()
  await ben.next()
  const { status, body } = await ben.decide(caseId, GOES)
  assert.equal(status, 201, JSON.stringify(body))
  assert.equal((body.enforcements as unknown[]).length, 1)
  assert.equal((await stateOf(caseId))?.state, 'closed')
  const { body: after } = await ana.read(caseId)
  assert.ok(eventsIn(after).some(([kind, text]) => kind === 'qa_sample' && text === 'found otherwise'))
  const { rows } = await db.query(sql`select why, looked_at is not null as looked from qa_sample`)
  assert.deepEqual(rows, [{ why: 'reporters', looked: true }])
  await later(1)
  const lead = await person({ roles: ['lead'] })
  const insight = await send(lead.token, 'GET', '/v1/insights/qa_samples')
  assert.deepEqual(
    (insight.body.totals as { value: number }[]).map(({ value }) => value),
    [1, 0, 1, 0],
    JSON.stringify(insight.body.totals),
  )
})

test('a QA sample stays with other reviewers through escalations', async (t) => {
  const { found, draw, later, person, ana } = await startLooking(t)
  const caseId = await found(ana)
  await later(10)
  await draw()
  const [ben, boss] = [await person(), await person({ roles: ['lead'] })]
  assert.equal(await ben.next(), caseId)
  assert.equal((await ben.decide(caseId, ASK_LEAD)).status, 201)
  assert.equal(await boss.next(), caseId)
  assert.equal((await boss.answer(caseId, 'It is satire.')).status, 204)
  assert.equal(await ana.next(), undefined)
  assert.equal(await ben.next(), caseId)
})

test('an overdue QA sample comes first and alerts leads once', async (t) => {
  const { db, desk, found, draw, later, person, ana } = await startLooking(t)
  const caseId = await found(ana)
  await later(10)
  await draw()
  await later(1440)
  const { rows } = await db.query(sql`select due_at <= desk_now() as due from review_case where id = ${caseId}`)
  assert.deepEqual(rows, [{ due: true }])
  assert.equal(await ana.next(), undefined)
  assert.equal(await alertLateCases(desk), 0)
  await prioritiseOverdueCases(desk)
  assert.deepEqual(await Promise.all([alertLateCases(desk), alertLateCases(desk)]).then((told) => told.sort()), [0, 1])
  await later(600)
  assert.equal(await alertLateCases(desk), 0)
  const { rows: alerts } = await db.query<{ to: string; why: string }>(
    sql`select to_role as to, why from alert where kind = 'late'`,
  )
  assert.deepEqual([alerts.map(({ to }) => to), alerts[0]?.why.includes(caseId)], [['lead'], true])
  assert.doesNotMatch(alerts[0]?.why ?? '', /second|no_violation|nothing wrong/i, 'whoever looks next may be a lead')
  assert.equal(await (await person()).next(), caseId)
})

for (const [what, prepare] of [
  ['a case with an enforcement', (found, ana) => found(ana, GOES)],
  [
    'a subject reported again since',
    async (found, ana, db) => {
      const caseId = await found(ana)
      await givenCase(db, { subject: await subjectOf(db, caseId) })
    },
  ],
] satisfies [string, (found: Found, ana: Worker, db: Db) => Promise<unknown>][]) {
  test(`${what} is not drawn as QA sample`, async (t) => {
    const { db, found, draw, later, ana } = await startLooking(t)
    await prepare(found, ana, db)
    await later(10)
    assert.equal(await draw(), 0)
  })
}
type Found = (worker: Worker, body?: Record<string, unknown>) => Promise<string>
type Db = Awaited<ReturnType<typeof startAsking>>['db']

async function subjectOf(db: Db, caseId: string): Promise<string> {
  const { rows } = await db.query<{ subject: string }>(sql`select subject from review_case where id = ${caseId}`)
  return rows[0]?.subject ?? ''
}

test('concurrent draws take each QA sample once', async (t) => {
  const { db, desk, found, draw, later, person, ana } = await startLooking(t)
  for (const worker of [ana, await person(), await person()]) await found(worker)
  await later(10)
  const opened = await Promise.all([draw(), draw(), draw(), draw()])
  assert.equal(
    opened.reduce((sum, each) => sum + each),
    3,
  )
  await db.query(
    sql`update review_case set claimed_until = null, claimed_by = null, claimed_at = null, state = 'closed', closed_at = desk_now()`,
  )
  await found(await person())
  await later(10)
  assert.equal(await drawQaSamples({ db, policies: desk.policies }), 0)
  assert.equal(await draw(), 0, 'what was passed over is not drawn later')
})

test('the sampling rule with the highest share decides', () => {
  const rules = [
    { severityAtLeast: 4, share: 0.1 },
    { protected: true, share: 0.3 },
    { reportersAtLeast: 5, rightAtLeast: 0.6, share: 0.2 },
  ]
  const looked = { severity: 1 as const, protected: false, reporters: 1, right: 0.5 }
  assert.equal(shareOf(rules, looked), 0)
  assert.equal(shareOf(rules, { ...looked, severity: 4 }), 0.1)
  assert.equal(shareOf(rules, { ...looked, severity: 4, protected: true }), 0.3)
  assert.equal(shareOf(rules, { ...looked, reporters: 5 }), 0)
  assert.equal(shareOf(rules, { ...looked, reporters: 5, right: 0.6 }), 0.2)
})

test('a cleared content is reviewed again only once it changed', async (t) => {
  const { db, found, later, stateOf, ana } = await startLooking(t)
  const write = async (caseId: string, text: string, minute: number, media?: readonly MediaFacts[]) => {
    const id = (await subjectOf(db, caseId)).slice('content:'.length)
    const factsAt = new Date(Date.UTC(2026, 4, 4, 8, minute)).toISOString()
    const content = { id, accountId: 'anybody', kind: 'post', text, createdAt: null, ...(media && { media }) } as const
    await inTransaction(db, (tx) => recordContentFacts(tx, [{ content, source: 'test', factsAt }]))
    return stateOf(caseId)
  }
  const kept = await found(ana)
  await write(kept, 'Hello', 1)
  await db.query(
    sql`update review_case set state = 'closed', closed_at = desk_now(), returned = false where id = ${kept}`,
  )
  assert.equal((await write(kept, 'Hello', 2))?.state, 'closed')
  const { state, returned } = (await write(kept, 'Get them all', 3)) ?? {}
  assert.deepEqual([state, returned], ['open', true])
  const { body } = await ana.read(kept)
  assert.deepEqual(eventsIn(body)[0], [
    'returned',
    'What it says or shows was changed after nothing wrong was found in it.',
  ])
  const removed = await found(await other(ana), GOES)
  const photo = (reference: string, byte: string) =>
    [{ kind: 'image', mediaType: 'image/png', reference, sha256: byte.repeat(32) }] as const
  const shown = await found(ana)
  const states = []
  for (const [minute, media] of [
    // Readings of the content in order: the first was shown at the decision, each later one is compared with the one before.
    photo('one', 'aa'),
    photo('one', 'aa'),
    [],
    photo('one', 'bb'),
    photo('two', 'bb'),
  ].entries()) {
    states.push((await write(shown, 'Hello', 10 + minute, media))?.state)
    await db.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${shown}`)
  }
  assert.deepEqual(states, ['closed', 'closed', 'closed', 'open', 'open'], 'what only goes brings nothing back')
  await later(1)
  await write(removed, 'Hello', 4)
  assert.equal((await write(removed, 'Bye', 5))?.state, 'closed')

  async function other(worker: Worker) {
    await worker.next()
    assert.equal((await worker.decide(kept, STAYS)).status, 201)
    return worker
  }
})
