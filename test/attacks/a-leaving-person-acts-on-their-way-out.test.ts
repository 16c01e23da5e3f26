import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giveNotice } from '../../src/admin/offboarding/give-notice.ts'
import { givenReport } from '../support/desk-flow.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, type Person, STAR, startGate } from '../support/gate-flow.ts'

const DAY_MS = 24 * 60 * 60_000

type Desk = Awaited<ReturnType<typeof startGate>>

/** Adds a person whose last day is near, with every role and clearance that approving takes. */
const givenLeaver = (desk: Desk): Promise<Person> =>
  desk.person({ roles: ['lead'], team: 'south', endsAt: new Date(desk.now().getTime() + 3 * DAY_MS) })

test('a reviewer who is leaving is given no protected case', async (t) => {
  const desk = await startGate(t)
  const leaver = await givenLeaver(desk)
  await givenReport(desk, MINISTER)
  await givenReport(desk, STAR)
  assert.equal((await desk.gate.post(leaver, '/v1/cases/claim-next')).status, 204)
  const stays = await desk.person()
  assert.equal((await desk.gate.post(stays, '/v1/cases/claim-next')).status, 200)
})

test('a reviewer who is leaving approves and confirms nothing on protected accounts', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, leaver] = [await desk.person(), await givenLeaver(desk)]
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const caseId = await gate.claim(MINISTER, ana)
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, more)).body.enforcements)
  assert.equal((await gate.post(leaver, '/v1/approvals/next')).body.enforcementId, undefined)
  for (const answer of ['approve', 'duty', 'confirm'] as const) {
    const { status } = await gate.sendAnswer(enforcementId, leaver, answer)
    assert.ok(status >= 400, `${answer} is refused`)
  }
  assert.equal((await gate.post(leaver, `/v1/enforcements/${enforcementId}/stop`)).status, 200, 'but stops it')
})

test('a person who has given notice takes no account offline alone', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const caseId = await gate.claim({ kind: 'account', id: 'rosa' }, ana)
  const endsAt = new Date(desk.now().getTime() + 3 * DAY_MS)
  await giveNotice(desk.desk, { staffId: ana.id, kind: 'voluntary', endsAt }, { kind: 'desk' })
  desk.work()
  const { status, body } = await gate.ask(caseId, ana)
  assert.equal(status, 201, JSON.stringify(body))
  const enforcementId = only(body.enforcements)
  await desk.advance(minutes(1))
  assert.equal(await desk.visit('account:rosa'), 200)
  const { state } = (await gate.get(await desk.person(), `/v1/enforcements/${enforcementId}`)).body
  assert.ok(state === 'proposed' || state === 'awaiting_approval', String(state))
})
