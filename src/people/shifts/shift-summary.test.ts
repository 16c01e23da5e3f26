import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identified, minutes, only, type Person, STAR, startGate } from '../../../test/support/gate-flow.ts'
import { ASK_LEAD } from '../../../test/support/escalation-flow.ts'
import { givenShift } from '../../../test/support/people.ts'

const NONE = {
  ...{ casesDecided: 0, enforcementsAnswered: 0, proposed: 0, agreed: 0, declined: 0, overturned: 0 },
  ...{ waitsForMe: 0, waitsForAgreement: 0, waitsForHold: 0, waitsForConfirmation: 0, waitsForAnswer: 0, casesHeld: 0 },
  ...{ asked: 0, transferred: 0, givenBack: 0, severeToday: 0, severeADay: 80 },
}

async function start(...[t]: Parameters<typeof startGate>) {
  const desk = await startGate(t)
  const summary = async (who: Person) => {
    const { status, body } = await desk.gate.get(who, '/v1/me/shift')
    if (status !== 200) return { status }
    const { beganAt, endedAt, ...counts } = body
    assert.ok(typeof beganAt === 'string')
    return { over: endedAt !== null, ...counts }
  }
  return { ...desk, summary }
}

test("a shift's summary shows the outcome of one's own enforcements", async (t) => {
  const { gate, person, summary } = await start(t)
  const [ana, ben] = [await person(), await person({ roles: ['senior'], team: 'other' })]
  const enforcementId = only(
    (await gate.ask(await gate.claim(STAR, ana), ana, undefined, identified(STAR, 'otto_and_the_owls'))).body
      .enforcements,
  )
  const asked = { ...NONE, over: false, casesDecided: 1, proposed: 1 }
  assert.deepEqual(await summary(ana), { ...asked, waitsForAgreement: 1 })
  assert.ok((await gate.approve(enforcementId, ben)).status < 300)
  assert.deepEqual(await summary(ana), { ...asked, agreed: 1, waitsForHold: 1 })
  assert.deepEqual(await summary(ben), { ...NONE, over: false, enforcementsAnswered: 1 })
  assert.ok((await gate.post(ben, `/v1/enforcements/${enforcementId}/stop`)).status < 300)
  assert.deepEqual(await summary(ana), { ...asked, agreed: 1, overturned: 1 })
})

test("a shift's summary counts one's own stop as no overturned decision", async (t) => {
  const { gate, person, summary } = await start(t)
  const [ana, ben] = [await person(), await person({ roles: ['senior'], team: 'other' })]
  const propose = async () =>
    only(
      (await gate.ask(await gate.claim(STAR, ana), ana, undefined, identified(STAR, 'otto_and_the_owls'))).body
        .enforcements,
    )
  assert.ok((await gate.post(ana, `/v1/enforcements/${await propose()}/stop`)).status < 300)
  const declined = await propose()
  await gate.consider(declined, ben, 'no_violation')
  assert.ok((await gate.sendAnswer(declined, ben, 'decline', 'It is satire.')).status < 300)
  assert.deepEqual(await summary(ana), { ...NONE, over: false, casesDecided: 1, proposed: 2, declined: 1 })
})

test("a shift's summary counts held, released and escalated cases", async (t) => {
  const { gate, person, summary } = await start(t)
  const ana = await person()
  const given = await gate.claim({ kind: 'account', id: 'rosa' }, ana)
  assert.deepEqual(await summary(ana), { ...NONE, over: false, casesHeld: 1 })
  await gate.post(ana, `/v1/cases/${given}/claim/release`)
  const caseId = await gate.claim({ kind: 'account', id: 'hugo' }, ana)
  assert.equal((await gate.post(ana, `/v1/cases/${caseId}/decisions`, ASK_LEAD)).status, 201)
  const { casesHeld: _held, ...counts } = (await summary(ana)) as typeof NONE & { over: boolean }
  const { casesHeld: _none, ...none } = NONE
  assert.deepEqual(counts, { ...none, over: false, asked: 1, waitsForAnswer: 1, givenBack: 1 })
})

test("a shift's summary covers the time until the next shift", async (t) => {
  const { desk, gate, person, summary, advance } = await start(t)
  const ana = await person({ onShift: false })
  assert.deepEqual(await summary(ana), { status: 204 })
  await givenShift(desk.db, ana.id)
  const caseId = await gate.claim({ kind: 'account', id: 'rosa' }, ana)
  const none = { conclusion: 'no_violation', rationale: 'Sells bread.' }
  assert.equal((await gate.post(ana, `/v1/cases/${caseId}/decisions`, none)).status, 201)
  await gate.post(ana, '/v1/me/shift/end')
  assert.deepEqual(await summary(ana), { ...NONE, over: true, casesDecided: 1 })
  await advance(minutes(20))
  await gate.post(ana, '/v1/me/shift', { plannedMinutes: 480 })
  assert.deepEqual(await summary(ana), { ...NONE, over: false })
  await advance(minutes(12 * 60))
  assert.deepEqual(await summary(ana), { ...NONE, over: true })
})
