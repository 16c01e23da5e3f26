import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { applyAgreedChanges } from '../../src/admin/change/delay-change.ts'
import { startAppeals } from '../support/appeals.ts'
import { only, startGate } from '../support/gate-flow.ts'
import { waitForLock } from '../support/wait-for-lock.ts'
import { checkLedger } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const SUSPEND = { action: 'suspend', durationMs: 604_800_000 }
const SAID = { body: 'User Rights', reference: 'UR-7', decidedOn: '2026-05-01', reason: 'The body shows the receipt.' }

test('an out-of-court decision for the person restores once', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const { appeal, next, judge, told } = await startAppeals(desk)
  const ana = await desk.person()
  const lead = await desk.person({ roles: ['lead'] })
  const propose = async () => {
    const id = only((await gate.ask(await gate.claim(ROSA, ana), ana, SUSPEND)).body.enforcements)
    await desk.enforcementIn(id, 'in_effect')
    return id
  }
  const enforcementId = await propose()
  const sent = await appeal({ enforcementId })
  assert.equal((await judge(lead, await next(lead), 'uphold')).body.state, 'upheld')

  const record = (more: object, who = lead) => gate.post(who, '/v1/settlements', { enforcementId, ...SAID, ...more })
  const appellant = { outcome: 'appellant', follows: true }
  assert.equal((await record(appellant, await desk.person())).status, 403, 'a reviewer records none')
  assert.equal((await record({ ...appellant, decidedOn: '2031-01-01' })).status, 400)
  assert.equal((await record({ ...appellant, appealId: sent.body.appealId })).status, 400, 'one of them')
  assert.equal(
    (await gate.post(lead, '/v1/settlements', { enforcementId: 'enf_999', ...SAID, ...appellant })).status,
    404,
  )
  assert.equal((await record({ ...appellant, decidedOn: '0000-01-01' })).status, 400)
  const other = await desk.person({ roles: ['senior'] })
  const confirms = { outcome: 'platform', follows: true, reference: 'UR-4' }
  assert.equal((await record(confirms)).status, 403, 'who judged the appeal records nothing that leaves it so')
  await assert.rejects(
    desk.desk.db.query(sql`
      insert into appeal_settlement (enforcement_id, body, reference, decided_on, outcome, follows, reason, recorded_by)
      values (${enforcementId}, 'B', 'R', '2026-05-01', 'platform', true, 'So.', ${lead.id})`),
    /had a part/,
  )
  for (const nothing of [
    { outcome: 'platform', follows: true, reference: 'UR-5' },
    { outcome: 'appellant', follows: false, reference: 'UR-6' },
  ]) {
    const { status, body } = await record(nothing, other)
    assert.deepEqual([status, body.effect], [201, 'nothing'])
    assert.equal((await gate.get(lead, `/v1/enforcements/${enforcementId}`)).body.state, 'in_effect')
  }
  const both = await Promise.all([record(appellant), record(appellant)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 201])
  assert.equal(both[0]?.body.appealId, sent.body.appealId)
  await desk.enforcementIn(enforcementId, 'restored')
  assert.equal((await record({ ...appellant, reason: 'Another.' })).status, 409)
  assert.equal((await told(sent)).state, 'upheld', 'what was judged stays judged')
  const { items } = (await gate.get(ana, `/v1/settlements?enforcement=${enforcementId}`)).body as {
    items: { reference: string }[]
  }
  assert.deepEqual(items.map(({ reference }) => reference).sort(), ['UR-5', 'UR-6', 'UR-7'])
  await assert.rejects(desk.desk.db.query(sql`update appeal_settlement set follows = false`), /permission denied/)

  const old = await propose()
  await desk.advance(80 * 3_600_000)
  const later = await desk.person({ roles: ['lead'] })
  const asked = await gate.post(later, '/v1/settlements', { enforcementId: old, ...SAID, ...appellant })
  assert.deepEqual([asked.status, asked.body.effect], [201, 'second_person'])
  const waits = await gate.get(later, `/v1/enforcements/${old}`)
  assert.deepEqual([waits.body.state, /second/.test(String(waits.body.needsAttention))], ['in_effect', true])
  await checkLedger(desk.desk)
})

