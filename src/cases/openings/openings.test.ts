import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenReport } from '../../../test/support/desk-flow.ts'
import { problemsOf } from '../../../test/support/escalation-flow.ts'
import { MINISTER, only, STAR, startGate } from '../../../test/support/gate-flow.ts'
import { givenPlatform } from '../../../test/support/platforms.ts'
import { routePlatforms } from '../../connectors/route-platforms.ts'

const SAID = { category: 'SCAMS_AND_FRAUD', source: 'press', reason: 'A newspaper asks.' } as const
const POST = { kind: 'content', id: 'pills-1' } as const

test('a handle, an id and an address find their account or content', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  const find = async (name: string) => {
    const { status, body } = await desk.gate.post(ana, '/v1/subject-lookups', { name })
    assert.equal(status, 200, JSON.stringify(body))
    return body.items as { subject: { id: string }; handle: string; reach: number; openCaseId: string | null }[]
  }
  const [byId] = await find('pills-1')
  assert.equal(byId?.subject.id, 'pills-1', 'the platform is asked for an unknown id')
  assert.ok(byId.handle && byId.reach > 0)
  const [byAddress] = await find('https://harbour.example/posts/pills-1?lang=en')
  assert.deepEqual(byAddress, byId)
  const [byHandle] = await find(`@${byId.handle}`)
  assert.equal(byHandle?.handle, byId.handle)
  assert.deepEqual(await find('no-such-thing'), [])
})

test('an address is looked up at its platform, a handle at each', async (t) => {
  const desk = await startGate(t)
  await givenPlatform(desk.desk.db, 'forum')
  const { platform } = desk.desk
  const at = (name: string) => ({ ...platform, origins: [`https://${name}.example`] })
  const platforms = new Map([
    ['default', at('harbour')],
    ['forum', at('forum')],
  ])
  Object.assign(desk.desk, { platform: routePlatforms(platforms) })
  const ana = await desk.person()
  const find = async (name: string) => {
    const { status, body } = await desk.gate.post(ana, '/v1/subject-lookups', { name })
    assert.equal(status, 200, JSON.stringify(body))
    return (body.items as { subject: { id: string }; handle: string }[]).map(({ subject, handle }) => ({
      ...{ id: subject.id, handle },
    }))
  }
  const idsOf = async (name: string) => (await find(name)).map(({ id }) => id).sort()
  assert.deepEqual(await idsOf('https://forum.example/posts/pills-1'), ['forum~pills-1'])
  assert.deepEqual(await idsOf('https://harbour.example/posts/pills-1'), ['pills-1'])
  assert.deepEqual(await idsOf('pills-1'), ['forum~pills-1', 'pills-1'], 'the person chooses')
  assert.deepEqual(await idsOf('forum~pills-1'), ['forum~pills-1'])
  const [{ handle } = { handle: '' }] = await find('pills-1')
  const both = await idsOf(`@${handle}`)
  assert.ok(both.length === 2 && both.some((id) => id.startsWith('forum~')), both.join())
  platforms.delete('forum')
  assert.deepEqual(await idsOf(`@${handle}`), [both.find((id) => !id.includes('~'))])
})

test('a protected account is found by cleared people alone', async (t) => {
  const desk = await startGate(t)
  const found = async (clearances: string[]) => {
    const { body } = await desk.gate.post(await desk.person({ clearances }), '/v1/subject-lookups', { name: 'vale' })
    return (body.items as object[]).length
  }
  assert.deepEqual([await found([]), await found(['protected'])], [0, 1])
})

test('201: an opened case is queued and its source is recorded', async (t) => {
  const desk = await startGate(t)
  const { db } = desk.desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const opened = await desk.gate.post(ana, '/v1/cases', { subject: POST, ...SAID, reference: 'p. 3' })
  const { caseId } = opened.body
  assert.deepEqual([opened.status, opened.body.opened, opened.body.mayOpen], [201, true, true])
  const { body } = await desk.gate.get(ana, `/v1/cases/${caseId}`)
  const [event] = body.events as { kind: string; text: string }[]
  assert.deepEqual([event?.kind, event?.text], ['requested', 'press: A newspaper asks. (p. 3)'])
  assert.equal((await desk.gate.post(ben, '/v1/cases/claim-next')).body.id, caseId)
  const again = await desk.gate.post(ben, '/v1/cases', { subject: POST, ...SAID, source: 'court' })
  assert.deepEqual([again.body.caseId, again.body.opened], [caseId, false])
  const { rows } = await db.query<{ payload: Buffer }>(sql`
    select payload from ledger_payload where kind = 'case_opened' order by leaf_id`)
  const entries = rows.map(({ payload }) => JSON.parse(String(payload)))
  assert.deepEqual(
    entries.map(({ source, reference, opened: isNew }) => [source, reference, isNew]),
    [
      ['press', 'p. 3', true],
      ['court', null, false],
    ],
  )
  assert.deepEqual(await problemsOf(db), [])
  await desk.database.ownerPool.query(`update case_opening set source = 'partner' where source = 'court'`)
  assert.equal((await problemsOf(db)).length, 1, 'verify finds a changed source')
})

