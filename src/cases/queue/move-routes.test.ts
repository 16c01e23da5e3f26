import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { problemsOf } from '../../../test/support/escalation-flow.ts'
import { type GivenStaff, givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { moveRoutes } from './move-routes.ts'
import { queueRoutes } from './routes.ts'

const REASON = 'Its reviewer fell ill.'

async function start(t: TestContext, driven = false) {
  const { desk, app, database } = await startTestDesk(t, { routes: [queueRoutes, moveRoutes], driven })
  const call = async (token: string, url: string, payload: object = {}) => {
    const answer = await app.inject({ method: 'POST', url, headers: bearer(token), payload })
    return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() }
  }
  const person = async (given: GivenStaff = {}) => {
    const { id, token } = await givenStaff(desk.db, { onShift: true, ...given })
    const { rows } = await desk.db.query<{ pseudonym: string }>(sql`select pseudonym from staff where id = ${id}`)
    const next = async () => (await call(token, '/v1/cases/claim-next')).body.id as string | undefined
    return { id, token, pseudonym: rows[0]?.pseudonym ?? '', next }
  }
  const lead = (given: GivenStaff = {}) => person({ roles: ['lead'], ...given })
  const takeOver = (token: string, caseId: string, payload: object = { reason: REASON }) =>
    call(token, `/v1/cases/${caseId}/claim/take-over`, payload)
  const transfer = (token: string, caseId: string, to: object, reason: unknown = REASON) =>
    call(token, `/v1/cases/${caseId}/transfer`, { to, reason })
  return { db: desk.db, database, call, person, lead, takeOver, transfer }
}

async function eventsOf(db: Awaited<ReturnType<typeof start>>['db'], caseId: string) {
  const { rows } = await db.query<{ kind: string; by: string; detail: Record<string, string> }>(
    sql`select kind, by, detail from case_event where case_id = ${caseId} order by id`,
  )
  return rows.map(({ kind, by, detail }) => ({ kind, by, ...detail }))
}

test('200: a lead takes over a case and its holder is notified', async (t) => {
  const { db, call, person, lead, takeOver } = await start(t)
  const caseId = await givenCase(db, { language: 'de' })
  const [ana, boss] = [await person({ languages: ['de'] }), await lead({ languages: ['en'] })]
  await ana.next()
  const { status, body } = await takeOver(boss.token, caseId)
  assert.deepEqual([status, body.id, body.claimedBy], [200, caseId, boss.pseudonym])
  assert.deepEqual(await eventsOf(db, caseId), [
    { kind: 'claimed', by: `staff:${ana.id}` },
    { kind: 'taken_over', by: `staff:${boss.id}`, holder: `staff:${ana.id}`, reason: REASON },
  ])
  const renewed = await call(ana.token, `/v1/cases/${caseId}/claim/renew`)
  assert.equal(renewed.status, 409)
  assert.match(renewed.body.detail, /a lead took it over/)
  assert.deepEqual(await problemsOf(db), [])
})

test('verify finds a changed history of a moved case', async (t) => {
  const { db, database, person, lead, takeOver, transfer } = await start(t)
  const caseId = await givenCase(db)
  await (await person()).next()
  const boss = await lead()
  await takeOver(boss.token, caseId)
  await transfer(boss.token, caseId, { queue: 'lead' })
  assert.deepEqual(await problemsOf(db), [])
  for (const [kind, changed] of [
    ['taken_over', { reason: 'No reason.' }],
    ['taken_over', { holder: 'staff:staff_99' }],
    ['transferred', { toQueue: 'legal' }],
  ] as const) {
    const { rows } = await database.ownerPool.query<{ id: number; detail: object }>(sql`
      select id, detail from case_event where kind = ${kind}`)
    const [row] = rows
    assert.ok(row)
    const set = (detail: object) =>
      database.ownerPool.query(sql`update case_event set detail = ${JSON.stringify(detail)} where id = ${row.id}`)
    await set({ ...row.detail, ...changed })
    assert.deepEqual(await problemsOf(db), [`case_event ${row.id} (of ${caseId}) changed`])
    await set(row.detail)
  }
})

