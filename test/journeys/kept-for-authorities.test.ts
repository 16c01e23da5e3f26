import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount } from '../support/cases.ts'
import { agreeSigned } from '../support/changes.ts'
import { problemsOf } from '../support/escalation-flow.ts'
import { givenReport } from '../support/desk-flow.ts'
import { startGate } from '../support/gate-flow.ts'

const DAY_MS = 86_400_000
const POST = { kind: 'content', id: 'pills-1' } as const
const TOLD = {
  ...{ kind: 'child_safety', authority: 'NCMEC', reference: '2015', what: 'one picture, by hash' },
  sentAt: '2026-05-04T08:55:00Z',
}

test('what an authority was told stays, is put right by another, and is told on case and account', async (t) => {
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
    [{ pieces: ['e-9'] }, 404],
    [{ corrects: 'a-9' }, 404],
  ] as const)
    assert.equal((await refer(more)).status, status, JSON.stringify(more))
  assert.equal((await refer({}, await desk.person({ roles: ['reviewer'] }))).status, 403)
  assert.equal((await refer({}, lead, 'c-99')).status, 404)
  for (const query of [`case=${caseId}`, 'account=pills', '']) {
    const { items } = (await gate.get(lead, `/v1/referrals?${query}`)).body as { items: Record<string, unknown>[] }
    assert.deepEqual(
      items.map(({ reference, corrects, correctedBy }) => [reference, corrects, correctedBy]),
      [
        ['2016', 'a-1', null],
        ['2015', null, 'a-2'],
      ],
    )
  }
  await desk.desk.db.query(sql`update review_case set clearances = '{sealed}'`)
  assert.deepEqual((await gate.get(lead, '/v1/referrals')).body.items, [], 'to whoever may open the case')
  await assert.rejects(desk.desk.db.query(sql`update referral set what = 'another'`), /permission denied/)
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

test('whatever forgets goes past what is preserved, until its time or until two people lift it', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const { db } = desk.desk
  const [lead, other] = [await desk.person({ roles: ['lead'] }), await desk.person({ roles: ['policy'] })]
  await givenAccount(db, { id: 'free' })
  const report = { evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: 'Buy.' }] }
  await givenReport(desk, { kind: 'account', id: 'pills' }, report)
  await givenReport(desk, { kind: 'account', id: 'free' }, report)
  const place = (more: object) => gate.post(lead, '/v1/preservation-holds', { reason: 'asked for', ...more })
  assert.equal((await place({ subject: POST, until: '2026-05-04T08:00:00Z' })).status, 400)
  const subject = { kind: 'account', id: 'pills' }
  const held = await place({ subject, authority: 'Police', reference: 'HP-1', until: '2026-05-06T09:00:00Z' })
  assert.equal(held.status, 201, JSON.stringify(held.body))
  const endless = await place({ subject })

  const { ownerPool } = desk.database
  const left = async () => {
    for (const table of ['evidence_bytes', 'evidence', 'report']) await ownerPool.query(`delete from ${table}`)
    await ownerPool.query(
      `update ledger_payload set payload = null, salt = null, erased_at = now() where kind = 'preservation_placed'`,
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
  assert.deepEqual(await problemsOf(db).then((found) => found.filter((each) => each.includes('preservation'))), [])
  await desk.advance(3 * DAY_MS)
  assert.deepEqual(await left(), { bytes: 1, evidence: 1, reports: 1, erased: 0 }, 'one has passed, one has no end')

  await assert.rejects(db.query(sql`update preservation_hold set lifted_at = desk_now()`), /permission denied/)
  const asker = await desk.person({ roles: ['lead'] })
  const asked = await gate.post(asker, '/v1/changes', {
    change: { kind: 'preservation', holdId: endless.body.id },
    reason: 'over',
  })
  assert.deepEqual([asked.status, asked.body.state, asked.body.direction], [201, 'proposed', 'looser'])
  await agreeSigned(desk.desk, String(asked.body.id), { kind: 'staff', pseudonym: 'P', roles: ['policy'], ...other })
  assert.deepEqual(await left(), { bytes: 0, evidence: 0, reports: 0, erased: 2 })
})
