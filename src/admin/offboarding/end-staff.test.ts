import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { waitForLock } from '../../../test/support/wait-for-lock.ts'
import { lockSubject } from '../../enforcement/desired-state/subject-state.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { claimJobs } from '../../foundation/jobs.ts'
import { endLeaver } from './end-leaver.ts'
import { endStaff } from './end-staff.ts'
import { staffRoutes } from '../../people/staff/routes.ts'
import { addStaffToken } from '../../people/access/staff-tokens.ts'
import { lockStanding } from '../../people/staff/standing.ts'

const DAY_MS = 86_400_000
let cases = 0

async function givenClaimedCase(db: Pool, staffId: string): Promise<string> {
  cases += 1
  const { rows } = await db.query(
    `insert into review_case (subject, queue, category, due_at, claimed_by, claimed_at, claimed_until)
     values ($2, 'general', 'OTHER_VIOLATION_TC', desk_now(), $1, desk_now(), desk_now() + interval '10 minutes')
     returning id`,
    [staffId, `account:a${cases}`],
  )
  return rows[0].id
}

async function givenWaitingEnforcement(
  db: Pool,
  staffId: string,
  subject = 'account:8821',
  caseId: string | null = null,
): Promise<string> {
  const { rows } = await db.query(
    `insert into enforcement (subject, account_id, action, duration_ms, policy_id, case_id, source, proposed_by, protected, moved_by,
       expires_at)
     values ($2, '8821', 'suspend', 86400000, 'spam', $3, 'person', 'staff:' || $1, false, 'staff:' || $1,
       desk_now() + interval '4 hours')
     returning id`,
    [staffId, subject, caseId],
  )
  return rows[0].id
}

test('an ended person loses access at their next request', async (t) => {
  const { desk, app } = await startTestDesk(t, { routes: [staffRoutes] })
  const [leaver, stayer] = [await givenStaff(desk.db, { onShift: true }), await givenStaff(desk.db, { onShift: true })]
  const held = [await givenClaimedCase(desk.db, leaver.id), await givenClaimedCase(desk.db, leaver.id)]
  const kept = await givenClaimedCase(desk.db, stayer.id)
  const enforcement = await givenWaitingEnforcement(desk.db, leaver.id)
  const other = await givenWaitingEnforcement(desk.db, stayer.id, 'account:7')
  const me = async (token: string) => (await app.inject({ url: '/v1/me', headers: bearer(token) })).statusCode
  assert.equal(await me(leaver.token), 200)

  const ended = await endStaff(desk, leaver.id, { kind: 'staff', id: stayer.id })

  assert.deepEqual(ended, {
    ...{ tokensRevoked: 1, claimsTakenBack: held.length },
    ...{ enforcementsStopped: [enforcement], enforcementsRestored: [] },
  })
  assert.deepEqual([await me(leaver.token), await me(stayer.token)], [401, 200])
  const claims = await desk.db.query('select id from review_case where claimed_by is not null')
  assert.deepEqual(claims.rows, [{ id: kept }])
  const states = await desk.db.query('select id, state from enforcement order by id')
  assert.deepEqual(
    new Map(states.rows.map(({ id, state }) => [id, state])),
    new Map([
      [enforcement, 'stopped'],
      [other, 'proposed'],
    ]),
  )
  const { rows } = await desk.db.query(`select payload from ledger_payload where kind = 'staff_ended'`)
  const { by, enforcementsStopped, staffId } = JSON.parse(String(rows[0]?.payload))
  assert.deepEqual([by, enforcementsStopped, staffId], [`staff:${stayer.id}`, [enforcement], leaver.id])
})

test('a person is ended once; an unknown person cannot be ended', async (t) => {
  const { desk } = await startTestDesk(t)
  const { id } = await givenStaff(desk.db)
  const ends = await Promise.allSettled([endStaff(desk, id, DESK), endStaff(desk, id, DESK)])
  assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await assert.rejects(endStaff(desk, id, DESK), { code: 'conflict' })
  await assert.rejects(endStaff(desk, 'staff_999', DESK), { code: 'not_found' })
  await assert.rejects(addStaffToken(desk, { staffId: id, label: 'late', days: 1 }, DESK), /no longer works here/)
})

test("a person's last moment stops their waiting enforcements and expires claims", async (t) => {
  const { desk, database } = await startTestDesk(t, { driven: true })
  const { rows } = await desk.db.query('select desk_now() as now')
  const endsAt = new Date(rows[0].now.getTime() + DAY_MS)
  const leaver = await givenStaff(desk.db, { endsAt })
  const enforcement = await givenWaitingEnforcement(desk.db, leaver.id)
  await givenStaff(desk.db)
  await database.setClock(new Date(endsAt.getTime() - 1))
  assert.deepEqual(await claimJobs(desk.db, 'restore', 9), [])
  await database.setClock(endsAt)
  const [job, ...others] = await claimJobs(desk.db, 'restore', 9)
  assert.ok(job?.kind === 'leave' && job.key === leaver.id && others.length === 0)
  await Promise.all([endLeaver(desk, job), endLeaver(desk, job)])
  const entries = await desk.db.query(`select from ledger_payload where kind = 'staff_ended'`)
  assert.equal(entries.rowCount, 1)
  const { rows: enforcements } = await desk.db.query('select state, moved_by from enforcement where id = $1', [
    enforcement,
  ])
  assert.deepEqual(enforcements, [{ state: 'stopped', moved_by: 'desk' }])
})

test('ending a person waits for every subject they act on', async (t) => {
  const { desk } = await startTestDesk(t)
  const { id } = await givenStaff(desk.db)
  const caseId = await givenClaimedCase(desk.db, id)
  const [first, second] = [
    await givenWaitingEnforcement(desk.db, id, 'account:first', caseId),
    await givenWaitingEnforcement(desk.db, id, 'account:second', caseId),
  ]
  let ending: ReturnType<typeof endStaff> | undefined
  await inTransaction(desk.db, async (tx) => {
    await lockSubject(tx, 'account:second')
    ending ??= endStaff(desk, id, DESK)
    await waitForLock(desk.db)
    await tx.query({ text: 'select from enforcement where id = $1 for update nowait', values: [first] })
    await tx.query({ text: 'select from review_case where id = $1 for update nowait', values: [caseId] })
  })
  assert.deepEqual((await ending)?.enforcementsStopped, [first, second])
})

test('ending a person waits for their running act and undoes it', async (t) => {
  const { desk } = await startTestDesk(t)
  const { id } = await givenStaff(desk.db)
  let ending: ReturnType<typeof endStaff> | undefined
  const enforcement = await inTransaction(desk.db, async (tx) => {
    const standing = await lockStanding(tx, id)
    assert.equal(standing?.active, true)
    ending ??= endStaff(desk, id, DESK)
    await waitFor('the end to wait for this transaction', async () => {
      const { rows } = await desk.db.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      )
      return rows.length > 0
    })
    const { rows } = await tx.query<{ id: string }>({
      text: `insert into enforcement (subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
        values ('account:1', 'deactivate', 'spam', 'person', 'staff:' || $1, false, 'staff:' || $1, desk_now()) returning id`,
      values: [id],
    })
    return rows[0]?.id
  })
  assert.deepEqual((await ending)?.enforcementsStopped, [enforcement])
  await inTransaction(desk.db, async (tx) => assert.equal((await lockStanding(tx, id))?.active, false))
})
