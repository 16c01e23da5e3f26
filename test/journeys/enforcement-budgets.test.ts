import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { budgetsOf, PERSON, startSpree, useBudgets } from '../support/budgets.ts'
import { agreeSigned, findProblems } from '../support/changes.ts'
import { minutes } from '../support/gate-flow.ts'
import { judgedBy } from '../support/judgement-input.ts'
import { waitFor } from '../support/wait-for.ts'
import { waitForLock } from '../support/wait-for-lock.ts'

type Spree = Awaited<ReturnType<typeof startSpree>>

const requirementOf = async ({ desk }: Spree, enforcementId: string) => {
  const { rows } = await desk.db.query<{ approvals: unknown; fired: { id: string }[] }>(sql`
    select requirement -> 'approvals' as approvals, fired from verdict where enforcement_id = ${enforcementId} order by id desc limit 1`)
  return { approvals: rows[0]?.approvals, fired: rows[0]?.fired.map(({ id }) => id) }
}

test('a person over their budget needs one more approval', async (t) => {
  const desk = await startSpree(t, budgetsOf(PERSON))
  const [ana, ben] = [await desk.person(), await desk.person()]
  for (let n = 0; n < 3; n++) {
    const { id, state } = await desk.harm(ana)
    assert.equal(state, 'releasing')
    await desk.enforcementIn(id, 'in_effect')
    await desk.advance(minutes(10))
  }
  const fourth = await desk.harm(ana)
  assert.equal(fourth.state, 'awaiting_approval')
  assert.deepEqual(await requirementOf(desk, fourth.id), {
    approvals: [{ count: 1, more: true }],
    fired: ['budget:person-offline'],
  })
  for (const [who, more, why] of [
    [ben, {}, 'somebody else has their own'],
    [ana, { action: 'lock' }, 'which it does not count'],
    [ana, { legalDuty: true }, 'the law does not wait'],
  ] as const) {
    const { id, state } = await desk.harm(who, more)
    assert.equal(state, 'releasing', why)
    await desk.enforcementIn(id, 'in_effect')
  }
  await desk.advance(minutes(31))
  assert.equal((await desk.harm(ana)).state, 'releasing', 'the first is an hour ago')
  assert.equal((await desk.harm(ana)).state, 'awaiting_approval', 'and that was its place')
  assert.deepEqual(await findProblems(desk.desk.db), [])
})

test('several exceeded budgets add one approver, not several', async (t) => {
  const desk = await startSpree(t, budgetsOf(PERSON))
  const [ana, ben] = [await desk.person(), await desk.person()]
  for (let n = 0; n < 3; n++) await desk.harm(ana)
  const { id } = await desk.harm(ana, { action: 'deactivate' })
  await desk.gate.approve(id, ben)
  await desk.enforcementIn(id, 'in_effect')
  assert.deepEqual((await requirementOf(desk, id)).approvals, [{ count: 1, more: true }])
  const large = await desk.harm(ana, { reach: 200_000 })
  assert.deepEqual((await requirementOf(desk, large.id)).approvals, [{ count: 1 }, { count: 2, more: true }])
  assert.equal(large.state, 'proposed', 'its proposer has to say whose it is')
})

test('an open circuit breaker holds one source and alerts on-call', async (t) => {
  const desk = await startSpree(t, budgetsOf(PERSON.replace('over: 3', 'over: 5')))
  const [ana, ben] = [await desk.person(), await desk.person()]
  const lead = await desk.person({ roles: ['lead'] })
  const first = await desk.harm(ana)
  for (let n = 1; n < 5; n++) await desk.harm(ana)
  const sixth = await desk.harm(ana)
  assert.equal(sixth.state, 'awaiting_approval', 'one more is asked')
  await desk.gate.approve(sixth.id, ben)
  await desk.enforcementIn(sixth.id, 'held')
  assert.equal((await desk.gate.get(ben, `/v1/enforcements/${sixth.id}`)).body.isBreakerOpen, true)
  const alerts = await desk.gate.get(lead, '/v1/alerts')
  assert.match(
    JSON.stringify(alerts.body),
    /"kind":"breaker","why":"The breaker 1 of the budget person-offline opened: 5 enforcements within 1h, on accounts that reach 155 people together by p-/,
  )
  assert.equal((await desk.harm(ana, { action: 'lock' })).state, 'held', 'all harm of theirs')
  assert.equal((await desk.harm(ben)).state, 'releasing')
  assert.equal((await desk.harm(ana, { legalDuty: true })).state, 'releasing')
  assert.equal((await desk.gate.post(ana, `/v1/enforcements/${first.id}/restore`)).status, 202)
  await desk.enforcementIn(first.id, 'restored')
  const { rows } = await desk.desk.db.query(sql`select count(*) as count from alert where kind = 'breaker'`)
  assert.deepEqual(rows, [{ count: 1 }], 'once')
  assert.deepEqual(await findProblems(desk.desk.db), [])
})

