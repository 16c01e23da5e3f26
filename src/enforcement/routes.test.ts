import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../test/support/cases.ts'
import { givenClaim, givenReport, givenReviewer, send, violation } from '../../test/support/desk-flow.ts'
import { givenKey, givenStaff } from '../../test/support/people.ts'
import { sendSigned } from '../../test/support/sign.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../test/support/working-desk.ts'

const PILLS = { kind: 'account', id: 'pills' } as const
const HOUR_MS = 3_600_000

/** A suspension that was decided by a person, with the worker at work. */
async function givenEnforcement(t: TestContext, options: { driven?: boolean; body?: Record<string, unknown> } = {}) {
  const working = await startWorkingDesk(t, { driven: options.driven ?? false })
  working.work()
  const reviewer = await givenReviewer(working)
  await givenReport(working, PILLS)
  const caseId = await givenClaim(working, reviewer.token)
  const decided = await send(
    working,
    reviewer.token,
    'POST',
    `/v1/cases/${caseId}/decisions`,
    options.body ?? violation(),
  )
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const [enforcementId = ''] = decided.body.enforcements as string[]
  const ask = (path: string, body: object = {}, token = reviewer.token) =>
    send(working, token, 'POST', `/v1/enforcements/${enforcementId}/${path}`, body)
  return { working, reviewer, caseId, enforcementId, ask }
}

const findCase = async (working: WorkingDesk, caseId: string) =>
  (
    await working.desk.db.query<{ state: string; returned: boolean }>(sql`
    select state, returned from review_case where id = ${caseId}`)
  ).rows[0]

test('202: one person restores; the case returns to the front', async (t) => {
  const { working, caseId, enforcementId, ask } = await givenEnforcement(t)
  await working.enforcementIn(enforcementId, 'in_effect')
  const { status, body } = await ask('restore', { reason: 'a parody, it says so' })
  assert.deepEqual([status, body.state], [202, 'restoring'])
  await working.enforcementIn(enforcementId, 'restored')
  assert.equal(await working.visit('account:pills'), 200)
  assert.deepEqual(await findCase(working, caseId), { state: 'open', returned: true })
  await checkLedger(working.desk)
})

test('202: stopping an enforcement in effect restores it', async (t) => {
  const { working, enforcementId, ask } = await givenEnforcement(t)
  await working.enforcementIn(enforcementId, 'in_effect')
  assert.equal((await ask('stop')).status, 202)
  await working.enforcementIn(enforcementId, 'restored')
})

test('200: a late or second stop answers the current state', async (t) => {
  const { working, enforcementId, ask } = await givenEnforcement(t)
  await working.enforcementIn(enforcementId, 'in_effect')
  await ask('restore')
  await working.enforcementIn(enforcementId, 'restored')
  for (const path of ['stop', 'restore']) {
    const { status, body } = await ask(path)
    assert.deepEqual([status, body.state], [200, 'restored'], path)
  }
})

test('two concurrent restores of one enforcement are carried out once', async (t) => {
  const { working, enforcementId, ask } = await givenEnforcement(t)
  await working.enforcementIn(enforcementId, 'in_effect')
  const answers = await Promise.all([ask('restore'), ask('stop'), ask('restore')])
  for (const { status } of answers) assert.ok(status === 202 || status === 200, String(status))
  await working.enforcementIn(enforcementId, 'restored')
  const { rows } = await working.desk.db.query<{ n: number }>(sql`select count(*) as n from enforcement_restore`)
  assert.equal(rows[0]?.n, 1)
  await checkLedger(working.desk)
})

test('a stop during the release leaves the account visible', async (t) => {
  const { working, enforcementId, ask } = await givenEnforcement(t)
  await ask('stop')
  await working.enforcementIn(enforcementId, 'restored')
  assert.equal(await working.visit('account:pills'), 200)
  await checkLedger(working.desk)
})

