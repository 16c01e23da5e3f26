import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase, givenReports } from '../../../test/support/cases.ts'
import { identified, only, STAR, startGate } from '../../../test/support/gate-flow.ts'
import { numberEntries } from '../../../test/support/desk-with-history.ts'
import { type GivenStaff, givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { ensureKey } from '../../../test/support/sign.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import type { Desk } from '../../policy/desk.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { verifyLedger } from '../ledger/verify.ts'
import { ACCOUNTS_OPENED_MAX, findUnusualReading } from './unusual-reading.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'

const OTTO = identified(STAR, 'otto_and_the_owls')

type Item = Record<string, unknown>

/** Rows that these tests insert directly have no leaves. */
async function expectProven(desk: Desk): Promise<void> {
  await numberEntries(desk.db)
  const { problems } = await verifyLedger(desk.db, LEDGER_CHECKS)
  assert.deepEqual(
    problems.filter(({ table }) => !['report', 'report_key'].includes(table)),
    [],
  )
}

async function start(t: TestContext) {
  const { desk, app, database } = await startTestDesk(t, { routes: ROUTES })
  const person = async (given: GivenStaff = {}) => {
    const { id, token } = await givenStaff(desk.db, { onShift: true, ...given })
    const get = async (path: string) => {
      const answer = await app.inject({ url: `/v1/${path}`, headers: bearer(token) })
      return { status: answer.statusCode, body: answer.json() as Item & { items: Item[] } }
    }
    return { id, get }
  }
  const auditor = await person({ roles: ['auditor'], onShift: false })
  const audit = async (query: string) => (await auditor.get(`views?${query}`)).body.items
  const expectViews = (query: string, count: number) =>
    waitFor(`${count} views of ${query}`, async () => {
      const found = await audit(query)
      return found.length >= count && found
    })
  return { desk, app, database, person, auditor, audit, expectViews }
}

test('200: recorded views are found by person, subject, kind, time', async (t) => {
  const { desk, person, expectViews, audit } = await start(t)
  const [ana, key] = [await person(), await givenKey(desk.db)]
  const accountId = await givenAccount(desk.db)
  const caseId = await givenCase(desk.db, { subject: 'content:post', accountId })
  const [reportId] = await givenReports(desk.db, key.id, caseId, 1)
  for (const path of [
    `cases/${caseId}`,
    `accounts/${accountId}/history?reason=asked+by+a+lead`,
    'search?kind=account&q=invented&reason=who+is+it',
    'cases?subject=content:post',
  ]) {
    assert.equal((await ana.get(path)).status, 200, path)
  }
  const lead = await person({ roles: ['lead'] })
  assert.equal((await lead.get(`cases/${caseId}/reports/${reportId}/reporter?reason=threats`)).status, 200)
  const views = await expectViews(`staff=${ana.id}`, 4)
  const told = views.map(({ kind, accountId: of, caseId: at, reason, words, shown }) => [
    kind,
    of,
    at,
    reason,
    words,
    shown,
  ])
  // Views of one instant come in any order.
  assert.deepEqual(told.sort(), [
    ['account', accountId, null, 'asked by a lead', null, 1],
    ['case', accountId, caseId, null, null, 1],
    ['list', null, null, null, null, 1],
    ['search', null, null, 'who is it', 'invented', 1],
  ])
  await expectViews('kind=reporter', 1)
  const about = (await audit(`subject=account:${accountId}`)).map(({ kind }) => kind)
  assert.deepEqual(about.filter((kind) => kind !== 'views').sort(), ['account', 'case', 'reporter'])
  assert.equal((await audit('kind=reporter')).length, 1)
  assert.equal((await audit('kind=reporter&since=2999-01-01T00:00:00Z')).length, 0)
  assert.equal((await audit('kind=reporter&until=2999-01-01T00:00:00Z')).length, 1)
  // A look at the views is itself recorded as a view.
  assert.ok((await expectViews('kind=views', 4)).length >= 4)
  await expectProven(desk)
})

test("pages of views repeat no view and exclude one's own search", async (t) => {
  const { person, audit, expectViews, desk } = await start(t)
  const ana = await person()
  const caseId = await givenCase(desk.db)
  for (let each = 0; each < 5; each++) await ana.get(`cases/${caseId}`)
  await ana.get('cases?claimedBy=me')
  const all = await expectViews(`staff=${ana.id}`, 5)
  assert.equal(all.length, 5)
  const first = await audit(`staff=${ana.id}&limit=2`)
  assert.deepEqual(first, all.slice(0, 2))
})

test('422, 200: opening an account without a case needs a reason', async (t) => {
  const { desk, person, expectViews, audit } = await start(t)
  const accountId = await givenAccount(desk.db)
  const caseId = await givenCase(desk.db, { accountId })
  const history = `accounts/${accountId}/history`
  for (const roles of [['reviewer'], ['lead'], ['policy'], ['auditor']] as const) {
    const one = await person({ roles })
    for (const path of [history, 'search?kind=account&q=invented']) {
      const { status, body } = await one.get(path)
      assert.deepEqual([status, body.missing], [422, 'reason'], path)
      assert.match(String(body.detail), /not shown.*reason/)
      assert.equal((await one.get(`${path}${path.includes('?') ? '&' : '?'}reason=asked`)).status, 200)
    }
    assert.equal((await one.get(`${history}?reason=+`)).status, 400)
  }
  const holder = await person()
  await desk.db.query(sql`
    update review_case set claimed_by = ${holder.id}, claimed_at = desk_now(), claimed_until = desk_now() + interval '10 minutes'
    where id = ${caseId}`)
  assert.equal((await holder.get(history)).status, 200)
  await holder.get(`cases/${caseId}`)
  const views = await expectViews(`staff=${holder.id}`, 2)
  assert.deepEqual(
    views.map(({ inCase }) => inCase),
    [true, true],
  )
  // A refused read is no view.
  assert.equal((await audit('kind=account')).filter(({ reason }) => reason === null).length, 1)
})

test('400, 403, 404: reporters are shown with a case or reason only', async (t) => {
  const { desk, person } = await start(t)
  const key = await givenKey(desk.db)
  const caseId = await givenCase(desk.db)
  const [reportId] = await givenReports(desk.db, key.id, caseId, 1)
  const path = `cases/${caseId}/reports/${reportId}/reporter`
  const [reviewer, senior, lead] = [
    await person(),
    await person({ roles: ['senior'] }),
    await person({ roles: ['lead'] }),
  ]
  assert.equal((await reviewer.get(`${path}?reason=curious`)).status, 403)
  assert.equal((await senior.get(`${path}?reason=curious`)).status, 403)
  assert.equal((await lead.get(path)).status, 400)
  assert.equal((await lead.get(`${path}?reason=threats`)).status, 200)
  assert.equal((await lead.get(`cases/${caseId}/reports/rep_999/reporter?reason=threats`)).status, 404)
  await desk.db.query(sql`
    update review_case set claimed_by = ${reviewer.id}, claimed_at = desk_now(), claimed_until = desk_now() + interval '10 minutes'
    where id = ${caseId}`)
  assert.equal((await reviewer.get(`${path}?reason=threats`)).status, 200)
})

test('unusual reading alerts leads and auditors once, never the reader', async (t) => {
  const { desk, person, auditor, expectViews } = await start(t)
  const [lead, other] = [await person({ roles: ['lead'] }), await person({ roles: ['lead'] })]
  for (let each = 0; each < ACCOUNTS_OPENED_MAX; each++) {
    const accountId = await givenAccount(desk.db)
    assert.equal((await lead.get(`accounts/${accountId}/history?reason=curious`)).status, 200)
  }
  await expectViews(`staff=${lead.id}&kind=account`, ACCOUNTS_OPENED_MAX)
  await findUnusualReading(desk)
  await findUnusualReading(desk)
  const alertsOf = async ({ get }: typeof lead) =>
    (await get('alerts')).body.items.filter(({ kind }) => kind === 'reading')
  assert.deepEqual(
    [(await alertsOf(lead)).length, (await alertsOf(other)).length, (await alertsOf(auditor)).length],
    [0, 1, 1],
  )
  await expectProven(desk)
})

test('reading enforcements and unknown accounts counts as viewing', async (t) => {
  const { desk, person, expectViews } = await start(t)
  const [lead, other] = [await person({ roles: ['lead'] }), await person({ roles: ['lead'] })]
  await desk.db.query(sql`
    insert into staff_view (id, staff_id, kind, subject, enforcement_id, in_case, shown, at)
    select 'v-enforcement-' || number, ${lead.id}, case when number % 2 = 0 then 'enforcement' else 'case' end, 'content:t' || number, 'enf_1',
      false, 1, desk_now()
    from generate_series(1, ${ACCOUNTS_OPENED_MAX}::integer) number`)
  await expectViews(`staff=${lead.id}`, ACCOUNTS_OPENED_MAX)
  await findUnusualReading(desk)
  assert.equal((await other.get('alerts')).body.items.filter(({ kind }) => kind === 'reading').length, 1)
})

test('a signing preview is recorded as a view', async (t) => {
  const { gate, person, desk } = await startGate(t)
  const [ana, ben] = [await person(), await person({ roles: ['lead'] })]
  const enforcementId = only(
    (await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, OTTO)).body.enforcements,
  )
  assert.equal((await gate.post(ben, `/v1/enforcements/${enforcementId}/stop`)).status, 200)
  const cleo = await person({ roles: ['lead'] })
  await ensureKey(desk.db, cleo.id)
  assert.equal((await gate.post(cleo, '/v1/signings', { act: 'resume', about: enforcementId })).status, 201)
  const seen = await waitFor('the view', async () => {
    const { rows } = await desk.db.query<{ kind: string; subject: string; in_case: boolean }>(sql`
      select kind, subject, in_case from staff_view where staff_id = ${cleo.id} and enforcement_id = ${enforcementId}`)
    return rows.length > 0 && rows
  })
  assert.deepEqual(seen, [{ kind: 'enforcement', subject: 'account:otto', in_case: false }])
})