test('two people close a circuit breaker; counting restarts there', async (t) => {
  const desk = await startSpree(t, budgetsOf(PERSON.replace('over: 3, open: 5', 'over: 2, open: 2')))
  const [ana, ben] = [await desk.person(), await desk.person()]
  const [crane, plover] = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['lead'] })]
  for (let n = 0; n < 2; n++) await desk.harm(ana)
  const held = await desk.harm(ana)
  await desk.gate.approve(held.id, ben)
  await desk.enforcementIn(held.id, 'held')
  const change = { kind: 'breaker', breakerId: 1 }
  assert.equal((await desk.gate.post(ben, '/v1/changes', { change, reason: 'all fakes' })).status, 403)
  const asked = await desk.gate.post(crane, '/v1/changes', { change, reason: 'all fakes' })
  assert.equal(asked.status, 201, JSON.stringify(asked.body))
  assert.equal(asked.body.state, 'proposed')
  assert.equal((await desk.enforcementIn(held.id, 'held')).state, 'held')
  assert.equal((await desk.gate.signed(crane, `/v1/changes/${String(asked.body.id)}/agree`)).status, 403)
  await agreeSigned(desk.desk, String(asked.body.id), { kind: 'staff', pseudonym: 'P', roles: ['lead'], ...plover })
  await desk.enforcementIn(held.id, 'in_effect')
  const next = await desk.harm(ana)
  await desk.gate.approve(next.id, ben)
  await desk.enforcementIn(next.id, 'in_effect')
  const third = await desk.harm(ana)
  await desk.gate.approve(third.id, await desk.person())
  await desk.enforcementIn(third.id, 'held')
  const { rows } = await desk.desk.db.query(sql`select closed_at is null as open from breaker order by id`)
  assert.deepEqual(rows, [{ open: false }, { open: true }], 'as much was spent again')
  assert.deepEqual(await findProblems(desk.desk.db), [])
})

test('concurrent enforcements over budget are judged one after the other', async (t) => {
  const desk = await startSpree(t, budgetsOf(PERSON))
  const ana = await desk.person()
  for (let n = 0; n < 2; n++) await desk.harm(ana)
  const { db } = desk.desk
  const states: string[] = []
  const [one, two] = [await desk.prepare(ana), await desk.prepare(ana)]
  const goFirst = Promise.withResolvers<void>()
  const first = inTransaction(db, async (tx) => {
    states.push((await one(tx)).state)
    await goFirst.promise
  })
  await waitFor('the first to have been asked for', async () => states.length > 0)
  const second = inTransaction(db, two)
  await waitForLock(db)
  goFirst.resolve()
  await first
  assert.equal((await second).state, 'awaiting_approval')
  assert.deepEqual(states, ['releasing'])
})

test('a circuit breaker that opens after the approval holds the enforcement', async (t) => {
  const desk = await startSpree(t, budgetsOf(PERSON.replace('over: 3, open: 5', 'over: 1, open: 2')))
  const [ana, ben] = [await desk.person(), await desk.person()]
  await desk.harm(ana)
  const [one, two] = [await desk.harm(ana), await desk.harm(ana)]
  await desk.gate.approve(one.id, ben)
  await desk.enforcementIn(one.id, 'in_effect')
  await desk.gate.approve(two.id, ben)
  await desk.enforcementIn(two.id, 'held')
  const forced = sql`update enforcement set state = 'releasing', generation = 1, moved_by = 'desk' where id = ${two.id}`
  await assert.rejects(desk.desk.db.query(forced), /not released while a breaker is open/)
  await desk.advance(minutes(241))
  await desk.enforcementIn(two.id, 'expired')
})