test('202: two people sign to end a restriction under legal duty', async (t) => {
  const body = violation({ policyId: 'minors', actions: [{ action: 'suspend', durationMs: 24 * HOUR_MS }] })
  const { working, reviewer, enforcementId, ask } = await givenEnforcement(t, { body })
  await working.enforcementIn(enforcementId, 'in_effect')
  const unsignedFirst = await ask('restore')
  assert.deepEqual([unsignedFirst.status, unsignedFirst.body.why], [403, 'unsigned'])
  const first = await ask('stop')
  assert.deepEqual([first.status, first.body.state], [202, 'in_effect'], 'never an error to who presses Stop')
  const asked = await sendSigned(working, reviewer, `/v1/enforcements/${enforcementId}/restore`)
  assert.deepEqual([asked.status, asked.body.state], [202, 'in_effect'])
  const lead = await givenStaff(working.desk.db, { roles: ['lead'], onShift: true })
  const [stopped, unsigned] = [await ask('stop', {}, lead.token), await ask('restore', {}, lead.token)]
  assert.deepEqual([stopped.status, stopped.body.state], [202, 'in_effect'], 'never an error to who presses Stop')
  assert.deepEqual([unsigned.status, unsigned.body.why], [403, 'unsigned'])
  const url = `/v1/enforcements/${enforcementId}/restore`
  const second = await sendSigned(working, lead, url, { reason: 'the court withdrew it' })
  assert.deepEqual([second.status, second.body.state], [202, 'restoring'])
  const { body: enforcement } = await send(working, lead.token, 'GET', `/v1/enforcements/${enforcementId}`)
  assert.match(String((enforcement.restore as { askedBy: string }).askedBy), /^p-/)
})

test('202: restoring an unprotected account after 72 hours takes two people', async (t) => {
  const { working, enforcementId, ask } = await givenEnforcement(t, { driven: true })
  await working.enforcementIn(enforcementId, 'in_effect')
  await working.advance(73 * HOUR_MS)
  const reviewer = await givenReviewer(working)
  assert.equal((await ask('restore', {}, reviewer.token)).body.state, 'in_effect')
  const lead = await givenStaff(working.desk.db, { roles: ['lead'], onShift: true })
  assert.equal((await sendSigned(working, lead, `/v1/enforcements/${enforcementId}/restore`)).body.state, 'restoring')
})

test('400, 401, 403, 404: invalid or unauthorised stops and restores are refused', async (t) => {
  const { working, enforcementId, ask } = await givenEnforcement(t)
  const key = await givenKey(working.desk.db)
  const resting = await givenStaff(working.desk.db)
  for (const path of ['stop', 'restore']) {
    assert.equal((await ask(path, { reason: 7 })).status, 400)
    assert.equal((await ask(path, {}, 'nonsense')).status, 401)
    assert.equal((await ask(path, {}, key.token)).status, 403)
    assert.equal((await ask(path, {}, resting.token)).status, 403)
  }
  assert.equal((await ask('restore', { cause: 'ended' })).status, 400, 'nobody may say it ended by itself')
  const lead = await givenStaff(working.desk.db, { roles: ['lead'], onShift: true })
  for (const path of ['stop', 'restore']) {
    assert.equal((await send(working, lead.token, 'POST', `/v1/enforcements/enf_999/${path}`, {})).status, 404)
  }
  assert.equal((await send(working, lead.token, 'GET', '/v1/enforcements/enf_999')).status, 404)
  assert.equal((await send(working, lead.token, 'GET', `/v1/enforcements/${enforcementId}`)).status, 200)
})

test('200: enforcements are listed page by page, each once', async (t) => {
  const { working, reviewer } = await givenEnforcement(t)
  for (const label of ['one', 'two', 'three', 'four'])
    await working.enforcement({ subject: 'account:rosa', action: 'label', label })
  const seen: string[] = []
  for (let next = ''; ; ) {
    const { status, body } = await send(
      working,
      reviewer.token,
      'GET',
      `/v1/enforcements?limit=2${next && `&cursor=${next}`}`,
    )
    assert.equal(status, 200)
    seen.push(...(body.items as { id: string }[]).map((enforcement) => enforcement.id))
    if (body.nextCursor === null) break
    next = String(body.nextCursor)
  }
  assert.equal(seen.length, 5)
  assert.equal(new Set(seen).size, 5)
  const { body } = await send(working, reviewer.token, 'GET', '/v1/enforcements?account=rosa&state=releasing')
  assert.ok((body.items as { subject: { id: string } }[]).every((enforcement) => enforcement.subject.id === 'rosa'))
  assert.equal((await send(working, reviewer.token, 'GET', '/v1/enforcements?cursor=nonsense')).status, 400)
})

