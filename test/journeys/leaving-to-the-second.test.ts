import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimJobs, LEASE_MS } from '../../src/foundation/jobs.ts'
import { endLeaver } from '../../src/admin/offboarding/end-leaver.ts'
import { giveNotice } from '../../src/admin/offboarding/give-notice.ts'
import { Life } from '../model/life.ts'
import { ASSESSMENT, type Gate, identified, MINISTER, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { knowSubject } from '../support/known-accounts.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const HOUR_MS = 3_600_000
const NOW = new Date('2026-05-04T09:00:00Z')
const at = (ms: number) => new Date(NOW.getTime() + ms)

type Desk = Awaited<ReturnType<typeof startGate>>

const nowOf = async ({ desk }: Desk): Promise<number> =>
  (await desk.db.query<{ now: Date }>('select desk_now() as now')).rows[0]?.now.getTime() ?? 0

/** Goes on to a moment, and not a millisecond further. */
const goTo = async (desk: Desk, moment: Date) => desk.advance(moment.getTime() - (await nowOf(desk)))

/** Announces a departure. It follows the claims: a person who is leaving is given no such cases. */
const leaves = (desk: Desk, who: { id: string }, endsAt: Date) =>
  giveNotice(desk.desk, { staffId: who.id, kind: 'voluntary', endsAt }, { kind: 'desk' })

/**
 * Approves, a second time if the proposer's departure has raised the requirement: the approver then reads the
 * enforcement again and signs that.
 */
const approve = async (gate: Gate, enforcementId: string, who: { id: string; token: string }) => {
  const first = await gate.approve(enforcementId, who)
  return first.status === 409 ? gate.sendAnswer(enforcementId, who, 'approve') : first
}

const LOOK = { reason: 'to see what would happen' }

const stateOf = async ({ desk }: Desk, enforcementId: string) =>
  (await desk.db.query('select state from enforcement where id = $1', [enforcementId])).rows[0]?.state

const proposeAgainstStar = async (gate: Gate, who: { id: string; token: string }) => {
  const caseId = await gate.claim(STAR, who)
  return only(
    (await gate.ask(caseId, who, { action: 'deactivate' }, identified(STAR, 'otto_and_the_owls'))).body.enforcements,
  )
}

test("a person's last second stops their waiting proposals and approvals", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const end = at(2 * HOUR_MS)
  const rook = await desk.person()
  const lead = await desk.person({ roles: ['lead'], team: 'south' })
  const senior = await desk.person({ roles: ['senior'], team: 'north' })
  const confirming = await desk.person({ roles: ['lead'], team: 'west' })
  desk.work()
  // Not offered to approvers yet, for the proposer has not identified the account.
  const star = only((await gate.ask(await gate.claim(STAR, rook), rook)).body.enforcements)
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const minister = only(
    (await gate.ask(await gate.claim(MINISTER, rook), rook, { action: 'deactivate' }, more)).body.enforcements,
  )
  await leaves(desk, rook, end)
  // Two people read for a while before they agree, and the hold begins then.
  await goTo(desk, new Date(end.getTime() - minutes(32)))
  for (const who of [lead, senior]) {
    await approve(gate, minister, who)
  }
  await gate.sendAnswer(minister, confirming, 'duty')
  await desk.enforcementIn(minister, 'held')
  await goTo(desk, new Date(end.getTime() - minutes(1)))
  await desk.enforcementIn(minister, 'in_effect')
  assert.notEqual(await desk.visit('account:vale'), 200)
  const me = async () => (await gate.post(rook, '/v1/me/shift/break')).status
  await goTo(desk, new Date(end.getTime() - 1))
  assert.equal(await me(), 200, 'a millisecond before they are here')
  await goTo(desk, end)
  assert.equal(await me(), 401, 'at that very moment they are not')
  const restored = await waitFor('the enforcement to be taken back', async () => {
    const { rows } = await desk.desk.db.query('select cause, by from enforcement_restore where enforcement_id = $1', [
      minister,
    ])
    return rows[0]
  })
  assert.deepEqual(restored, { cause: 'left', by: 'desk' })
  await desk.enforcementIn(minister, 'restored')
  assert.equal(await desk.visit('account:vale'), 200)
  assert.equal(await stateOf(desk, star), 'stopped')
  const alerts = await desk.desk.db.query(`select why from alert where kind = 'left' and to_role = 'lead'`)
  assert.match(alerts.rows[0]?.why, new RegExp(`has left\\. Stopped: ${star}\\. Being undone: ${minister}\\.`))
  await checkLedger(desk.desk)
})

