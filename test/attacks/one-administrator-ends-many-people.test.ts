import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeKeyWindow, enrolInvited } from '../../src/admin/passkeys/enrol-passkey.ts'
import { beginRecovery } from '../../src/admin/passkeys/recover-keys.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { claimJobs } from '../../src/foundation/jobs.ts'
import { endLeaver } from '../../src/admin/offboarding/end-leaver.ts'
import { inviteStaff } from '../../src/people/invitations/invite.ts'
import { makeSoftwareKey, registerSoftwareKey } from '../../src/people/passkeys/software-authenticator.ts'
import { beginCeremony } from '../../src/people/sessions/ceremony.ts'
import { findProblems } from '../support/changes.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'
import { TEST_PARTY } from '../support/server.ts'

/** The body of an administrator's act on the sessions of another person. */
const SIGNED_OUT = { reason: 'their laptop was stolen' }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Ten people: an administrator, a policy, a lead, and seven who review. */
async function startTen(t: Parameters<typeof startDeskBeforeOpening>[0]) {
  const office = await startDeskBeforeOpening(t)
  const admin = await office.person(['admin'])
  const reviewers = await office.people(7)
  await office.open()
  return { ...office, admin, reviewers, others: [office.crane, office.plover, ...reviewers] }
}

test('one administrator ends two of nine people; the rest undo it', async (t) => {
  const { db, admin, others, reviewers, end, restrict, get, proposeAs, agreeAs } = await startTen(t)
  const ended: boolean[] = []
  for (const other of others) {
    const { status, body } = await end(admin, other)
    assert.equal(status, 200, JSON.stringify(body))
    ended.push(body.ended === true)
  }
  assert.equal(ended.filter(Boolean).length <= 2, true, JSON.stringify(ended))
  const [wren, rook, heron] = reviewers.slice(2)
  assert.ok(wren && rook && heron)
  assert.equal((await get(wren, '/v1/cases')).status, 403, 'no reading')
  assert.equal((await get(wren, '/v1/live')).status, 200, 'but what they stop and restore')
  assert.equal((await restrict(wren, admin)).status, 200, 'and whoever did it does no more')
  assert.equal((await end(admin, rook)).status, 403)
  const lift = await proposeAs(wren, { kind: 'unrestrict', staffId: rook.id })
  assert.equal(lift.status, 201, JSON.stringify(lift.body))
  assert.equal((await agreeAs(wren, String(lift.body.id))).status, 403, 'nobody twice')
  assert.equal((await agreeAs(rook, String(lift.body.id))).status, 403, 'nor about themselves')
  assert.equal((await agreeAs(heron, String(lift.body.id))).status, 200)
  assert.equal((await get(rook, '/v1/cases')).status, 200)
  const { rows } = await db.query('select ends_at from staff where id = $1', [rook.id])
  assert.deepEqual(rows, [{ ends_at: null }])
  assert.deepEqual(await findProblems(db), [])
})

test('people whom one administrator ended beyond the limit recover access', async (t) => {
  const { db, database, desk, admin, crane, plover, others, end } = await startTen(t)
  await database.ownerPool.query(`insert into key_window (opened_at) values (desk_now() - interval '8 days')`)
  await closeKeyWindow(desk)
  await database.advance(2 * DAY_MS)
  for (const other of others.toReversed()) assert.equal((await end(admin, other)).status, 200)
  await beginRecovery(database.ownerPool, {
    staffIds: [crane.id, plover.id],
    reason: 'an administrator ended everybody',
  })
  await database.advance(DAY_MS + HOUR_MS)
  for (const job of await claimJobs(db, 'restore', 20)) if (job.kind === 'leave') await endLeaver(desk, job)
  for (const { id } of [crane, plover]) await enrolByRecovery(desk, id)
  const { rows } = await db.query(
    `select restricted, ends_at from staff cross join lateral staff_standing(id) standing
     where id = any ($1) and ended_at is null`,
    [[crane.id, plover.id]],
  )
  const free = { restricted: false, ends_at: null }
  assert.deepEqual(rows, [free, free], 'they are here, as before')
  assert.deepEqual(await findProblems(db), [])
})

/** Enrols a passkey as the page of the invitation's link does. */
async function enrolByRecovery(desk: Desk, staffId: string): Promise<void> {
  const { id: invitationId, secret } = await inviteStaff(desk, { staffId }, DESK)
  const challenge = await beginCeremony(desk.db, { kind: 'enrol', staffId, invitationId })
  const registration = registerSoftwareKey(makeSoftwareKey(), challenge, TEST_PARTY)
  await enrolInvited(desk, secret, { registration, transports: [], label: 'new phone' })
}