test("200, 404: vendor people see their site's enforcements and stop any", async (t) => {
  const { working, enforcementId, ask } = await givenEnforcement(t)
  const { db } = working.desk
  await db.query(sql`insert into vendor_place (employer, site) values ('Northwind', null)`)
  const theirs = await working.enforcement({
    subject: 'account:rosa',
    action: 'limit',
    caseId: await givenCase(db, { employer: 'Northwind' }),
  })
  const caseless = await working.enforcement({ subject: 'account:lena', action: 'limit' })
  const see = async ({ token }: { token: string }) => {
    const { body } = await send(working, token, 'GET', '/v1/enforcements')
    const opened: string[] = []
    for (const id of [caseless.id, theirs.id, enforcementId])
      if ((await send(working, token, 'GET', `/v1/enforcements/${id}`)).status === 200) opened.push(id)
    return { listed: (body.items as { id: string }[]).map(({ id }) => id), opened }
  }
  const all = [caseless.id, theirs.id, enforcementId]
  assert.deepEqual(await see(await givenReviewer(working)), { listed: all, opened: all })
  const vendor = await givenReviewer(working, { employer: 'Northwind' })
  assert.deepEqual(await see(vendor), { listed: [theirs.id], opened: [theirs.id] })
  assert.equal((await ask('stop', {}, vendor.token)).status, 202)
})

test('200: an enforcement names people by pseudonyms only', async (t) => {
  const { working, reviewer, enforcementId, ask } = await givenEnforcement(t)
  await working.enforcementIn(enforcementId, 'in_effect')
  const restored = await ask('restore', { reason: 'a fan account' })
  await working.enforcementIn(enforcementId, 'restored')
  const get = async (url: string) => (await send(working, reviewer.token, 'GET', url)).body
  const [one, list, me] = [
    await get(`/v1/enforcements/${enforcementId}`),
    await get('/v1/enforcements'),
    await get('/v1/me'),
  ]
  assert.equal(JSON.stringify([restored.body, one, list]).includes('staff:'), false)
  const { proposedBy, moves, restore } = one as { proposedBy: string; moves: { by: string }[]; restore: { by: string } }
  assert.deepEqual([proposedBy, restore.by], [me.pseudonym, me.pseudonym])
  assert.deepEqual(
    moves.map(({ by }) => by),
    [me.pseudonym, me.pseudonym, 'desk', me.pseudonym, 'desk'],
  )
  const asked = { by: { kind: 'staff', id: me.pseudonym }, since: '2026-01-01T00:00:00Z' }
  const lead = await givenStaff(working.desk.db, { roles: ['lead'], onShift: true })
  await working.enforcement({ subject: 'account:rosa', action: 'limit', by: { kind: 'staff', id: reviewer.id } })
  const { body: bulk } = await send(working, lead.token, 'POST', '/v1/restores', asked)
  assert.deepEqual([bulk.by, bulk.enforcements], [asked.by, 1], 'and by that name all they caused is found')
})

test('204, 404, 409: a person accepts an account restored with less reach', async (t) => {
  const { working, reviewer, enforcementId, ask } = await givenEnforcement(t)
  await working.enforcementIn(enforcementId, 'in_effect')
  assert.equal((await ask('accept', { reason: 'nothing to accept yet' })).status, 409)
  working.demo.faults.set({ fault: 'lying', about: 'reach' })
  await ask('restore')
  await working.enforcementIn(enforcementId, 'restored')
  assert.equal((await ask('accept', {})).status, 400)
  assert.equal((await ask('accept', { reason: 'the rest were bots' })).status, 204)
  assert.equal((await ask('accept', { reason: 'again' })).status, 409)
  assert.equal(
    (await send(working, reviewer.token, 'POST', '/v1/enforcements/enf_999/accept', { reason: 'x' })).status,
    404,
  )
})

test('202: one person restores an account that became protected', async (t) => {
  const { working, enforcementId } = await givenEnforcement(t, { driven: true })
  await working.enforcementIn(enforcementId, 'in_effect')
  await working.advance(73 * HOUR_MS)
  await working.database.ownerPool.query({ text: `update account set protected = true where id = 'pills'`, values: [] })
  const reviewer = await givenReviewer(working)
  const { status } = await send(working, reviewer.token, 'POST', `/v1/enforcements/${enforcementId}/restore`, {})
  assert.equal(status, 202)
})