test('an out-of-court decision is stored with what follows, or not at all', async (t) => {
  const { desk, gate, person, enforcementIn, work, database } = await startGate(t)
  work()
  const [ana, senior, lead] = [await person(), await person({ roles: ['senior'] }), await person({ roles: ['lead'] })]
  const first = only((await gate.ask(await gate.claim(ROSA, ana), ana, SUSPEND)).body.enforcements)
  await enforcementIn(first, 'in_effect')
  await gate.post(senior, `/v1/enforcements/${first}/restore`, { cause: 'mistake', reason: 'By mistake.' })
  await enforcementIn(first, 'restored')
  const again = String((await gate.signed(lead, `/v1/enforcements/${first}/reinstate`)).body.id)
  for (const other of [await person(), await person()]) await gate.approve(again, other)
  await enforcementIn(again, 'in_effect')

  const follow = { enforcementId: first, ...SAID, outcome: 'appellant', follows: true }
  await database.ownerPool.query(sql`
    create function break_restores() returns trigger language plpgsql as $$ begin raise exception 'gone'; end $$;
    create trigger break_restores before insert on enforcement_restore execute function break_restores()`)
  assert.equal((await gate.post(senior, '/v1/settlements', follow)).status, 500)
  assert.deepEqual((await gate.get(ana, '/v1/settlements')).body.items, [], 'nothing says that it was followed')
  await database.ownerPool.query(sql`drop function break_restores() cascade`)

  const { status, body } = await gate.post(senior, '/v1/settlements', follow)
  assert.deepEqual([status, body.effect], [201, 'undone'], JSON.stringify(body))
  await enforcementIn(again, 'restored')
  assert.equal((await gate.post(senior, '/v1/settlements', follow)).body.effect, 'not_in_effect')
  await checkLedger(desk)
})