test('400, 401, 403, 404: unusable openings are refused', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  const open = async (body: object, who = ana) => (await desk.gate.post(who, '/v1/cases', body)).status
  for (const bad of [
    { ...SAID, source: 'rumour' },
    { ...SAID, reason: ' ' },
    { ...SAID, category: 'X' },
    { reason: 'x' },
  ])
    assert.equal(await open({ subject: POST, ...bad }), 400)
  assert.equal(await open({ subject: { kind: 'content', id: 'no-such-post' }, ...SAID }), 404)
  assert.equal(await open({ subject: POST, ...SAID }, { id: '', token: 'cs_pat_nobody' }), 401)
  for (const given of [{ onShift: false }, { roles: ['auditor'] }, { roles: ['admin'] }] as const)
    assert.equal(await open({ subject: POST, ...SAID }, await desk.person(given)), 403)
})

test('the opener of a case is no second person in it', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person({ roles: ['lead'] }), await desk.person()]
  const opened = await gate.post(ben, '/v1/cases', { subject: STAR, ...SAID })
  const caseId = String(opened.body.caseId)
  assert.equal((await gate.post(ana, `/v1/cases/${caseId}/claim`)).status, 200)
  await desk.advance(30_000)
  const named = { identified: { accountId: STAR.id, handle: 'otto_and_the_owls' } }
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, named)).body.enforcements)
  assert.equal((await gate.post(ben, '/v1/approvals/next')).status, 204, 'not offered to its opener')
  const refused = await gate.sendAnswer(enforcementId, ben, 'duty')
  assert.equal(refused.body.why, 'opened')
  assert.equal((await gate.approve(enforcementId, cleo)).status, 200)
})

test('an opening after the proposal bars no approver', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const caseId = await gate.claim(STAR, ana)
  const named = { identified: { accountId: STAR.id, handle: 'otto_and_the_owls' } }
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, named)).body.enforcements)
  await desk.advance(1_000)
  await desk.desk.db.query(sql`
    insert into case_opening (case_id, staff_id, source, reason, opened, at)
    values (${caseId}, ${ben.id}, 'press', 'Forged.', false, desk_now() - interval '1 day')`)
  assert.equal((await gate.approve(enforcementId, ben)).status, 200)
})

test('an opening about a post bars its opener at the account', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const opened = await gate.post(ben, '/v1/cases', { subject: { kind: 'content', id: 'otto-1' }, ...SAID })
  assert.equal(opened.status, 201)
  const caseId = await givenReport(desk, STAR)
  assert.equal((await gate.post(ana, `/v1/cases/${caseId}/claim`)).status, 200)
  await desk.advance(30_000)
  const named = { identified: { accountId: STAR.id, handle: 'otto_and_the_owls' } }
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, named)).body.enforcements)
  assert.equal((await gate.sendAnswer(enforcementId, ben, 'duty')).body.why, 'opened')
  const { rows } = await desk.database.ownerPool.query<{ barred: boolean }>(sql`
    select opened_case(jsonb_populate_record(enforcement, jsonb_build_object('case_id', 'case_0',
      'proposed_at', proposed_at + days * interval '1 day')), ${ben.id}) as barred
    from enforcement cross join unnest(array[6, 8]) days where enforcement.id = ${enforcementId} order by days`)
  assert.deepEqual(rows, [{ barred: true }, { barred: false }])
})

test('the time of a proposal is never taken from its writer', async (t) => {
  const { desk } = await startGate(t)
  const { rows } = await desk.db.query<{ isNow: boolean }>(sql`
    insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by,
      expires_at, proposed_at)
    values ('account:rosa', 'rosa', 'suspend', 86400000, 'scam', 'person', 'desk', false, 'desk',
      desk_now() + interval '1 hour', desk_now() - interval '30 days')
    returning proposed_at = desk_now() as "isNow"`)
  assert.deepEqual(rows, [{ isNow: true }])
})

test('an opener who decides alone is held by the same guards', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const { body } = await gate.post(ana, '/v1/cases', { subject: MINISTER, ...SAID, source: 'own_initiative' })
  const caseId = String(body.caseId)
  assert.equal((await gate.post(ana, `/v1/cases/${caseId}/claim`)).status, 200)
  await desk.advance(30_000)
  const seen = (await gate.preview(caseId, ana, { action: 'deactivate' })).body as {
    requirement: { approvals: object[] }
  }
  assert.ok(seen.requirement.approvals.length > 0)
})