test('an access token without passkey cannot end, restrict or give notice', async (t) => {
  const { db, admin, crane, post } = await startTen(t)
  assert.equal((await post(admin, `/v1/staff/${crane.id}/end`)).status, 400)
  assert.equal((await post(admin, `/v1/staff/${crane.id}/restrict`, { reason: 'x' })).status, 400)
  const { rows } = await db.query<{ at: Date }>(`select desk_now() + interval '2 hours' as at`)
  const notice = { kind: 'voluntary', endsAt: rows[0]?.at.toISOString() }
  assert.equal((await post(admin, `/v1/staff/${crane.id}/notice`, notice)).status, 403)
  const left = await db.query(`select from staff where ended_at is not null or ends_at is not null`)
  assert.equal(left.rowCount, 0)
})

test('the application role ends or restricts no person without a signature', async (t) => {
  const { db, admin, crane, plover } = await startTen(t)
  const forgeries = [
    `update staff set ended_at = desk_now(), ended_by = 'staff:${admin.id}' where id = '${crane.id}'`,
    `update staff set ended_at = desk_now(), ended_by = 'desk' where id = '${crane.id}'`,
    `update staff set ended_at = desk_now(), ended_by = 'key:key_999' where id = '${crane.id}'`,
    `update staff set ends_at = desk_now() + interval '1 minute', end_set_by = 'staff:${admin.id}' where id = '${crane.id}'`,
    `update staff set ends_at = desk_now() + interval '80 hours', notice_kind = 'voluntary' where id = '${crane.id}'`,
    `update staff set ends_at = desk_now() + interval '80 hours', notice_kind = 'voluntary', end_told = true where id = '${crane.id}'`,
    `insert into staff_restriction (staff_id, cause, reason, by) values ('${crane.id}', 'one', 'x', 'staff:${plover.id}')`,
    `insert into staff_restriction (staff_id, cause, reason, by) values ('${crane.id}', 'many', 'x', 'desk')`,
    `insert into staff_restriction (staff_id, cause, ending, reason, by) values ('${crane.id}', 'many', true, 'x', 'staff:${admin.id}')`,
    `delete from power_removal`,
    `insert into power_removal (staff_id, what, actor) values ('${crane.id}', 'end', 'desk')`,
  ]
  for (const forged of forgeries) {
    await assert.rejects(db.query(forged), ({ code }: { code: string }) => ['CS001', '42501'].includes(code), forged)
  }
})

test('ends, restrictions, role removals and sign-outs share one weekly limit', async (t) => {
  const { database, admin, reviewers, end, restrict, proposeAs, signed, person } = await startTen(t)
  const [first, second, third, fourth] = reviewers
  assert.ok(first && second && third && fourth)
  assert.equal((await signed(admin, `/v1/staff/${first.id}/sessions/revoke`, SIGNED_OUT)).status, 200)
  assert.equal((await restrict(admin, second)).status, 200)
  assert.equal((await signed(admin, `/v1/staff/${third.id}/sessions/revoke`, SIGNED_OUT)).status, 403)
  const role = await proposeAs(admin, { kind: 'clearance', op: 'revoke', staffId: third.id, clearance: 'none' })
  assert.equal(role.status, 409, 'they have no such clearance')
  await database.advance(6 * DAY_MS)
  assert.equal((await end(admin, third)).body.ended, false, 'also six days later')
  await database.advance(DAY_MS + HOUR_MS)
  assert.equal((await end(admin, fourth)).body.ended, true)
  await assert.rejects(person(['lead']), { code: 'CS001' }, 'nor does anybody raise the limit')
})

test('a restricted person can restrict the person who restricted them', async (t) => {
  const { admin, plover, reviewers, restrict } = await startTen(t)
  assert.equal((await restrict(admin, plover)).status, 200)
  const [wren, rook] = reviewers
  assert.ok(wren && rook)
  assert.equal((await restrict(plover, wren)).status, 403, 'and nobody else')
  assert.equal((await restrict(plover, admin)).status, 200)
})

test('any reviewer restricts one administrator, but no second', async (t) => {
  const office = await startDeskBeforeOpening(t)
  const [first, second] = [await office.person(['admin']), await office.person(['admin'])]
  const [wren] = await office.people(1)
  assert.ok(wren)
  await office.open()
  assert.equal((await office.restrict(wren, office.plover)).status, 403)
  assert.equal((await office.restrict(wren, first)).status, 200)
  assert.equal((await office.restrict(wren, second)).status, 403)
})