test('concurrent takeovers and returns of a case have one outcome', async (t) => {
  const { db, call, person, lead, takeOver } = await start(t)
  for (let round = 0; round < 5; round++) {
    const caseId = await givenCase(db)
    const [ana, ben, cleo] = [await person(), await lead(), await lead()]
    await ana.next()
    const answers = await Promise.all([
      takeOver(ben.token, caseId),
      takeOver(cleo.token, caseId),
      call(ana.token, `/v1/cases/${caseId}/claim/release`),
    ])
    assert.ok(
      answers.every(({ status }) => [200, 204, 409].includes(status)),
      JSON.stringify(answers),
    )
    const { rows } = await db.query<{ holder: string | null }>(
      sql`select claimed_by as holder from review_case where id = ${caseId}`,
    )
    const last = (await eventsOf(db, caseId)).at(-1)
    assert.equal(rows[0]?.holder ?? 'nobody', last?.kind === 'released' ? 'nobody' : last?.by.replace('staff:', ''))
    await db.query(sql`update review_case set state = 'closed', closed_at = desk_now(), claimed_by = null,
      claimed_at = null, claimed_until = null where id = ${caseId}`)
  }
})

test('409: a closed, free or own case is not taken over', async (t) => {
  const { db, person, lead, takeOver } = await start(t)
  const closed = await givenCase(db)
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${closed}`)
  const boss = await lead()
  assert.match((await takeOver(boss.token, closed)).body.detail, /is closed/)
  const own = [await givenCase(db), await givenCase(db)]
  assert.match((await takeOver(boss.token, own[0] ?? '')).body.detail, /No one holds/)
  await boss.next()
  await boss.next()
  assert.match((await takeOver(boss.token, own[0] ?? '')).body.detail, /You already hold case_\d+/)
  const third = await givenCase(db)
  await (await person()).next()
  const { status, body } = await takeOver(boss.token, third)
  assert.equal(status, 409)
  assert.match(body.detail, /You hold case_\d+ and case_\d+/)
})

test('403, 404: a lead takes over no case beyond their access', async (t) => {
  const { db, person, lead, takeOver } = await start(t)
  const guarded = await givenCase(db, { accountId: await givenAccount(db, { protected: true }) })
  const safety = await givenCase(db, { clearances: ['safety'] })
  const porto = await givenCase(db, { site: 'Porto' })
  const cleared = { clearances: ['protected', 'safety'], site: 'Porto', plannedMinutes: 720 }
  for (const ana of [await person(cleared), await person(cleared)]) {
    await ana.next()
    await ana.next()
  }
  const boss = await lead()
  assert.equal((await takeOver(boss.token, guarded)).status, 403)
  assert.equal((await takeOver(boss.token, safety)).status, 403)
  assert.equal((await takeOver(boss.token, porto)).status, 404)
  assert.equal((await takeOver(boss.token, 'case_999')).status, 404)
  assert.equal((await takeOver((await lead(cleared)).token, guarded)).status, 200)
})

test('204: a case transferred to another queue is free there', async (t) => {
  const { db, person, transfer } = await start(t)
  const caseId = await givenCase(db)
  const [ana, ben] = [await person(), await person({ roles: ['lead'] })]
  await ana.next()
  assert.deepEqual(await transfer(ana.token, caseId, { queue: 'lead' }), { status: 204, body: {} })
  assert.equal(await ana.next(), undefined)
  assert.equal(await ben.next(), caseId)
  assert.deepEqual((await eventsOf(db, caseId))[1], {
    kind: 'transferred',
    by: `staff:${ana.id}`,
    fromQueue: 'general',
    toQueue: 'lead',
    reason: REASON,
  })
})

test('204: a case transferred to a person is reserved half an hour', async (t) => {
  const { db, database, person, transfer } = await start(t, true)
  const caseId = await givenCase(db, { rank: 1 })
  const other = await givenCase(db, { rank: 5 })
  const [ana, ben, cleo] = [await person(), await person(), await person()]
  const { token } = await person({ roles: ['lead'] })
  assert.equal((await transfer(token, caseId, { person: ben.pseudonym })).status, 204)
  await ana.next()
  assert.equal(await cleo.next(), undefined)
  assert.equal(await ben.next(), caseId)
  assert.equal((await transfer(ben.token, caseId, { person: ana.pseudonym })).status, 204)
  assert.equal(await cleo.next(), undefined)
  await database.advance(30 * 60_000)
  assert.deepEqual([await cleo.next(), await cleo.next()], [other, caseId])
})

test('a case reserved for a person is free after their shift', async (t) => {
  const { db, person, transfer } = await start(t)
  const caseId = await givenCase(db)
  const [ana, ben] = [await person(), await person()]
  await transfer((await person({ roles: ['lead'] })).token, caseId, { person: ben.pseudonym })
  assert.equal(await ana.next(), undefined)
  await db.query(sql`insert into shift_event (staff_id, kind) values (${ben.id}, 'end')`)
  assert.equal(await ana.next(), caseId)
})

test('409: a transfer of a closed, foreign or unmoved case fails', async (t) => {
  const { db, person, transfer } = await start(t)
  const [free, held, safety] = [
    await givenCase(db),
    await givenCase(db, { rank: 9 }),
    await givenCase(db, { clearances: ['safety'] }),
  ]
  const [ana, ben, boss] = [await person(), await person(), await person({ roles: ['lead'], clearances: ['safety'] })]
  const [off, german] = [await person({ onShift: false }), await person({ languages: ['de'] })]
  await ana.next()
  const refused = async (token: string, caseId: string, to: object, why: RegExp) => {
    const { status, body } = await transfer(token, caseId, to)
    assert.equal(status, 409, JSON.stringify(body))
    assert.match(body.detail, why)
  }
  await refused(ben.token, held, { queue: 'lead' }, /You do not hold/)
  await refused(boss.token, free, { queue: 'general' }, /is in the queue general already/)
  await refused(boss.token, safety, { person: ben.pseudonym }, /No person .* can receive/)
  await refused(boss.token, free, { person: 'nobody-at-all' }, /No person .* can receive/)
  await refused(boss.token, free, { person: off.pseudonym }, /can receive|is not at work/)
  const fi = await givenCase(db, { language: 'fi' })
  await refused(boss.token, fi, { person: german.pseudonym }, /No person .* can receive/)
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${free}`)
  await refused(boss.token, free, { queue: 'lead' }, /is closed/)
})

