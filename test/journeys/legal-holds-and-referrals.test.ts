import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount } from '../support/cases.ts'
import { agreeSigned } from '../support/changes.ts'
import { problemsOf } from '../support/escalation-flow.ts'
import { givenReport, send } from '../support/desk-flow.ts'
import { startGate } from '../support/gate-flow.ts'
import { givenKey } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'
import { waitForLock } from '../support/wait-for-lock.ts'

const DAY_MS = 86_400_000
const POST = { kind: 'content', id: 'pills-1' } as const
const TOLD = {
  ...{ kind: 'child_safety', authority: 'NCMEC', reference: '2015', what: 'one picture, by hash' },
  sentAt: '2026-05-04T08:55:00Z',
}

test('a referral to authorities stays and another one corrects it', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const lead = await desk.person({ roles: ['lead'] })
  const caseId = await givenReport(desk, { kind: 'account', id: 'pills' })
  const refer = (more: object = {}, who = lead, of = caseId) =>
    gate.post(who, `/v1/cases/${of}/referrals`, { ...TOLD, ...more })
  const first = await refer()
  assert.equal(first.status, 201, JSON.stringify(first.body))
  const second = await refer({ reference: '2016', corrects: first.body.id, sentAt: undefined })
  assert.deepEqual(
    [second.status, second.body.sentAt],
    [201, desk.now().toISOString()],
    'sent now, unless said otherwise',
  )
  for (const [more, status] of [
    [{ sentAt: '2026-05-05T09:00:00Z' }, 400],
    [{ sentAt: '2026-02-30T09:00:00Z' }, 400],
    [{ pieces: ['ev_9'] }, 404],
    [{ corrects: 'referral_9' }, 404],
  ] as const)
    assert.equal((await refer(more)).status, status, JSON.stringify(more))
  assert.equal((await refer({}, await desk.person({ roles: ['reviewer'] }))).status, 403)
  assert.equal((await refer({}, lead, 'case_99')).status, 404)
  for (const query of [`case=${caseId}`, 'account=pills', '']) {
    const { items } = (await gate.get(lead, `/v1/referrals?${query}`)).body as { items: Record<string, unknown>[] }
    assert.deepEqual(
      items.map(({ reference, corrects, correctedBy }) => [reference, corrects, correctedBy]),
      [
        ['2016', 'referral_1', null],
        ['2015', null, 'referral_2'],
      ],
    )
  }
  await desk.desk.db.query(sql`update review_case set clearances = '{restricted}'`)
  assert.deepEqual((await gate.get(lead, '/v1/referrals')).body.items, [], 'to whoever may open the case')
  await assert.rejects(desk.desk.db.query(sql`update referral set what = 'another'`), /permission denied/)
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

test('deletions spare what is under a legal hold until its end', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const { db } = desk.desk
  const [lead, other] = [await desk.person({ roles: ['lead'] }), await desk.person({ roles: ['policy'] })]
  await givenAccount(db, { id: 'free' })
  const report = { evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: 'Buy.' }] }
  await givenReport(desk, { kind: 'account', id: 'pills' }, report)
  await givenReport(desk, { kind: 'account', id: 'free' }, report)
  const place = (more: object) => gate.post(lead, '/v1/legal-holds', { reason: 'asked for', ...more })
  assert.equal((await place({ subject: POST, until: '2026-05-04T08:00:00Z' })).status, 400)
  const subject = { kind: 'account', id: 'pills' }
  const held = await place({ subject, authority: 'Police', reference: 'HP-1', until: '2026-05-06T09:00:00Z' })
  assert.equal(held.status, 201, JSON.stringify(held.body))
  const endless = await place({ subject })

  const { ownerPool } = desk.database
  const left = async () => {
    for (const table of ['evidence_bytes', 'evidence', 'report']) await ownerPool.query(`delete from ${table}`)
    await ownerPool.query(
      `update ledger_payload set payload = null, salt = null, erased_at = now() where kind = 'legal_hold_placed'`,
    )
    const { rows } = await ownerPool.query<Record<string, number>>(`
      select (select count(*) from evidence_bytes) as bytes, (select count(*) from evidence) as evidence,
        (select count(*) from report) as reports, (select count(*) from ledger_payload where erased_at is not null) as erased`)
    return rows[0]
  }
  assert.deepEqual(
    await left(),
    { bytes: 1, evidence: 1, reports: 1, erased: 0 },
    'what is free is gone, what is held is whole',
  )
  assert.deepEqual(await problemsOf(db).then((found) => found.filter((each) => each.includes('legal_hold'))), [])
  await desk.advance(3 * DAY_MS)
  assert.deepEqual(await left(), { bytes: 1, evidence: 1, reports: 1, erased: 0 }, 'one has passed, one has no end')

  await assert.rejects(db.query(sql`update legal_hold set lifted_at = desk_now()`), /permission denied/)
  const asker = await desk.person({ roles: ['lead'] })
  const asked = await gate.post(asker, '/v1/changes', {
    change: { kind: 'legal_hold', holdId: endless.body.id },
    reason: 'over',
  })
  assert.deepEqual([asked.status, asked.body.state, asked.body.direction], [201, 'proposed', 'looser'])
  await agreeSigned(desk.desk, String(asked.body.id), { kind: 'staff', pseudonym: 'P', roles: ['policy'], ...other })
  assert.deepEqual(await left(), { bytes: 0, evidence: 0, reports: 0, erased: 2 })
})

