import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK } from '../../src/foundation/domain.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { endSetup, startChanging } from '../support/changes.ts'
import { numberEntries } from '../support/desk-with-history.ts'
import { readLines } from '../support/export.ts'
import { identified, only, STAR, startGate } from '../support/gate-flow.ts'
import { givenKey } from '../support/people.ts'

const named = identified(STAR, 'otto_and_the_owls')

test('an export tells nothing of an enforcement that waits for approvers', async (t) => {
  const desk = await startGate(t)
  const { gate, person } = desk
  const [ana, lead, other] = [await person(), await person({ roles: ['lead'] }), await person({ roles: ['lead'] })]
  const { token } = await givenKey(desk.desk.db, ['export'])
  const read = async () => {
    await numberEntries(desk.desk.db)
    return (await readLines(desk.app, token)).lines.filter(({ kind }) => kind !== 'withheld')
  }
  const caseId = await gate.claim(STAR, ana)
  const before = await read()
  const { body } = await gate.ask(caseId, ana, { action: 'deactivate' }, named)
  const enforcementId = only(body.enforcements)
  assert.deepEqual(await read(), before, 'proposed: neither the decision nor the enforcement')
  await gate.consider(enforcementId, lead)
  assert.deepEqual(await read(), before, 'an approver concluded')
  await gate.sendAnswer(enforcementId, lead, 'decline', 'not for sale')
  // It has ended. Its subject stays out: a next enforcement on it may wait by now.
  const declined = (await read()).slice(before.length)
  assert.deepEqual(
    declined.map(({ number: _number, at: _at, ...line }) => line),
    [{ part: 0, kind: 'enforcement_declined', enforcementId, approvals: 0, declines: 1 }],
  )
  const again = await gate.claim(STAR, other)
  const waiting = only((await gate.ask(again, other, { action: 'deactivate' }, named)).body.enforcements)
  const told = JSON.stringify((await read()).filter(({ kind }) => kind !== 'reports_received'))
  for (const word of [waiting, again, 'deactivate', STAR.id]) assert.ok(!told.includes(word), word)
})

test('an export has an enforcement without any person, once it took effect', async (t) => {
  const desk = await startGate(t)
  const { gate, person } = desk
  const { token } = await givenKey(desk.desk.db, ['export'])
  desk.work()
  const [ana, lead] = [await person(), await person({ roles: ['lead'] })]
  const caseId = await gate.claim(STAR, ana)
  const { body } = await gate.ask(caseId, ana, { action: 'suspend', durationMs: 604_800_000 }, named)
  const enforcementId = only(body.enforcements)
  await gate.approve(enforcementId, lead)
  await desk.advance(3_600_000).catch(() => undefined)
  await desk.enforcementIn(enforcementId, 'in_effect')
  await numberEntries(desk.desk.db)
  const { lines, text } = await readLines(desk.app, token)
  const found = lines.find(({ kind }) => kind === 'enforcement_in_effect')
  const { number: _number, at: _at, proposedAt, ...line } = found ?? {}
  assert.match(String(proposedAt), /^\d{4}-.*Z$/)
  assert.deepEqual(line, {
    ...{
      part: 0,
      kind: 'enforcement_in_effect',
      enforcementId,
      caseId,
      decisionId: body.decisionId,
      action: 'suspend',
    },
    ...{ durationMs: 604_800_000, policyId: 'scam', source: 'person', approvals: 1, declines: 0 },
    ...{ subjectKind: 'account', subjectId: STAR.id },
  })
  assert.doesNotMatch(text, /staff|p-a|owls|sells what|as I see it|signature|[Hh]ash|reporter/)
})

test('one person makes no key that exports after set-up', async (t) => {
  const { db } = await startChanging(t)
  await endSetup(db, {})
  await assert.rejects(addKey({ db }, { name: 'warehouse', scopes: ['export'] }, DESK), /by a change/)
})
