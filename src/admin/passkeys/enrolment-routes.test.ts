import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { endSetup, findProblems } from '../../../test/support/changes.ts'
import { type GivenStaff, givenPasskey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk, TEST_PARTY, type TestDesk } from '../../../test/support/server.ts'
import { sendSigned } from '../../../test/support/sign.ts'
import { signInWith } from '../../../test/support/sign-in.ts'
import { DESK } from '../../foundation/domain.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { endStaff } from '../offboarding/end-staff.ts'
import { inviteStaff } from '../../people/invitations/invite.ts'
import { findPasskey } from '../../people/passkeys/queries.ts'
import { makeSoftwareKey, registerSoftwareKey, type SoftwareKey } from '../../people/passkeys/software-authenticator.ts'
import { isSetUp } from '../rule-sets/versions.ts'
import { closeKeyWindow } from './enrol-passkey.ts'
import { adoptDuringSetup, readRuleSet } from '../rule-sets/policies-in-force.ts'
import { RULE_SETS } from '../../policy/rule-sets.ts'

const DAY_MS = 86_400_000

type Reply = { status: number; body: Record<string, unknown> }
interface Person {
  id: string
  token: string
}

async function startEnrolling(t: TestContext) {
  const test = await startTestDesk(t, { routes: ROUTES, driven: true })
  const { app, desk } = test
  const person = (given: GivenStaff = {}): Promise<Person> =>
    givenStaff(desk.db, { tokenExpiresAt: new Date('2100-01-01T00:00:00Z'), ...given })
  const admin = await person({ roles: ['admin'] })
  const post = async (url: string, payload: object, token?: string): Promise<Reply> => {
    const response = await app.inject({ method: 'POST', url, payload, ...(token ? { headers: bearer(token) } : {}) })
    return { status: response.statusCode, body: response.json() }
  }
  const invite = async (who: Person, by: Person = admin): Promise<string> => {
    const { status, body } = await post('/v1/invitations', { staffId: who.id }, by.token)
    assert.equal(status, 201, JSON.stringify(body))
    return String(body.link).split('#')[1] ?? ''
  }
  const enrol = async (
    invitation: string,
    key: SoftwareKey = makeSoftwareKey(),
  ): Promise<Reply & { key: SoftwareKey }> => {
    const begun = await post('/v1/enrolments/begin', { invitation })
    const challenge = begun.status === 200 ? String(begun.body.challenge) : 'AAAA'
    const registration = registerSoftwareKey(key, challenge, TEST_PARTY)
    return { ...(await post('/v1/enrolments/finish', { invitation, label: 'laptop', registration })), key }
  }
  /** The first three besides an administrator, so that from then on a key is a change. */
  const closeWindow = async () => {
    for (let count = 0; count < 3; count++) assert.equal((await enrol(await invite(await person()))).status, 201)
  }
  return { ...test, admin, person, post, invite, enrol, closeWindow }
}

const alerts = async ({ desk }: TestDesk) =>
  (
    await desk.db.query<{ to: string; why: string }>(
      `select to_role as to, why from alert where kind = 'passkey' order by id`,
    )
  ).rows

test('201: an invitation enrols a passkey at once during the first days', async (t) => {
  const test = await startEnrolling(t)
  const wren = await test.person()
  const { status, body, key } = await test.enrol(await test.invite(wren))
  assert.deepEqual([status, body.changeId], [201, null])
  assert.equal((await findPasskey(test.desk.db, key.credentialId))?.counts, true)
  assert.equal((await signInWith(test, key)).status, 200)
  assert.deepEqual(
    (await alerts(test)).map(({ to }) => to),
    ['lead', 'admin'],
  )
  assert.deepEqual(await findProblems(test.desk.db), [])
})

test("the third person's passkey ends immediate enrolment for good", async (t) => {
  const test = await startEnrolling(t)
  await test.enrol(await test.invite(test.admin))
  const [one] = [await test.person()]
  await test.enrol(await test.invite(one))
  await test.enrol(await test.invite(one))
  const next = await test.person()
  assert.equal((await test.enrol(await test.invite(next))).body.changeId, null)
  await test.enrol(await test.invite(await test.person()))
  assert.equal((await alerts(test)).filter(({ why }) => why.includes('for good')).length, 6)
  const late = await test.enrol(await test.invite(await test.person()))
  assert.match(String(late.body.changeId), /^chg_/)
  assert.equal(await findPasskey(test.desk.db, late.key.credentialId), undefined)
  assert.deepEqual(await findProblems(test.desk.db), [])
})

test('immediate enrolment ends by itself after seven days', async (t) => {
  const test = await startEnrolling(t)
  await test.enrol(await test.invite(test.admin))
  await test.database.advance(7 * DAY_MS - 1_000)
  assert.equal((await test.enrol(await test.invite(await test.person()))).body.changeId, null)
  await closeKeyWindow(test.desk)
  await test.database.advance(1_000)
  const late = await test.enrol(await test.invite(await test.person()))
  assert.match(String(late.body.changeId), /^chg_/)
  await closeKeyWindow(test.desk)
  await closeKeyWindow(test.desk)
  assert.equal((await alerts(test)).filter(({ why }) => why.includes('for good')).length, 6)
  assert.deepEqual(await findProblems(test.desk.db), [])
})

