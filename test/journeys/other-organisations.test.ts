import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { readShadowReport } from '../../src/enforcement/shadow/shadow-report.ts'
import { setProfileAtSetup } from '../../src/admin/setup/profile.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { loadGuards } from '../../src/policy/guards/guards-file.ts'
import type { Profile } from '../../src/foundation/profile.ts'
import { agreeSigned, endSetup, passDelay } from '../support/changes.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, type Person, STAR, startGate } from '../support/gate-flow.ts'
import { postAndSign } from '../support/sign.ts'
import { checkLedger } from '../support/working-desk.ts'

const PROFILES = resolve(import.meta.dirname, '../../policies/profiles')
const DAY = minutes(24 * 60)
const NAMED = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }

/** A desk that is such an organisation, by the guards that go with it. */
async function startOrganisation(t: Parameters<typeof startGate>[0], profile: Partial<Profile>) {
  const desk = await startGate(t)
  await setProfileAtSetup(desk.desk.db, profile)
  if (profile.organisation !== undefined) {
    const { policies } = desk.desk
    const guards = { ...loadGuards(join(PROFILES, profile.organisation, 'guards.yaml')), budgets: [] }
    Object.assign(desk.desk, { policies: { ...policies, guards: { ...policies.guards, ...guards } } })
  }
  return desk
}

const policy = ({ id }: { id: string }): StaffCaller => ({ kind: 'staff', id, pseudonym: id, roles: ['policy'] })

test('shadow mode records all requirements and holds nothing', async (t) => {
  const desk = await startOrganisation(t, { shadow: true })
  const { gate } = desk
  const ana = await desk.person()
  const [crane, finch] = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['policy'] })]
  await endSetup(desk.desk.db)
  const caseId = await gate.claim(MINISTER, ana)
  const shown = await gate.preview(caseId, ana, { action: 'deactivate' })
  assert.match(
    String(shown.body.sentence),
    /will be (suspended|deactivated) now.*nothing holds it: the guards of this desk only watch/,
  )
  const enforcementId = only((await gate.ask(caseId, ana)).body.enforcements)
  desk.work()
  const { shadow, confirmBy } = await desk.enforcementIn(enforcementId, 'in_effect')
  assert.deepEqual([shadow, confirmBy], [true, null])
  const report = await readShadowReport(desk.desk.db, 14)
  const { actions, teams, since, ...counts } = report
  assert.deepEqual([counts.enforcements, counts.asked, counts.couldNot], [1, 1, 1])
  assert.deepEqual([since === null, actions[0]?.action, teams[0]?.team], [false, 'deactivate', 'general'])
  assert.match(actions[0]?.asks ?? '', /2 approvals by senior or lead from 2 teams.*a confirmation within 5m/)
  const propose = (wanted: Partial<Profile>) =>
    proposeChange(desk.desk, { wanted: { kind: 'profile', ...wanted }, reason: 'as it is', by: policy(crane) })
  assert.equal((await propose({ shadow: false })).state, 'applied', 'one person ends it')
  const begin = await propose({ shadow: true })
  assert.equal(begin.state, 'proposed', 'and two begin it')
  assert.equal((await agreeSigned(desk.desk, begin.id, policy(finch))).state, 'agreed', 'a day later')
  await desk.advance(DAY - minutes(30))
  await gate.post(ana, '/v1/me/shift', { plannedMinutes: 480 })
  const again = await gate.claim(STAR, ana)
  const held = only(
    (await gate.ask(again, ana, { action: 'deactivate' }, identified(STAR, 'otto_and_the_owls'))).body.enforcements,
  )
  await desk.enforcementIn(held, 'awaiting_approval')
  assert.equal(await passDelay(desk, begin), 'applied')
  await desk.enforcementIn(held, 'awaiting_approval')
  await checkLedger(desk.desk)
})

test('an approval that no guard required is refused with that reason', async (t) => {
  const desk = await startOrganisation(t, { shadow: true })
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person({ roles: ['senior'], team: 'north' })]
  const [crane, finch] = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['policy'] })]
  const watch = (shadow: boolean) =>
    proposeChange(desk.desk, { wanted: { kind: 'profile', shadow }, reason: 'as it is', by: policy(crane) })
  const caseId = await gate.claim(MINISTER, ana)
  const freeze = await gate.post(ana, '/v1/freezes', { reason: 'strange takedowns' })
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, NAMED)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'held')
  await watch(false)
  await gate.post(ana, `/v1/freezes/${freeze.body.id}/end`)
  desk.work()
  await desk.enforcementIn(enforcementId, 'awaiting_approval')
  await gate.consider(enforcementId, ben)
  const { signature } = await postAndSign(desk, ben, { act: 'agree', about: enforcementId })
  await agreeSigned(desk.desk, (await watch(true)).id, policy(finch))
  const late = await gate.post(ben, `/v1/enforcements/${enforcementId}/approve`, { signature })
  assert.deepEqual([late.status, late.body.why], [409, 'changed'], JSON.stringify(late.body))
  await desk.enforcementIn(enforcementId, 'in_effect')
  await checkLedger(desk.desk)
})

test('in a community, recently active people count as on duty', async (t) => {
  const desk = await startOrganisation(t, { organisation: 'community' })
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  await desk.advance(minutes(13 * 60))
  const enforcementId = only(
    (await gate.ask(await gate.claim(MINISTER, ana), ana, { action: 'deactivate' }, NAMED)).body.enforcements,
  )
  assert.equal(
    (await gate.approve(enforcementId, ben)).body.state,
    'awaiting_approval',
    'nobody has said they will confirm',
  )
  assert.equal((await gate.sendAnswer(enforcementId, cleo, 'duty')).body.state, 'held')
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.equal((await gate.sendAnswer(enforcementId, ben, 'confirm')).status, 403, 'who agreed does not confirm')
  assert.equal((await gate.sendAnswer(enforcementId, cleo, 'confirm')).status, 200)
  await desk.enforcementIn(enforcementId, 'confirmed')
  await desk.advance(DAY)
  const { status } = await gate.post(ben, '/v1/cases/claim-next')
  assert.equal(status, 403, 'nobody was here for a day')
  await checkLedger(desk.desk)
})

test('a single moderator approves their own action a day later', async (t) => {
  const desk = await startOrganisation(t, { organisation: 'solo' })
  const { gate } = desk
  const ana = await desk.person({ roles: ['senior', 'policy'] })
  const here = (who: Person) => gate.post(who, '/v1/me/shift', { plannedMinutes: 240 })
  const caseId = await gate.claim(MINISTER, ana)
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, NAMED)).body.enforcements)
  assert.equal((await gate.post(ana, '/v1/approvals/next')).status, 204, 'not on the same day')
  const change = await proposeChange(desk.desk, {
    wanted: { kind: 'protection', subject: 'account:vale', approvals: 1, holdMs: 0 },
    reason: 'as it is',
    by: policy(ana),
  })
  const lower = await proposeChange(desk.desk, {
    wanted: { kind: 'protection', subject: 'account:vale', approvals: 0, holdMs: 0 },
    reason: 'as it is',
    by: policy(ana),
  })
  assert.deepEqual([change.state, lower.state], ['applied', 'proposed'])
  await assert.rejects(agreeSigned(desk.desk, lower.id, policy(ana)), /one day after you proposed it/)
  await desk.advance(DAY)
  assert.equal((await here(ana)).status, 201)
  assert.equal((await gate.approve(enforcementId, ana)).body.state, 'held')
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.equal((await agreeSigned(desk.desk, lower.id, policy(ana))).state, 'applied')
  await checkLedger(desk.desk)
})