test('a failed transaction leaves neither open circuit breaker nor alert', async (t) => {
  const desk = await startSpree(t, budgetsOf(PERSON.replace('over: 3, open: 5', 'over: 1, open: 1')))
  const [ana, ben] = [await desk.person(), await desk.person()]
  await desk.harm(ana)
  const { id } = await desk.harm(ana)
  const { db } = desk.desk
  await assert.rejects(
    inTransaction(db, async (tx) => {
      await tx.query(sql`
        insert into breaker (budget_id, kind, key, enforcements, reach, within_ms, enforcement_id)
        values ('person-offline', 'person', ${ana.id}, 1, 31, 3600000, ${id})`)
      throw new Error('the process died')
    }),
    /died/,
  )
  const both = async () =>
    (
      await db.query(
        sql`select (select count(*) from breaker) as open, (select count(*) from alert where kind = 'breaker') as paged`,
      )
    ).rows
  assert.deepEqual(await both(), [{ open: 0, paged: 0 }])
  await desk.gate.approve(id, ben)
  await desk.enforcementIn(id, 'held')
  assert.deepEqual(await both(), [{ open: 1, paged: 1 }])
})

test('the application role closes no circuit breaker and lowers no count', async (t) => {
  const desk = await startSpree(t, budgetsOf(PERSON.replace('over: 3, open: 5', 'over: 1, open: 1')))
  const ana = await desk.person()
  const { id } = await desk.harm(ana)
  const { db } = desk.desk
  await assert.rejects(db.query(sql`update breaker set closed_at = desk_now()`), /permission denied/)
  await assert.rejects(db.query(sql`delete from breaker`), /permission denied/)
  await assert.rejects(db.query(sql`update spent_total set enforcements = '{0,0,0,0,0,0,0}'`), /permission denied/)
  await assert.rejects(db.query(sql`delete from spent_slot`), /permission denied/)
  const closed = sql`
    insert into breaker (budget_id, kind, key, enforcements, reach, within_ms, enforcement_id, closed_at, change_id)
    values ('b', 'desk', '', 1, 1, 60000, ${id}, desk_now(), null)`
  await assert.rejects(db.query(closed), /a breaker opens, and is closed by a change/)
})

test('budgets count teams, employers, signal sources and the whole desk', async (t) => {
  const line = (of: string, what: string) => `{ id: ${of}, why: W, of: ${of}, within: 1h, actions: [lock], ${what} }`
  const desk = await startSpree(t, budgetsOf(line('team', 'enforcements: { over: 2, open: 9 }')))
  const [ana, ben] = [await desk.person({ team: 'north' }), await desk.person({ team: 'north' })]
  const south = await desk.person({ team: 'south' })
  const lock = { action: 'lock', reach: 40 } as const
  for (const one of [ana, ben]) assert.equal((await desk.harm(one, lock)).state, 'releasing')
  assert.equal((await desk.harm(ana, lock)).state, 'awaiting_approval')
  assert.equal((await desk.harm(south, lock)).state, 'releasing')
  for (const [of, what] of [
    ['employer', 'enforcements: { over: 3, open: 9 }'],
    ['source', 'enforcements: { over: 3, open: 9 }'],
    ['desk', 'reach: { over: 120, open: 900 }'],
  ] as const) {
    useBudgets(desk, budgetsOf(line(of, what)))
    assert.equal((await desk.harm(south, lock)).state, 'awaiting_approval', of)
  }
  useBudgets(desk, budgetsOf(line('desk', 'reach: { over: 121, open: 900 }')))
  assert.equal((await desk.harm(south, lock)).state, 'releasing')
})

test('an unknown reach counts as large in budgets', async (t) => {
  const desk = await startSpree(t, budgetsOf())
  // An account of unknown reach is protected, so its post waits for others; where a platform has no such thing nothing is measured either.
  const unmeasured = judgedBy({ id: null, reach: 'absent' })
  await desk.enforcement({ subject: 'content:p1', action: 'remove', judgedBy: unmeasured })
  const { rows } = await desk.desk.db.query(sql`select reach::text from spent_total where kind = 'desk'`)
  assert.deepEqual(rows, [{ reach: '{0,0,100000,0,0,0,0}' }])
})