test('a later passkey needs another person and counts a day later', async (t) => {
  const test = await startEnrolling(t)
  await test.closeWindow()
  const wren = await test.person({ roles: ['policy'] })
  const crane = await test.person({ roles: ['policy'] })
  await endSetup(test.desk.db)
  const { body, key } = await test.enrol(await test.invite(wren))
  assert.equal((await signInWith(test, key)).status, 401)
  const { rows } = await test.desk.db.query<{ by: string; own: string; says: string }>(
    `select change_answer_refusal(id, $2, 'agree') as by, change_answer_refusal(id, $3, 'agree') as own, says
     from desk_change where id = $1`,
    [body.changeId, test.admin.id, wren.id],
  )
  assert.deepEqual([rows[0]?.by, rows[0]?.own], ['own', 'about_you'])
  assert.ok(rows[0]?.says.includes(String(body.fingerprint)))
  const agreed = await sendSigned(test, crane, `/v1/changes/${body.changeId}/agree`)
  assert.equal(agreed.status, 200, JSON.stringify(agreed.body))
  assert.equal((await findPasskey(test.desk.db, key.credentialId))?.counts, false)
  const { status, cookie } = await signInWith(test, key)
  assert.equal(status, 200)
  const mine = await test.app.inject({ method: 'GET', url: '/v1/me/passkeys', headers: { cookie } })
  assert.deepEqual(
    mine.json().items.map(({ fingerprint }: { fingerprint: string }) => fingerprint),
    [body.fingerprint],
  )
  await test.database.advance(DAY_MS)
  assert.equal((await findPasskey(test.desk.db, key.credentialId))?.counts, true)
  assert.deepEqual(await findProblems(test.desk.db), [])
})

test("403: an invitation enrols one person's passkey once, within a day", async (t) => {
  const test = await startEnrolling(t)
  const refused: Reply[] = []
  const used = await test.invite(test.admin)
  await test.enrol(used)
  refused.push(await test.enrol(used))
  const wren = await test.person()
  const [replaced, last] = [await test.invite(wren), await test.invite(wren)]
  refused.push(await test.enrol(replaced))
  await test.database.advance(DAY_MS)
  refused.push(await test.enrol(last))
  const gone = await test.person()
  const toGone = await test.invite(gone)
  await endStaff(test.desk, gone.id, DESK)
  refused.push(await test.enrol(toGone), await test.enrol(`cs_inv_${'A'.repeat(43)}`), await test.enrol('x'))
  for (const { status } of refused) assert.equal(status, 403)
  assert.equal(new Set(refused.map(({ body }) => body.detail)).size, 1)
})

test('422: a passkey without a verified user or challenge is refused', async (t) => {
  const test = await startEnrolling(t)
  const invitation = await test.invite(await test.person())
  const others = await test.invite(await test.person())
  const key = makeSoftwareKey()
  const begin = async (of = invitation) =>
    String((await test.post('/v1/enrolments/begin', { invitation: of })).body.challenge)
  const finish = async (registration: object) =>
    (await test.post('/v1/enrolments/finish', { invitation, label: 'x', registration })).status
  const first = registerSoftwareKey(key, await begin(), TEST_PARTY)
  const unverified = Buffer.from(first.attestationObject, 'base64url')
  const flags = unverified.indexOf(Buffer.from([0x45, 0, 0, 0, 0]))
  unverified.writeUInt8(0x41, flags)
  assert.equal(await finish({ ...first, attestationObject: unverified.toString('base64url') }), 422)
  assert.equal(await finish(first), 422, 'its challenge was taken')
  assert.equal(
    await finish(registerSoftwareKey(key, await begin(others), TEST_PARTY)),
    422,
    'somebody else’s challenge',
  )
  assert.equal(
    await finish(registerSoftwareKey(key, await begin(), { ...TEST_PARTY, origin: 'https://evil.example' })),
    422,
  )
  const late = registerSoftwareKey(key, await begin(), TEST_PARTY)
  await test.database.advance(300_001)
  assert.equal(await finish(late), 422)
  assert.equal(await finish(registerSoftwareKey(key, await begin(), TEST_PARTY)), 201)
})

test('409, 422: a used passkey and a software key are refused', async (t) => {
  const test = await startEnrolling(t)
  const { key } = await test.enrol(await test.invite(await test.person()))
  assert.equal((await test.enrol(await test.invite(await test.person()), key)).status, 409)
  await test.database.ownerPool.query('delete from database_mark')
  assert.equal((await test.enrol(await test.invite(await test.person()))).status, 422)
})

