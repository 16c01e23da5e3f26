import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { givenPasskey } from '../../../test/support/people.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { endStaff } from '../offboarding/end-staff.ts'
import { makeSoftwareKey, SOFTWARE_AAGUID } from '../../people/passkeys/software-authenticator.ts'
import { startBreak } from '../../people/shifts/shifts.ts'
import { declineChange, expireChanges, withdrawChange } from './answer-change.ts'
import { findChange } from './change-queries.ts'
import { proposeChange } from './propose-change.ts'

const makesPolicy = async (db: Pool, { id }: { id: string }) => {
  const { rows } = await db.query<{ roles: string[] }>(sql`select roles from staff where id = ${id}`)
  return rows[0]?.roles.includes('policy') === true
}

const grant = ({ id }: { id: string }) => ({ kind: 'role', op: 'grant', staffId: id, role: 'policy' }) as const

test('a loosening change applies once another person agrees', async (t) => {
  const { db, person, propose, agree, plover } = await startChanging(t)
  const wren = await person(['reviewer'])
  const change = await propose(grant(wren))
  assert.deepEqual([change.state, change.direction], ['proposed', 'looser'])
  assert.match(change.says, new RegExp(`^${wren.pseudonym} gets the role policy\\. Now: reviewer\\.`))
  assert.equal(change.expiresAt.getTime() - change.proposedAt.getTime(), 7 * 86_400_000)
  assert.equal(await makesPolicy(db, wren), false)
  const applied = await agree(change)
  assert.deepEqual([applied.state, applied.movedBy], ['applied', `staff:${plover.id}`])
  assert.equal(await makesPolicy(db, wren), true)
  await assert.rejects(agree(change), { code: 'conflict', message: /is applied/ })
  assert.deepEqual(await findProblems(db), [])
})

test('a stricter change needs one person and alerts the leads', async (t) => {
  const { db, person, propose } = await startChanging(t)
  const wren = await person(['reviewer', 'lead'])
  const change = await propose({ kind: 'role', op: 'revoke', staffId: wren.id, role: 'lead' })
  assert.deepEqual([change.state, change.direction], ['applied', 'stricter'])
  const { rows } = await db.query<{ to_role: string; why: string }>(sql`select to_role, why from alert`)
  assert.equal(rows.length, 1)
  assert.equal(rows[0]?.to_role, 'lead')
  assert.match(rows[0]?.why ?? '', /^One person alone changed \(chg_1\): .* loses the role lead\./)
  assert.deepEqual(await findProblems(db), [])
})

test('the proposer and other excluded people cannot agree to a change', async (t) => {
  const { db, database, desk, person, propose, agree, crane } = await startChanging(t)
  const wren = await person(['policy'])
  const lead = await person(['lead'], { onShift: true })
  const resting = await person(['lead'], { onShift: true })
  await startBreak(desk, resting.id)
  await endSetup(db)
  const soon = new Date(Date.now() + 3 * 86_400_000)
  const left = await person(['auditor'], { endsAt: new Date(Date.now() + 20 * 86_400_000) })
  const change = await propose({ ...grant(wren), role: 'admin' })
  const refused: readonly [StaffCaller, string][] = [
    [crane, 'own'],
    [wren, 'about_you'],
    [left, 'role'],
    [resting, 'on_break'],
  ]
  for (const [by, why] of refused) {
    const attempt = agree(change, by)
    await assert.rejects(attempt, { code: 'not_allowed', members: { why } }, why)
  }
  await database.ownerPool.query(sql`update staff set ends_at = ${soon} where id = ${lead.id}`)
  await assert.rejects(agree(change, lead), {
    members: { why: 'standing' },
  })
  assert.equal((await findChange(db, change.id))?.state, 'proposed')
  assert.equal((await db.query(sql`select from change_answer`)).rowCount, 0)
})

test('a person declines a passkey added for them, never its removal', async (t) => {
  const { db, desk, person, propose, agree } = await startChanging(t)
  const wren = await person(['policy'])
  const { credentialId } = await givenPasskey(db, wren.id)
  const removal = await propose({ kind: 'passkey_removal', staffId: wren.id, credentialId })
  const no = (changeId: string) => declineChange(desk, { changeId, by: wren, reason: 'I like it' })
  await assert.rejects(no(removal.id), { code: 'not_allowed', members: { why: 'about_you' } })
  assert.equal((await agree(removal)).state, 'applied')
  const offered = await propose(grant(await person(['reviewer'])))
  assert.equal((await no(offered.id)).state, 'declined')
  const { publicKey, credentialId: made } = makeSoftwareKey()
  const key = { credentialId: made, publicKey: publicKey.toString('hex'), counter: 0, aaguid: SOFTWARE_AAGUID }
  const more = { backupEligible: false, backedUp: false, transports: [], label: 'not mine', invitationId: null }
  const theirs = await propose({ kind: 'passkey', staffId: wren.id, ...key, ...more })
  assert.equal((await no(theirs.id)).state, 'declined')
})

