import assert from 'node:assert/strict'
import { test } from 'node:test'
import { violation } from '../support/desk-flow.ts'
import { only, startGate } from '../support/gate-flow.ts'
import { runAtSameInstant } from '../support/same-instant.ts'
import { givenHighReachAccounts } from '../support/high-reach-accounts.ts'
import { signatureFor } from '../support/sign.ts'

const DEACTIVATE = { action: 'deactivate' }

test('concurrent approvals of two people for each other stop at three', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const stars = await givenHighReachAccounts(desk, 4)
  const enforcements: { enforcementId: string; other: typeof ana }[] = []
  for (const [n, star] of stars.entries()) {
    const [asker, other] = n % 2 === 0 ? [ana, ben] : [ben, ana]
    const asked = await gate.ask(await gate.claim(star.subject, asker), asker, DEACTIVATE, star.identified)
    enforcements.push({ enforcementId: only(asked.body.enforcements), other })
    if (n < 2) assert.equal((await gate.approve(only(asked.body.enforcements), other)).body.state, 'held')
  }
  const left = enforcements.slice(2)
  for (const { enforcementId, other } of left) await gate.consider(enforcementId, other)
  const says = left.map(
    ({ enforcementId, other }) =>
      () =>
        gate.sendAnswer(enforcementId, other, 'approve'),
  )
  const said = await runAtSameInstant(desk, says)
  assert.deepEqual(said.map(({ status }) => status).sort(), [200, 403], JSON.stringify(said.map(({ body }) => body)))
  for (const { status, body } of said) if (status === 403) assert.equal(body.why, 'pair')
})

test('concurrent proposals that need approval stop at three per person', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const stars = await givenHighReachAccounts(desk, 4)
  for (const star of stars.slice(0, 2))
    only((await gate.ask(await gate.claim(star.subject, ana), ana, DEACTIVATE, star.identified)).body.enforcements)
  const asks: (() => ReturnType<typeof gate.ask>)[] = []
  for (const star of stars.slice(2)) {
    const caseId = await gate.claim(star.subject, ana)
    const { body } = await gate.preview(caseId, ana, DEACTIVATE)
    const signed = await signatureFor(desk, ana, { caseId, policyId: 'scam', ...DEACTIVATE })
    const actions = [{ ...DEACTIVATE, ...star.identified, ...signed, previewToken: String(body.token) }]
    asks.push(() => gate.post(ana, `/v1/cases/${caseId}/decisions`, violation({ actions })))
  }
  const answers = await runAtSameInstant(desk, asks)
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409], JSON.stringify(answers))
})