test('400, 403, 404: searching views needs valid values and an auditor', async (t) => {
  const { person, auditor } = await start(t)
  assert.equal((await auditor.get('views?staff=nobody')).status, 404)
  assert.equal((await auditor.get('views?since=2026-02-30T00:00:00Z')).status, 400)
  assert.equal((await auditor.get('views?subject=moon:1')).status, 400)
  assert.equal((await (await person({ roles: ['lead'] })).get('views')).status, 403)
})

test('the application role changes and removes no view', async (t) => {
  const { desk, person, expectViews } = await start(t)
  const ana = await person()
  await ana.get(`cases/${await givenCase(desk.db)}`)
  await expectViews(`staff=${ana.id}`, 1)
  for (const text of [
    'update staff_view set reason = null',
    'delete from staff_view',
    'truncate staff_view',
    'delete from reading_alert',
  ]) {
    await assert.rejects(desk.db.query(text), { code: '42501' }, text)
  }
})

test('views are recorded until the end of the process', async (t) => {
  const { desk, app, person } = await start(t)
  const ana = await person()
  await ana.get(`cases/${await givenCase(desk.db)}`)
  await app.close()
  const { rows } = await desk.db.query(sql`select from staff_view where staff_id = ${ana.id}`)
  assert.equal(rows.length, 1)
})