test('two people correct a record of an out-of-court decision', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const [ana, lead, other] = [
    await desk.person(),
    await desk.person({ roles: ['lead'] }),
    await desk.person({ roles: ['lead'] }),
  ]
  const enforcementId = only((await gate.ask(await gate.claim(ROSA, ana), ana, SUSPEND)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  const given = { ...SAID, outcome: 'platform', follows: true }
  const recorded = await gate.post(lead, '/v1/settlements', { enforcementId, ...given })
  assert.equal(recorded.status, 201, JSON.stringify(recorded.body))
  const alerts = JSON.stringify((await gate.get(other, '/v1/alerts')).body)
  assert.match(alerts, /A decision of an out-of-court body was recorded/)
  const settlementId = recorded.body.id
  const propose = (who: typeof lead, more: object) => {
    const change = { kind: 'settlement_correction', settlementId, ...given, ...more }
    return gate.post(who, '/v1/changes', { change, reason: 'The letter says otherwise.' })
  }
  assert.equal((await propose(lead, {})).status, 409, 'it says the same')
  assert.equal((await propose(ana, { outcome: 'appellant' })).status, 403, 'a reviewer corrects nothing')
  const changed = await propose(lead, { outcome: 'appellant' })
  assert.equal(changed.status, 201, JSON.stringify(changed.body))
  const agreeing = `/v1/changes/${String(changed.body.id)}/agree`
  assert.ok((await gate.signed(lead, agreeing)).status >= 400, 'no person agrees to their own')
  const agreed = await gate.signed(other, agreeing)
  assert.equal(agreed.status, 200, JSON.stringify(agreed.body))
  await desk.enforcementIn(enforcementId, 'restored')
  const { items } = (await gate.get(lead, `/v1/settlements?enforcement=${enforcementId}`)).body as {
    items: { id: string; outcome: string; corrects: string | null; correctedBy: string | null }[]
  }
  assert.deepEqual(items.map(({ outcome, corrects }) => [outcome, corrects]).sort(), [
    ['appellant', settlementId],
    ['platform', null],
  ])
  assert.equal((await propose(lead, { outcome: 'settled' })).status, 409, 'the corrected record is corrected once')
  const again = await gate.post(lead, '/v1/settlements', { enforcementId, ...given })
  assert.deepEqual([again.status, /corrected/.test(String(again.body.detail))], [409, true], 'and carried out no more')
  await assert.rejects(
    desk.desk.db.query(sql`
      insert into appeal_settlement (enforcement_id, body, reference, decided_on, outcome, follows, reason, recorded_by, corrects, change_id)
      select enforcement_id, body, 'X', decided_on, outcome, follows, reason, recorded_by, id, ${String(changed.body.id)} from appeal_settlement limit 1`),
    /permission denied/,
  )
  await checkLedger(desk.desk)
})

test('a correction tells the judges of an open appeal nothing', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const { appeal } = await startAppeals(desk)
  const leads = [await desk.person({ roles: ['lead'] }), await desk.person({ roles: ['lead'] })] as const
  const [party, judge] = leads
  const policy = await desk.person({ roles: ['policy'] })
  const enforcementId = only((await gate.ask(await gate.claim(ROSA, party), party, SUSPEND)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  const given = { ...SAID, outcome: 'appellant', follows: false }
  const recorded = await gate.post(judge, '/v1/settlements', { enforcementId, ...given })
  assert.equal(recorded.status, 201, JSON.stringify(recorded.body))
  assert.equal((await appeal({ enforcementId })).status, 201)
  const change = { kind: 'settlement_correction', settlementId: recorded.body.id, ...given, outcome: 'settled' }
  const proposer = await desk.person({ roles: ['policy'] })
  const proposed = await gate.post(proposer, '/v1/changes', { change, reason: 'They agreed.' })
  assert.equal(proposed.status, 201, JSON.stringify(proposed.body))
  assert.match(String(proposed.body.says), /an agreement of both sides/)
  const second = await gate.post(proposer, '/v1/changes', { change, reason: 'They agreed.' })
  const declining = `/v1/changes/${String(second.body.id)}/decline`
  assert.equal((await gate.post(policy, declining, { reason: 'No agreement of both, we follow it not.' })).status, 200)
  const listed = JSON.stringify((await gate.get(judge, '/v1/changes')).body)
  assert.match(listed, /is to be corrected/)
  assert.doesNotMatch(listed, /agreement of both|They agreed|follow it/)
  assert.doesNotMatch(JSON.stringify((await gate.get(judge, '/v1/alerts')).body), /agreement of both|follow it/)
  const agree = (who: typeof judge) => gate.signed(who, `/v1/changes/${String(proposed.body.id)}/agree`)
  for (const [who, why] of [
    [judge, /you may judge it/],
    [party, /You took part/],
  ] as const)
    assert.match(String((await agree(who)).body.detail), why)
  assert.equal((await agree(policy)).status, 200)
  await checkLedger(desk.desk)
})

test('a correction that the desk applies later is carried out too', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const [ana, policy] = [await desk.person(), await desk.person({ roles: ['policy'] })]
  const lead = await desk.person({ roles: ['lead'] })
  const enforcementId = only((await gate.ask(await gate.claim(ROSA, ana), ana, SUSPEND)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  const given = { ...SAID, outcome: 'platform', follows: true }
  const recorded = await gate.post(lead, '/v1/settlements', { enforcementId, ...given })
  // An organisation in which a correction waits, as each loosening change does.
  await desk.database.ownerPool.query(sql`
    create or replace function change_delay(of_kind text, said jsonb, of_direction text) returns interval
      language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ select interval '1 hour' $$`)
  const change = { kind: 'settlement_correction', settlementId: recorded.body.id, ...given, outcome: 'appellant' }
  const proposed = await gate.post(lead, '/v1/changes', { change, reason: 'The letter says otherwise.' })
  const agreed = await gate.signed(policy, `/v1/changes/${String(proposed.body.id)}/agree`)
  assert.equal(agreed.body.state, 'agreed', JSON.stringify(agreed.body))
  assert.equal((await gate.get(lead, `/v1/enforcements/${enforcementId}`)).body.state, 'in_effect')
  await desk.advance(3_600_000 + 1_000)
  await applyAgreedChanges(desk.desk)
  await desk.enforcementIn(enforcementId, 'restored')
  const by = await desk.desk.db.onlyValue<string>(sql`
    select "by" from enforcement_restore where enforcement_id = ${enforcementId}`)
  assert.equal(by, `staff:${lead.id}`, 'as the person who proposed it')
  await checkLedger(desk.desk)
})

test('a correction waits for its subject before it locks the appeal', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const { appeal } = await startAppeals(desk)
  const [ana, policy] = [await desk.person(), await desk.person({ roles: ['policy'] })]
  const lead = await desk.person({ roles: ['lead'] })
  const enforcementId = only((await gate.ask(await gate.claim(ROSA, ana), ana, SUSPEND)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.equal((await appeal({ enforcementId })).status, 201)
  const given = { ...SAID, outcome: 'appellant', follows: false }
  const recorded = await gate.post(lead, '/v1/settlements', { enforcementId, ...given })
  const change = { kind: 'settlement_correction', settlementId: recorded.body.id, ...given, follows: true }
  const proposed = await gate.post(lead, '/v1/changes', { change, reason: 'They follow it.' })
  assert.equal(proposed.status, 201, JSON.stringify(proposed.body))
  // A restore that has its subject, and locks the appeal next.
  const restore = await desk.database.ownerPool.connect()
  try {
    await restore.query('begin')
    await restore.query(`select from subject_state where subject = 'account:rosa' for update`)
    const agreeing = gate.signed(policy, `/v1/changes/${String(proposed.body.id)}/agree`)
    await waitForLock(desk.desk.db)
    await restore.query('select from appeal for update nowait')
    await restore.query('commit')
    assert.equal((await agreeing).status, 200)
  } finally {
    restore.release()
  }
  await desk.enforcementIn(enforcementId, 'restored')
})