test('201, 404, 409: a person proposes their next passkey or a removal', async (t) => {
  const test = await startEnrolling(t)
  await test.closeWindow()
  const crane = await test.person({ roles: ['policy'] })
  const wren = await test.person()
  await endSetup(test.desk.db)
  const post = (path: string, payload: object) => test.post(`/v1/me/passkeys/${path}`, payload, wren.token)
  const key = makeSoftwareKey()
  const { body: begun } = await test.post('/v1/me/passkeys/begin', {}, wren.token)
  const registration = registerSoftwareKey(key, String(begun.challenge), TEST_PARTY)
  const { status, body } = await post('finish', { label: 'second', registration })
  assert.equal(status, 201)
  assert.equal((await sendSigned(test, crane, `/v1/changes/${body.changeId}/agree`)).status, 200)
  const { cookie } = await signInWith(test, key)
  const { credentialId } = key
  assert.equal((await post('remove', { credentialId: 'A'.repeat(20), reason: 'lost' })).status, 404)
  assert.equal((await post('remove', { credentialId, reason: 'lost' })).status, 409, 'it is their only one')
  await givenPasskey(test.desk.db, wren.id)
  const removal = await post('remove', { credentialId, reason: 'lost' })
  assert.equal(removal.status, 201)
  assert.equal((await sendSigned(test, crane, `/v1/changes/${removal.body.changeId}/agree`)).status, 200)
  assert.notEqual((await findPasskey(test.desk.db, credentialId))?.removedAt, null)
  assert.equal((await test.app.inject({ method: 'GET', url: '/v1/me', headers: { cookie } })).statusCode, 401)
  assert.deepEqual(await findProblems(test.desk.db), [])
})

test('403, 404, 409: only administrators invite, and only active people', async (t) => {
  const test = await startEnrolling(t)
  const gone = await test.person()
  await endStaff(test.desk, gone.id, DESK)
  for (const role of ['reviewer', 'senior', 'lead', 'policy', 'auditor'] as const) {
    const { token } = await test.person({ roles: [role] })
    assert.equal((await test.post('/v1/invitations', { staffId: gone.id }, token)).status, 403)
  }
  assert.equal((await test.post('/v1/invitations', { staffId: 'staff_99999' }, test.admin.token)).status, 404)
  assert.equal((await test.post('/v1/invitations', { staffId: gone.id }, test.admin.token)).status, 409)
})

test('an invitation written into the database enrols no passkey', async (t) => {
  const test = await startEnrolling(t)
  const wren = await test.person()
  const lead = await test.person({ roles: ['lead'] })
  await test.enrol(await test.invite(test.admin))
  const before = await test.invite(wren)
  await endSetup(test.desk.db)
  const { secret } = await inviteStaff(test.desk, { staffId: wren.id }, DESK)
  assert.equal((await test.enrol(secret)).status, 409)
  const byLead = await inviteStaff(test.desk, { staffId: wren.id }, { kind: 'staff', id: lead.id })
  assert.equal((await test.enrol(byLead.secret)).status, 409)
  assert.equal((await test.enrol(before)).status, 403)
  await assert.rejects(
    test.desk.db.query(`select enrol_by_invitation(id, '{}') from invitation where used_at is null limit 1`),
    { code: 'CS001' },
  )
})

test('409: an invitation by a restricted or ended administrator is refused', async (t) => {
  const test = await startEnrolling(t)
  const lead = await test.person({ roles: ['lead'] })
  const { rows } = await test.desk.db.query<{ soon: Date }>(`select desk_now() + interval '1 minute' as soon`)
  const [restricted, over] = [
    await test.person({ roles: ['admin'] }),
    await test.person({ roles: ['admin'], endsAt: rows[0]?.soon ?? new Date() }),
  ]
  await test.enrol(await test.invite(test.admin))
  const invitations = [await test.invite(await test.person(), restricted), await test.invite(await test.person(), over)]
  const { status } = await sendSigned(test, lead, `/v1/staff/${restricted.id}/restrict`, { reason: 'a stolen token' })
  assert.equal(status, 200)
  await test.database.advance(60_000)
  for (const invitation of invitations) assert.equal((await test.enrol(invitation)).status, 409)
  assert.equal((await test.enrol(await test.invite(await test.person()))).status, 201)
})

test('429: guessing invitations blocks only the guesser’s address', async (t) => {
  const test = await startEnrolling(t)
  const begin = async (remoteAddress: string, invitation = 'x') =>
    (await test.app.inject({ method: 'POST', url: '/v1/enrolments/begin', remoteAddress, payload: { invitation } }))
      .statusCode
  const invitation = await test.invite(await test.person())
  for (let time = 0; time < 30; time++) assert.equal(await begin('2001:db8:0:1::5'), 403)
  assert.equal(await begin('2001:db8:0:1::6', invitation), 429)
  assert.equal(await begin('2001:db8:0:2::5', invitation), 200)
})

test('the end of immediate enrolment ends set-up if two can approve', async (t) => {
  const test = await startEnrolling(t)
  const { db } = test.desk
  for (const name of RULE_SETS) {
    await adoptDuringSetup(db, name, readRuleSet('policies', name))
  }
  await closeKeyWindow(test.desk)
  await test.closeWindow()
  await closeKeyWindow(test.desk)
  assert.equal(await isSetUp(db), false)
  await test.person({ roles: ['lead'] })
  await closeKeyWindow(test.desk)
  assert.equal(await isSetUp(db), true)
  assert.deepEqual(await findProblems(db), [])
})