test('a departure interrupted by a kill is completed after the restart', async (t) => {
  for (const [step, wren] of ['nothing', 'the transaction', 'all of it'].entries()) {
    const desk = await startGate(t)
    const { gate } = desk
    const end = at(2 * HOUR_MS)
    const rook = await desk.person()
    const ben = await desk.person({ roles: ['lead'] })
    const star = await proposeAgainstStar(gate, rook)
    await leaves(desk, rook, end)
    await goTo(desk, new Date(end.getTime() - minutes(4)))
    // The approval comes so late that the hold would end after the proposer's departure.
    await approve(gate, star, ben)
    await goTo(desk, end)
    const [job] = (await claimJobs(desk.desk.restoreDb, 'restore', 9)).filter(({ kind }) => kind === 'leave')
    assert.ok(job, wren)
    const life = new Life(step)
    await Promise.race([endLeaver({ restoreDb: life.pool(desk.desk.restoreDb) }, job), life.ended])
    await desk.advance(minutes(1))
    const held = await gate.post(ben, '/v1/me/shift/break')
    assert.equal(held.status, 200)
    desk.work()
    await desk.enforcementIn(star, 'stopped')
    await desk.advance(LEASE_MS)
    await waitFor('the rest to be done', async () => {
      const { rows } = await desk.desk.db.query('select from staff where id = $1 and ended_at is not null', [rook.id])
      return rows.length === 1
    })
    assert.equal(await desk.visit('account:otto'), 200)
    const { rows } = await desk.desk.db.query(`select count(*) from ledger_payload where kind = 'staff_ended'`)
    assert.equal(rows[0]?.count, 1)
    await checkLedger(desk.desk)
  }
})

test("a departed person's held enforcement takes no effect", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const end = at(2 * HOUR_MS)
  const rook = await desk.person()
  const ben = await desk.person({ roles: ['lead'] })
  const star = await proposeAgainstStar(gate, rook)
  await leaves(desk, rook, end)
  await goTo(desk, new Date(end.getTime() - minutes(5)))
  const agreed = await approve(gate, star, ben)
  assert.equal(agreed.body.state, 'held', JSON.stringify(agreed.body))
  // As if a worker had started the job and died.
  await desk.database.ownerPool.query(`update job set due_at = desk_now() + interval '1 hour' where kind = 'leave'`)
  await goTo(desk, end)
  await assert.rejects(
    desk.desk.db.query(
      `update enforcement set state = 'releasing', generation = 1, moved_by = 'desk', released_at = desk_now() where id = $1`,
      [star],
    ),
    { code: 'CS001', message: /may no longer propose/ },
  )
  desk.work()
  await desk.enforcementIn(star, 'stopped')
  assert.equal(await desk.visit('account:otto'), 200)
})

test('a departed approver no longer counts', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const ben = await desk.person({ endsAt: at(30 * 24 * HOUR_MS) })
  const star = await proposeAgainstStar(gate, ana)
  assert.equal((await gate.approve(star, ben)).body.state, 'held')
  // Nearer than it was: in two hours, and then ended at once.
  await giveNotice(desk.desk, { staffId: ben.id, kind: 'involuntary', endsAt: at(2 * HOUR_MS) }, { kind: 'desk' })
  await desk.database.ownerPool.query(`update staff set ends_at = desk_now() + interval '2 minutes' where id = $1`, [
    ben.id,
  ])
  desk.work()
  await desk.advance(minutes(2))
  await waitFor('ben to be ended', async () => (await gate.post(ben, '/v1/me/shift/break')).status === 401)
  await desk.advance(minutes(3))
  await desk.enforcementIn(star, 'awaiting_approval')
  assert.equal(await desk.visit('account:otto'), 200)
})

test('in the last hour a person proposes no restriction', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  // On a plan of eight hours, and gone at midnight: no shift comes after this one.
  const rook = await desk.person()
  const caseId = await gate.claim({ kind: 'account', id: 'mossy' }, rook)
  await leaves(desk, rook, new Date('2026-05-05T00:00:00Z'))
  await goTo(desk, at(7 * HOUR_MS - 1))
  const standing = async () =>
    (await desk.desk.db.query('select last_hour from staff_standing($1)', [rook.id])).rows[0]?.last_hour
  assert.equal(await standing(), false)
  await goTo(desk, at(7 * HOUR_MS))
  assert.equal(await standing(), true)
  const preview = await gate.preview(caseId, rook, { action: 'suspend', durationMs: HOUR_MS }, LOOK)
  assert.deepEqual([preview.status, preview.body.why], [403, 'standing'])
  assert.doesNotMatch(String(preview.body.detail), /hour|last|leav|end/i, 'nobody learns a date from it')
  const insert = (action: string, more = 'false, false') =>
    desk.desk.db.query(
      `insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at,
         legal_duty, interim, duration_ms, interim_reason)
       values ('account:x', 'x', $1, 'spam', 'person', 'staff:' || $2, false, 'staff:' || $2, desk_now() + interval '1 hour', ${more},
         case when $1 = 'warn' then null else 3600000 end, 'it goes on')`,
      [action, rook.id],
    )
  await assert.rejects(insert('suspend'), { code: 'CS001', message: /can not ask for harm: standing/ })
  await assert.rejects(insert('limit'), { code: 'CS001' })
  // A legal duty alone is enough only for an unprotected account, so the account must be on record as one.
  await assert.rejects(insert('limit', 'true, false'), { code: 'CS001' })
  await knowSubject(desk.desk.db, 'account:x', { id: 'x', reach: 31 })
  await insert('limit', 'true, false')
  await insert('limit', 'false, true')
  await insert('warn')
  assert.notEqual((await gate.post(rook, '/v1/enforcements/enf_999/stop')).status, 403)
})
