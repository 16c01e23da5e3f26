import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProblems, startChanging } from '../../../test/support/changes.ts'
import { listGets } from '../../../test/support/every-get.ts'
import { bearer } from '../../../test/support/server.ts'
import { sendSigned } from '../../../test/support/sign.ts'
import { ROLES } from '../../foundation/domain.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { giveNotice } from './give-notice.ts'

const DAY_MS = 86_400_000
/** Dates that stand for themselves wherever they turn up. */
const TOLD = '2027-07-17T11:22:33.000Z'
const DISMISSED = '2026-09-13T04:05:06.000Z'
const LATER = '2026-09-29T07:08:09.000Z'
const IDS: Readonly<Record<string, string>> = {
  caseId: 'case_1',
  enforcementId: 'enf_1',
  restoreId: 'restore_1',
  accountId: 'a-1',
  exceptionId: 'exc_1',
  changeId: 'chg_1',
}

test('an involuntary end is visible to administrators only', async (t) => {
  const { agree, app, db, desk, database, person } = await startChanging(t, { routes: ROUTES, driven: true })
  await database.setClock(new Date('2026-06-01T09:00:00Z'))
  const [admin, other] = [await person(['admin']), await person(['admin'])]
  const wren = await person(['reviewer'], { employment: 'contractor', endsAt: new Date(TOLD), onShift: true })
  const call = async (who: { token: string }, method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await app.inject({ method, url, headers: bearer(who.token), ...(payload ? { payload } : {}) })
    const isJson = /json/.test(String(answer.headers['content-type']))
    return { status: answer.statusCode, text: answer.body, body: isJson ? answer.json() : {} }
  }
  const notice = { kind: 'involuntary', endsAt: DISMISSED }
  assert.equal((await sendSigned({ app, desk }, admin, `/v1/staff/${wren.id}/notice`, notice)).status, 204)
  const change = { kind: 'end_later', staffId: wren.id, endsAt: LATER }
  const proposed = await call(admin, 'POST', '/v1/changes', { change, reason: `until ${LATER} after all` })
  assert.equal(proposed.status, 201)

  const walked: string[] = []
  for (const role of ROLES.filter((each) => each !== 'admin')) {
    const one = await person([role], { onShift: true })
    for (const route of listGets().filter((each) => each.startsWith('GET /v1') && !each.endsWith('.json'))) {
      const url = route.slice(4).replace(/:(\w+)/g, (_all, name: string) => IDS[name] ?? wren.id)
      const query = url === '/v1/search' ? '?q=wren' : url === '/v1/staff' ? '?ended=true' : ''
      const { text, status } = await call(one, 'GET', `${url}${query}`)
      if (status === 200) walked.push(`${role} ${route}`)
      assert.doesNotMatch(text, /2026-09-(13|29)|involuntary/, `${role} at ${route}`)
    }
    const extend = await call(one, 'POST', '/v1/changes', { change, reason: 'x' })
    assert.equal(extend.status, 403)
    assert.doesNotMatch(extend.text, /2026-09-13/)
    const agreeing = await call(one, 'POST', '/v1/signings', { act: 'change_agree', about: proposed.body.id })
    assert.equal(agreeing.status, 403, `${role} agrees to nothing they are not shown: ${agreeing.text}`)
    assert.doesNotMatch(agreeing.text, /2026-09/)
  }
  for (const each of [
    'lead GET /v1/staff',
    'auditor GET /v1/staff',
    'lead GET /v1/changes',
    'policy GET /v1/changes',
  ]) {
    assert.ok(walked.includes(each), `${each} was looked at`)
  }
  assert.doesNotMatch((await call(wren, 'GET', '/v1/me')).text, /20(26|27)-0/, 'nor do they themselves')
  const ends = async (who: { token: string }) =>
    (await call(who, 'GET', '/v1/staff')).body.items.find(({ id }: { id: string }) => id === wren.id)
  const lead = await person(['lead'], { onShift: true })
  assert.deepEqual([(await ends(lead)).endsAt, (await ends(lead)).notice], [TOLD, undefined])
  const seen = await ends(admin)
  assert.deepEqual([seen.endsAt, seen.notice], [DISMISSED, 'involuntary'])
  await agree(proposed.body, other)
  assert.equal((await ends(admin)).endsAt, LATER)
  const alerts = await db.query(`select why from alert`)
  assert.doesNotMatch(JSON.stringify(alerts.rows), /2026-09/, 'nor does anybody who is paged')
  assert.deepEqual(await findProblems(db), [])
})

test('notice to leave is an hour ahead, never given to oneself', async (t) => {
  const { desk, person } = await startChanging(t)
  const [admin, wren] = [await person(['admin']), await person(['reviewer'])]
  const from = (ms: number) => new Date(Date.now() + ms)
  const by = { kind: 'staff', id: admin.id } as const
  const give = (days: number, kind: 'voluntary' | 'involuntary' = 'voluntary', staffId = wren.id) =>
    giveNotice(desk, { staffId, kind, endsAt: from(days * DAY_MS) }, by)
  await assert.rejects(give(0.01), { code: 'invalid_input' })
  await assert.rejects(give(1, 'voluntary', admin.id), { code: 'not_allowed' })
  await assert.rejects(give(1, 'voluntary', 'staff_999'), { code: 'not_found' })
  await give(30)
  await assert.rejects(give(31), { code: 'conflict' })
  await assert.rejects(give(20, 'involuntary'), { code: 'conflict' })
  await give(20)
})
