import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { countEffects, listEffects } from '../../demo/record-routes.ts'
import { lockSubject } from '../../src/enforcement/desired-state/subject-state.ts'
import { findRestore } from '../../src/enforcement/effect/queries.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { LEASE_MS } from '../../src/foundation/jobs.ts'
import { givenClaim, givenReport, givenReviewer, send, violation } from '../support/desk-flow.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const KEY = 'account:rosa'
const ROUNDS = 15
const TURNS_MAX = 40
const HOUR_MS = 3_600_000
const EFFECTS_MAX = 1_000
const LATER = new Date('2100-01-01T00:00:00Z')

/** A few turns of the event loop: moments of no fixed length, so that two things meet at ever other points. */
async function someTurns(): Promise<void> {
  for (let left = Math.floor(Math.random() * TURNS_MAX); left > 0; left--) await nextTurn()
}

const addAccounts = (working: WorkingDesk, count: number) =>
  working.demo.store.inTransaction((tx) => {
    for (let n = 0; n < count; n++) {
      tx.run`insert into account (id, handle, display_name, bio, reach, verified, tags, created_at)
        select ${`u${n}`}, ${`user_${n}`}, display_name, bio, reach, verified, tags, created_at from account where id = 'rosa'`
    }
  })

/** Checks the outcome of any race: nothing was done twice at the platform, and the ledger verifies. */
async function checkAll(working: WorkingDesk): Promise<void> {
  const { duplicateEffects, duplicates } = countEffects(working.demo.store)
  assert.equal(duplicateEffects, 0, JSON.stringify(duplicates))
  await checkLedger(working.desk)
}

const changesOf = (working: WorkingDesk, id: string): string[] =>
  listEffects(working.demo.store, 0, EFFECTS_MAX)
    .filter(({ subject }) => subject.id === id)
    .map(({ to }) => (to.visible ? 'up' : 'offline'))

test('a report during a decision joins its case or opens another', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const reviewer = await givenReviewer(working)
  for (let round = 0; round < ROUNDS; round++) {
    const first = await givenReport(working, ROSA)
    assert.equal(await givenClaim(working, reviewer.token), first)
    const draft = { conclusion: 'no_violation', rationale: 'bread is bread' }
    const [decided, joined] = await Promise.all([
      someTurns().then(() => send(working, reviewer.token, 'POST', `/v1/cases/${first}/decisions`, draft)),
      someTurns().then(() => givenReport(working, ROSA)),
    ])
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
    if (joined !== first) await closeCase(working, reviewer.token, joined)
  }
  // Both transactions lock the case while they write their ledger entry, so the entries are in the order of the locks.
  const { rows } = await working.desk.db.query<{ late: number; miscounted: number; open: number }>(sql`
    with said as (
      select leaf_id, kind, convert_from(payload, 'UTF8')::jsonb as what from ledger_payload
      where kind in ('reports_received', 'case_decided'))
    select (select count(*) from said received join said decided on decided.kind = 'case_decided'
        and decided.what ->> 'caseId' = received.what -> 'reports' -> 0 ->> 'caseId'
        where received.kind = 'reports_received' and received.leaf_id > decided.leaf_id) as late,
      (select count(*) from review_case where report_count <>
        (select count(*) from report where report.case_id = review_case.id)) as miscounted,
      (select count(*) from review_case where state = 'open') as open`)
  assert.deepEqual(rows, [{ late: 0, miscounted: 0, open: 0 }])
  await checkLedger(working.desk)
})

async function closeCase(working: WorkingDesk, token: string, caseId: string): Promise<void> {
  assert.equal(await givenClaim(working, token), caseId)
  const draft = { conclusion: 'no_violation', rationale: 'the same bread' }
  const { status } = await send(working, token, 'POST', `/v1/cases/${caseId}/decisions`, draft)
  assert.equal(status, 201)
}

test('a stop just after a decision leaves the account visible', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  await addAccounts(working, ROUNDS)
  const reviewer = await givenReviewer(working)
  for (let round = 0; round < ROUNDS; round++) {
    await givenReport(working, { kind: 'account', id: `u${round}` })
    const caseId = await givenClaim(working, reviewer.token)
    const url = `/v1/cases/${caseId}/decisions`
    const draft = violation()
    const { status, body } = await send(working, reviewer.token, 'POST', url, draft)
    assert.equal(status, 201, JSON.stringify(body))
    const [enforcementId = ''] = body.enforcements as string[]
    await someTurns()
    const stopped = await send(working, reviewer.token, 'POST', `/v1/enforcements/${enforcementId}/stop`, {})
    assert.equal(stopped.status, 202, 'what may have reached the platform is brought back')
    await working.enforcementIn(enforcementId, 'restored')
    assert.equal(await working.visit(`account:u${round}`), 200)
    const changes = changesOf(working, `u${round}`)
    assert.ok(
      changes.length === 0 || changes.join() === 'offline,up',
      `never offline, or offline once and back: ${changes.join()}`,
    )
    // The stop returned the case to the queue; a reviewer closes it.
    await closeCase(working, reviewer.token, caseId)
  }
  await checkAll(working)
})

