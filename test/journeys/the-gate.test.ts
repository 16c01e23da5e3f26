import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import { agreeSigned } from '../support/changes.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { startAlertReceiver } from '../support/alert-receiver.ts'
import { givenOnCall } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

test('a high reach takes one approver and a five-minute hold', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const caseId = await gate.claim(STAR, ana)
  const asked = await gate.ask(caseId, ana, { action: 'deactivate' }, identified(STAR, 'otto_and_the_owls'))
  assert.equal(asked.status, 201, JSON.stringify(asked.body))
  const enforcementId = only(asked.body.enforcements)
  assert.equal((await desk.enforcementIn(enforcementId, 'awaiting_approval')).protected, true)
  const own = await gate.sendAnswer(enforcementId, ana, 'approve')
  assert.deepEqual([own.status, own.body.why], [403, 'party'], 'nobody agrees to what they asked for')
  const agreed = await gate.approve(enforcementId, ben)
  assert.deepEqual([agreed.status, agreed.body.state], [200, 'held'], JSON.stringify(agreed.body))
  desk.work()
  await desk.advance(minutes(4))
  assert.equal(await desk.visit('account:otto'), 200)
  await desk.advance(minutes(1))
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.notEqual(await desk.visit('account:otto'), 200)
  await checkLedger(desk.desk)
})

test('a public office takes two seniors, a hold and a confirmation', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const ben = await desk.person({ roles: ['senior'], team: 'north' })
  const cleo = await desk.person({ roles: ['lead'], team: 'south' })
  const dan = await desk.person({ roles: ['lead'], team: 'south' })
  const caseId = await gate.claim(MINISTER, ana)
  const named = identified(MINISTER, 'minister_vale')
  const asked = await gate.ask(caseId, ana, { action: 'deactivate' }, { ...named, ...ASSESSMENT })
  assert.equal(asked.status, 201, JSON.stringify(asked.body))
  const enforcementId = only(asked.body.enforcements)
  assert.equal((await gate.approve(enforcementId, ben)).body.state, 'awaiting_approval')
  assert.equal((await gate.approve(enforcementId, cleo)).body.state, 'awaiting_approval', 'nobody will confirm it')
  assert.equal(
    (await gate.sendAnswer(enforcementId, ben, 'duty')).body.why,
    'answered_already',
    'who agreed does not confirm',
  )
  assert.equal((await gate.sendAnswer(enforcementId, dan, 'duty')).body.state, 'held')
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.notEqual(await desk.visit('account:vale'), 200)
  assert.equal((await gate.sendAnswer(enforcementId, ben, 'confirm')).body.why, 'no_duty')
  await desk.advance(minutes(4))
  assert.equal((await gate.sendAnswer(enforcementId, dan, 'confirm')).status, 200)
  await desk.enforcementIn(enforcementId, 'confirmed')
  await desk.advance(minutes(10))
  assert.notEqual(await desk.visit('account:vale'), 200, 'confirmed, it stays')
  await checkLedger(desk.desk)
})

test('an approval counts for the team of the approver when signing', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const [ben, cleo] = [
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['lead'], team: 'north' }),
  ]
  const dan = await desk.person({ roles: ['lead'], team: 'south' })
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const caseId = await gate.claim(MINISTER, ana)
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, more)).body.enforcements)
  for (const each of [ben, cleo])
    assert.equal((await gate.approve(enforcementId, each)).body.state, 'awaiting_approval')
  const changer = async () => {
    const { id } = await desk.person({ roles: ['policy'] })
    return { kind: 'staff', id, pseudonym: id, roles: ['policy'] } as const
  }
  const [one, other] = [await changer(), await changer()]
  await desk.advance(minutes(1))
  const wanted = { kind: 'team', staffId: cleo.id, team: 'south' } as const
  const { id: changeId } = await proposeChange(desk.desk, { wanted, reason: 'she moves', by: one })
  await agreeSigned(desk.desk, changeId, other)
  assert.equal((await gate.sendAnswer(enforcementId, dan, 'duty')).body.state, 'awaiting_approval')
  const eva = await desk.person({ roles: ['senior'], team: 'south' })
  assert.equal((await gate.approve(enforcementId, eva)).body.state, 'held', 'ben and eva, from two')
})

test('an unconfirmed effect alerts on-call and reverts', async (t) => {
  const pager = await startAlertReceiver(t)
  const desk = await startGate(t, { outbox: { alerts: pager.alerts } })
  const { gate } = desk
  const called = await desk.person({ onShift: false, roles: ['lead'] })
  await givenOnCall(desk.desk.db, called.id)
  const ana = await desk.person()
  const others = [
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
  ]
  const dan = await desk.person({ roles: ['lead'], team: 'south' })
  const caseId = await gate.claim(MINISTER, ana)
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, more)).body.enforcements)
  for (const other of others) await gate.approve(enforcementId, other)
  await gate.sendAnswer(enforcementId, dan, 'duty')
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'in_effect')
  const told = await waitFor('the pager', async () => pager.received.find(({ data }) => data.kind === 'confirm'))
  assert.deepEqual([told.data.calls, told.data.enforcementId, told.data.subject], [true, enforcementId, null])
  assert.doesNotMatch(JSON.stringify(told.data), /vale/)
  const { rows } = await desk.desk.db.query(
    sql`select to_staff as to, tier, enforcement_id as enforcement from alert where kind = 'confirm'`,
  )
  assert.deepEqual(rows, [{ to: called.id, tier: 'primary', enforcement: enforcementId }])
  await desk.advance(minutes(5))
  assert.equal(await desk.visit('account:vale'), 200, 'the platform has it back at that very moment')
  await desk.enforcementIn(enforcementId, 'restored')
  await checkLedger(desk.desk)
})
