import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ASSESSMENT, identified, MINISTER, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const HOUR_MS = 3_600_000

test('one lead restricts a person at once; their restores still work', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, dora] = [await desk.person(), await desk.person(), await desk.person()]
  const lead = await desk.person({ roles: ['lead'] })
  const ask = async (who: typeof ana) => {
    const caseId = await gate.claim(STAR, who)
    return {
      caseId,
      asked: await gate.ask(caseId, who, { action: 'deactivate' }, identified(STAR, 'otto_and_the_owls')),
    }
  }
  const star = only((await ask(ana)).asked.body.enforcements)
  assert.equal((await gate.approve(star, ben)).body.state, 'held')
  desk.work()
  await desk.advance(minutes(4))
  const restricted = await gate.signed(lead, `/v1/staff/${ben.id}/restrict`, { reason: 'signed in from two countries' })
  assert.equal(restricted.status, 200)
  await desk.advance(minutes(1))
  await desk.enforcementIn(star, 'awaiting_approval')
  assert.equal(await desk.visit('account:otto'), 200, 'their yes does not count')

  const interim = await gate.post(ben, '/v1/interim-measures', {
    ...{ caseId: 'case_1', policyId: 'scam', action: 'lock', reason: 'it goes on' },
  })
  assert.deepEqual([interim.status, interim.body.why], [403, 'restricted'])
  const { asked } = await ask(ben)
  assert.deepEqual([asked.status, asked.body.why], [403, 'restricted'], 'nothing restrictive, previewed or decided')
  const agreed = await gate.signed(ben, `/v1/enforcements/${star}/approve`)
  assert.deepEqual([agreed.status, agreed.body.why], [403, 'restricted'])
  const stopped = await gate.post(ben, `/v1/enforcements/${star}/stop`)
  assert.deepEqual([stopped.status, stopped.body.state], [200, 'stopped'], 'they keep stop')
  const hidden = await desk.enforcement({ subject: 'account:rosa', action: 'suspend', durationMs: HOUR_MS })
  await desk.enforcementIn(hidden.id, 'in_effect')
  const restore = await gate.post(ben, `/v1/enforcements/${hidden.id}/restore`, {
    cause: 'mistake',
    reason: 'the wrong one',
  })
  assert.ok(restore.status < 300, JSON.stringify(restore.body))
  await desk.enforcementIn(hidden.id, 'restored')

  const second = only((await gate.ask(await gate.claim(MINISTER, dora), dora)).body.enforcements)
  const own = await gate.signed(lead, `/v1/staff/${dora.id}/restrict`, { reason: 'works with ben' })
  assert.deepEqual(own.body.enforcementsStopped, [second], 'what they asked for and waits is stopped')
  await checkLedger(desk.desk)
})

test('a restricted person approves no newsworthy exception', async (t) => {
  const { gate, person } = await startGate(t)
  const [ana, policy, lead] = [await person(), await person({ roles: ['policy'] }), await person({ roles: ['lead'] })]
  const except = { conclusion: 'newsworthy_exception', policyId: 'hate', rationale: 'he said it', ...ASSESSMENT }
  const caseId = await gate.claim(STAR, ana)
  assert.equal((await gate.post(ana, `/v1/cases/${caseId}/decisions`, except)).status, 201)
  assert.equal((await gate.post(policy, '/v1/cases/claim-next')).body.id, caseId)
  assert.equal((await gate.signed(lead, `/v1/staff/${policy.id}/restrict`, { reason: 'a stolen key' })).status, 200)
  const { status, body } = await gate.signed(policy, `/v1/cases/${caseId}/answer`, { answer: 'Yes.', agrees: true })
  assert.deepEqual([status, body.why], [403, 'restricted'])
})

test('a restricted person closes no drift and removes no alert channel', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [eva, lead] = [await desk.person({ roles: ['lead'] }), await desk.person({ roles: ['lead'] })]
  const admin = await desk.person({ roles: ['admin'] })
  const hook = { kind: 'webhook', name: 'on-call', address: 'https://hooks.example/desk', takes: 'calls' }
  const { id: channel } = (await gate.post(admin, '/v1/channels', hook)).body
  const repeats = { everyWeeks: 1, weekday: 1, time: '09:30', zone: 'Europe/Berlin' }
  const drill = { scenario: 'wrong-takedown', accountId: 'pills' }
  const acts = [
    [eva, '/v1/drifts/drift_1/close', { reason: 'It was me.' }, 404],
    [eva, '/v1/enforcements/enf_1/accept', { reason: 'The rest were bots.' }, 404],
    [eva, '/v1/drills', drill, 403],
    [eva, '/v1/drill-schedules', { ...drill, ...repeats }, 403],
    [eva, '/v1/drills/drill_1/call-off', {}, 409],
    [eva, '/v1/drill-schedules/sched_1/end', {}, 404],
  ] as const
  for (const [who, url, body, status] of acts) {
    const answer = await gate.post(who, url, body)
    assert.deepEqual([url, answer.status, /restricted/.test(String(answer.body.detail))], [url, status, false])
  }
  for (const { id } of [eva, admin])
    assert.equal((await gate.signed(lead, `/v1/staff/${id}/restrict`, { reason: 'two countries' })).status, 200)
  const refused = await Promise.all(acts.map(([who, url, body]) => gate.post(who, url, body)))
  refused.push(await gate.post(admin, `/v1/channels/${String(channel)}/remove`, { reason: 'It was noisy.' }))
  for (const { status, body } of refused)
    assert.deepEqual([status, /restricted/.test(String(body.detail))], [403, true], JSON.stringify(body))
  const { rowCount } = await desk.desk.db.query(
    sql`select from channel where id = ${String(channel)} and removed_at is null`,
  )
  assert.equal(rowCount, 1)
})