async function startKept(t: TestContext) {
  const desk = await startGate(t)
  const { db } = desk.desk
  const lead = await desk.person({ roles: ['lead', 'policy'] })
  const facts = await givenKey(db, ['facts'])
  const sendFacts = async (more: object, id = 'rosa') => {
    const known = {
      handle: 'rosa',
      displayName: 'Rosa',
      reach: 812,
      verified: false,
      tags: [],
      createdAt: null,
      ...more,
    }
    const told = { ...known, factsAt: desk.now().toISOString() }
    const { status, body } = await send(desk, facts.token, 'PUT', `/v1/accounts/${id}`, told)
    assert.equal(status, 200, JSON.stringify(body))
    await desk.advance(1_000)
  }
  const place = async (more: object = {}) => {
    const asked = { subject: { kind: 'account', id: 'rosa' }, reason: 'asked for', ...more }
    const { status, body } = await desk.gate.post(lead, '/v1/legal-holds', asked)
    assert.equal(status, 201, JSON.stringify(body))
    return String(body.id)
  }
  const read = (holdId: string, who = lead) => desk.gate.get(who, `/v1/legal-holds/${holdId}/facts`)
  const kept = async (holdId: string, who = lead) => {
    const { status, body } = await read(holdId, who)
    assert.equal(status, 200, JSON.stringify(body))
    const { items } = body as { items: Record<string, unknown>[] }
    return items.map(({ handle, reach, overwrittenAt }) => [handle, reach, overwrittenAt !== null])
  }
  return { ...desk, db, lead, sendFacts, place, read, kept }
}

test('facts under a legal hold survive changes while one lasts', async (t) => {
  const { db, database, advance, now, sendFacts, place, read, kept } = await startKept(t)
  const { ownerPool } = database
  const left = async () => {
    await db.query(sql`select delete_released_facts(1000)`)
    for (const table of ['overwritten_facts', 'account_reach']) await ownerPool.query(`delete from ${table}`)
    const { rows } = await ownerPool.query<{ subject: string }>(
      `select subject from overwritten_facts union all select 'reach of ' || account_id from account_reach order by 1`,
    )
    return rows.map(({ subject }) => subject)
  }
  await sendFacts({ handle: 'before' })
  await sendFacts({})
  await sendFacts({}, 'hugo')
  const first = await place({ until: new Date(now().getTime() + DAY_MS).toISOString() })
  assert.deepEqual(await kept(first), [['rosa', 812, false]], 'and nothing of before it was placed')
  await sendFacts({})
  await sendFacts({ handle: 'nobody_here', displayName: 'Gone' })
  await sendFacts({ handle: 'nobody_here', displayName: 'Gone', reach: 3 })
  await sendFacts({ handle: 'hugo_2' }, 'hugo')
  const all = [
    ['rosa', 812, true],
    ['nobody_here', 812, true],
    ['nobody_here', 3, false],
  ]
  assert.deepEqual(await kept(first), all)
  assert.deepEqual(await left(), ['account:rosa', 'account:rosa', 'reach of rosa'], 'what is free is gone')

  const later = await place()
  assert.deepEqual([await kept(later), await kept(first)], [[['nobody_here', 3, false]], all])
  await advance(DAY_MS)
  assert.equal((await read(first)).status, 404)
  assert.equal((await left()).length, 3, 'the other still keeps it')
  await ownerPool.query(`update legal_hold set until = desk_now() where id = '${later}'`)
  assert.deepEqual(await left(), [])
})

test("a legal hold's readers see its content, on record", async (t) => {
  const { db, gate, lead, person, sendFacts, place, read, kept } = await startKept(t)
  await sendFacts({})
  const holdId = await place()
  await sendFacts({ handle: 'nobody_here' })
  const ben = await person()
  for (const who of [lead, ben]) assert.equal((await kept(holdId, who)).length, 2)
  await waitFor('who looked, and under which hold, to be on record', async () => {
    const { rowCount } = await db.query(sql`
      select distinct staff_id from staff_view where kind = 'account' and reason = ${holdId} and staff_id in (${lead.id}, ${ben.id})`)
    return rowCount === 2
  })
  const vendor = await person({ employer: 'Vendor' })
  await db.query(sql`insert into vendor_place (employer) values ('Vendor')`)
  assert.deepEqual((await gate.get(vendor, '/v1/legal-holds')).body.items, [])
  assert.equal((await read(holdId, vendor)).status, 404)
  assert.equal((await read('lhold_99')).status, 404)
  for (const write of [
    `delete from overwritten_facts`,
    `insert into overwritten_facts (subject, facts) values ('account:rosa', '{}')`,
  ])
    await assert.rejects(db.query(write), /permission denied/)
})

test('placing a legal hold waits for running changes', async (t) => {
  const desk = await startGate(t)
  const { db } = desk.desk
  const lead = await desk.person({ roles: ['lead'] })
  await givenAccount(db, { id: 'rosa' })
  const place = { reason: 'asked for', subject: { kind: 'account', id: 'rosa' } }
  const changing = await db.connect()
  await changing.query(`begin; update account set handle = 'two' where id = 'rosa'`)
  const placed = desk.gate.post(lead, '/v1/legal-holds', place)
  await waitForLock(db)
  await changing.query('commit')
  changing.release()
  const { body } = await placed
  await desk.advance(1_000)
  const { ownerPool } = desk.database
  const holding = await ownerPool.connect()
  await holding.query(`begin; insert into legal_hold (subject, account_id, reason, placed_by)
    values ('account:rosa', 'rosa', 'another', '${lead.id}'); update legal_hold set until = desk_now() where id = '${body.id}'`)
  const changed = db.query(`update account set handle = 'three' where id = 'rosa'`)
  await waitForLock(db)
  await holding.query('commit')
  holding.release()
  await changed
  const { rows } = await db.query<{ handle: string }>(sql`select facts ->> 'handle' as handle from overwritten_facts`)
  assert.deepEqual(rows, [{ handle: 'two' }])
})