test('400, 403, 404: a transfer names one allowed receiver and a case', async (t) => {
  const { db, person, lead, transfer } = await start(t)
  const [caseId, porto] = [await givenCase(db, { clearances: ['safety'] }), await givenCase(db, { site: 'Porto' })]
  const boss = await lead({ clearances: ['safety'] })
  const lost = await transfer(boss.token, caseId, { queue: 'nowhere' })
  assert.deepEqual([lost.status, lost.body.errors[0].field], [400, 'to/queue'])
  for (const to of [{}, { queue: 'lead', person: 'p' }, { team: 'x' }])
    assert.equal((await transfer(boss.token, caseId, to)).status, 400, JSON.stringify(to))
  assert.equal((await transfer(boss.token, caseId, { queue: 'lead' }, '')).status, 400)
  assert.equal((await transfer((await lead()).token, caseId, { queue: 'lead' })).status, 403)
  assert.equal((await transfer(boss.token, porto, { queue: 'lead' })).status, 404)
  assert.equal((await transfer(boss.token, 'case_999', { queue: 'lead' })).status, 404)
  assert.equal((await transfer((await person()).token, 'c-x', { queue: 'lead' })).status, 400)
})

test('401, 403: moving cases takes the role lead, on shift', async (t) => {
  const { db, person, lead, takeOver, transfer } = await start(t)
  const [caseId, key] = [await givenCase(db), await givenKey(db)]
  const off = await lead({ onShift: false })
  assert.equal((await takeOver('cs_pat_nobody', caseId)).status, 401)
  assert.equal((await transfer('cs_pat_nobody', caseId, { queue: 'lead' })).status, 401)
  for (const token of [key.token, off.token, (await person({ roles: ['auditor'] })).token]) {
    assert.equal((await takeOver(token, caseId)).status, 403)
    assert.equal((await transfer(token, caseId, { queue: 'lead' })).status, 403)
  }
  assert.equal((await takeOver((await person({ roles: ['reviewer', 'senior'] })).token, caseId)).status, 403)
  assert.equal((await takeOver((await lead()).token, caseId, {})).status, 400)
})