test("a person's own requests never remove their last passkey", async (t) => {
  const { db, desk, person, propose, agree } = await startChanging(t)
  const wren = await person(['reviewer'])
  const { credentialId: first } = await givenPasskey(db, wren.id)
  const remove = (credentialId: string) =>
    proposeChange(desk, {
      wanted: { kind: 'passkey_removal', staffId: wren.id, credentialId },
      reason: 'an old laptop',
      by: wren,
    })
  await assert.rejects(remove(first), { code: 'conflict', message: /your only passkey/ })
  const { credentialId: second } = await givenPasskey(db, wren.id)
  const [one, two] = [await remove(first), await remove(second)]
  assert.equal((await agree(one)).state, 'applied')
  await assert.rejects(agree(two), { code: 'conflict' })
  const stolen = await propose({ kind: 'passkey_removal', staffId: wren.id, credentialId: second })
  assert.equal((await agree(stolen)).state, 'applied')
})

test('a lead agrees to a change on shift only, policy always', async (t) => {
  const { person, propose, agree } = await startChanging(t)
  const wren = await person(['reviewer'])
  const offShift = await person(['lead'])
  await assert.rejects(agree(await propose(grant(wren)), offShift), { members: { why: 'off_shift' } })
  const policy = await person(['policy'])
  assert.equal((await agree(await propose(grant(wren)), policy)).state, 'applied')
})

test('one decline ends a change; only its proposer withdraws it', async (t) => {
  const { db, desk, person, propose, agree, crane, plover } = await startChanging(t)
  const wren = await person(['reviewer'])
  const [first, second] = [await propose(grant(wren)), await propose(grant(wren))]
  const declined = await declineChange(desk, { changeId: first.id, by: plover, reason: 'why now?' })
  assert.equal(declined.state, 'declined')
  await assert.rejects(agree(first), { code: 'conflict', message: /is declined/ })
  const take = (by: StaffCaller) => withdrawChange(desk, { changeId: second.id, by, reason: null })
  await assert.rejects(take(plover), { code: 'not_allowed' })
  assert.equal((await take(crane)).state, 'withdrawn')
  await assert.rejects(agree({ id: 'chg_999' }), { code: 'not_found' })
  assert.equal(await makesPolicy(db, wren), false)
  assert.deepEqual(await findProblems(db), [])
})

test('an undecided change expires after seven days', async (t) => {
  const { db, desk, database, propose, agree, person } = await startChanging(t, { driven: true })
  await database.setClock(new Date('2026-05-04T09:00:00Z'))
  const week = { startsAt: new Date('2026-05-01'), tokenExpiresAt: new Date('2100-01-01') }
  const [crane, wren, policy] = [
    await person(['policy'], week),
    await person(['reviewer'], week),
    await person(['policy'], week),
  ]
  const change = await propose(grant(wren), crane)
  await database.advance(7 * 86_400_000 - 1)
  assert.equal(await expireChanges(desk), 0)
  await database.advance(1)
  await assert.rejects(agree(change, policy), { members: { why: 'too_late' } })
  assert.equal(await expireChanges(desk), 1)
  assert.equal((await findChange(db, change.id))?.state, 'expired')
  assert.deepEqual(await findProblems(db), [])
})

test('a change is not applied after its proposer has left', async (t) => {
  const { db, desk, person, propose, agree } = await startChanging(t)
  const [leaver, wren] = [await person(['policy']), await person(['reviewer'])]
  const change = await propose(grant(wren), leaver)
  await endStaff(desk, leaver.id, { kind: 'desk' })
  await assert.rejects(agree(change), { code: 'conflict' })
  assert.equal(await makesPolicy(db, wren), false)
})

test('only a working policy person, lead or administrator proposes a change', async (t) => {
  const { desk, person, propose, plover } = await startChanging(t)
  const wren = await person(['reviewer', 'senior'])
  await assert.rejects(propose(grant(plover), wren), { code: 'not_allowed', message: /policy, lead or admin/ })
  const gone = await person(['admin'])
  await endStaff(desk, gone.id, { kind: 'desk' })
  await assert.rejects(propose(grant(wren), gone), { code: 'not_allowed', message: /no longer work here/ })
})