test('an effect ending while restored has one recorded cause', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  await addAccounts(working, ROUNDS)
  const reviewer = await givenReviewer(working, { tokenExpiresAt: LATER })
  const enforcements: string[] = []
  for (let n = 0; n < ROUNDS; n++) {
    const enforcement = await working.enforcement({ subject: `account:u${n}`, action: 'suspend', durationMs: HOUR_MS })
    enforcements.push(enforcement.id)
  }
  for (const enforcementId of enforcements) await working.enforcementIn(enforcementId, 'in_effect')
  const press = async (enforcementId: string) => {
    await someTurns()
    return send(working, reviewer.token, 'POST', `/v1/enforcements/${enforcementId}/restore`, {
      reason: 'a fan account',
    })
  }
  const [, ...answers] = await Promise.all([working.advance(HOUR_MS), ...enforcements.map(press)])
  assert.deepEqual(new Set(answers.map(({ status }) => status)).difference(new Set([200, 202])), new Set())
  const causes = new Map<string, number>()
  for (const [n, enforcementId] of enforcements.entries()) {
    await working.enforcementIn(enforcementId, 'restored')
    assert.equal(await working.visit(`account:u${n}`), 200)
    const cause = (await findRestore(working.desk.db, enforcementId))?.cause ?? 'none'
    causes.set(cause, (causes.get(cause) ?? 0) + 1)
  }
  assert.equal((causes.get('ended') ?? 0) + (causes.get('mistake') ?? 0), ROUNDS, JSON.stringify([...causes]))
  const { rows } = await working.desk.db.query<{ n: number }>(sql`
    select count(*) as n from enforcement_move where to_state = 'restoring'`)
  assert.equal(rows[0]?.n, ROUNDS)
  await waitFor('no end to be still due', async () => {
    const ends = await working.desk.db.query(sql`select from job where kind = 'end'`)
    return ends.rows.length === 0
  })
  await checkAll(working)
})

const leasesOf = async (working: WorkingDesk, kind: string): Promise<number> =>
  (await working.desk.db.query<{ n: number }>(sql`select lease_id as n from job where kind = ${kind} and key = ${KEY}`))
    .rows[0]?.n ?? 0

test('after an expired job lease only the second worker acts', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  const stuck = working.demo.faults.set({ fault: 'slow', when: 'before', call: 'subject.apply', count: 1 })
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  await waitFor('the first to wait for the platform', async () => stuck.holding === 1)
  const lease = await leasesOf(working, 'drive')
  working.work()
  await working.advance(LEASE_MS)
  await working.enforcementIn(enforcement.id, 'in_effect')
  assert.ok(lease > 0)
  working.demo.faults.clear()
  await waitFor('the call of the first to be through', async () => stuck.holding === 0)
  assert.deepEqual(changesOf(working, 'rosa'), ['offline'])
  await checkAll(working)
})

test('two workers record one read-back once', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  const stuck = working.demo.faults.set({ fault: 'slow', when: 'before', call: 'subject.apply', count: 1 })
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  await waitFor('the first to wait for the platform', async () => stuck.holding === 1)
  await inTransaction(working.desk.restoreDb, async (tx) => {
    await lockSubject(tx, KEY)
    working.demo.faults.clear()
    await waitForWaiters(working, 1)
    working.work()
    await working.advance(LEASE_MS)
    await waitForWaiters(working, 2)
  })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await waitFor('nobody to be at it', async () => (await leasesOf(working, 'drive')) === 0)
  assert.deepEqual(changesOf(working, 'rosa'), ['offline'])
  const { rows } = await working.desk.db.query<{ moves: string[] }>(sql`
    select array(select to_state from enforcement_move where enforcement_id = ${enforcement.id} order by id) as moves`)
  assert.deepEqual(rows[0]?.moves, ['proposed', 'releasing', 'in_effect'])
  await checkAll(working)
})

async function waitForWaiters({ desk }: WorkingDesk, count: number): Promise<void> {
  await waitFor(`${count} to wait for the subject`, async () => {
    const { rows } = await desk.db.query(sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
    return rows.length >= count
  })
}
