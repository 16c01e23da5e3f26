import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Gate, identified, only, STAR } from '../support/gate-flow.ts'
import { startOwnActions } from '../support/own-actions.ts'
import { checkLedger } from '../support/working-desk.ts'

const PILLS = { kind: 'account', id: 'pills' } as const
const DAY_MS = 86_400_000
const HOLD = { action: 'lock', durationMs: DAY_MS, own: { id: 'payout-hold', parameters: { amount: 12.5 } } }
const REFUND = { action: 'deactivate', own: { id: 'refund', parameters: { order: 'o-7' } } }

const fieldsOf = (body: Record<string, unknown>) =>
  (body.errors as { field: string; detail: string }[] | undefined)?.map(({ field, detail }) => `${field} ${detail}`)

test('a payout hold takes money alone, and its restore gives it back', async (t) => {
  const desk = await startOwnActions(t, 'marketplace')
  const { gate, shown } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const caseId = await gate.claim(PILLS, ana)
  const { body: preview } = await gate.preview(caseId, ana, HOLD)
  assert.match(
    String(preview.sentence),
    /“Payout hold” \(amount: 12\.5\) will be applied to @cheap_pills4u.* which takes money\./,
  )
  assert.equal(preview.button, 'Apply “Payout hold”')
  const id = only((await gate.ask(caseId, ana, HOLD)).body.enforcements)
  desk.work()
  await desk.enforcementIn(id, 'in_effect')
  const hold = { action: 'payout-hold', takes: ['money'], reversible: true, parameters: { amount: 12.5 } }
  const { actions, ...state } = await shown(PILLS)
  assert.deepEqual([actions, state], [[hold], { visible: true, spread: 'full', mayPost: true, labels: [] }])
  const { body: read } = await gate.get(ben, `/v1/enforcements/${id}`)
  const { action: _id, ...said } = hold
  assert.deepEqual(
    [read.action, read.own],
    ['lock', { id: 'payout-hold', title: { en: 'Payout hold', de: 'Auszahlungssperre' }, ...said }],
  )
  assert.equal((await gate.post(ben, `/v1/enforcements/${id}/restore`, { reason: 'the orders were real' })).status, 202)
  await desk.enforcementIn(id, 'restored')
  assert.deepEqual(await shown(PILLS), { visible: true, spread: 'full', mayPost: true, labels: [] })
  await checkLedger(desk.desk)
})

test('two holds stand beside each other, and each ends by itself', async (t) => {
  const desk = await startOwnActions(t, 'game')
  const { gate, shown } = desk
  const ana = await desk.person()
  const mute = { action: 'lock', durationMs: DAY_MS, own: { id: 'mute', parameters: { channel: 'all' } } }
  const ban = {
    action: 'lock',
    durationMs: 2 * DAY_MS,
    own: { id: 'matchmaking-ban', parameters: { penalty: 'gold' } },
  }
  const first = only((await gate.ask(await gate.claim(PILLS, ana), ana, mute)).body.enforcements)
  const second = only((await gate.ask(await gate.claim(PILLS, ana), ana, ban)).body.enforcements)
  desk.work()
  for (const id of [first, second]) await desk.enforcementIn(id, 'in_effect')
  const standing = async () => (await shown(PILLS)).actions?.map(({ action }) => action)
  assert.deepEqual(await standing(), ['matchmaking-ban', 'mute'])
  await desk.advance(DAY_MS)
  assert.deepEqual(await standing(), ['matchmaking-ban'], 'the platform ended the mute at its time')
  const eve = await desk.person()
  const again = await gate.ask(await gate.claim(PILLS, eve), eve, { ...ban, durationMs: DAY_MS / 2 })
  assert.deepEqual([again.body.enforcements, again.body.standing], [[], [second]], 'it stands already')
})

test('each step of a ladder passes the gate of its losses', async (t) => {
  const desk = await startOwnActions(t, 'game')
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const mute = { action: 'lock', durationMs: DAY_MS, own: { id: 'mute' } }
  const ban = { action: 'suspend', durationMs: DAY_MS, own: { id: 'ban' } }
  const star = await gate.claim(STAR, ana)
  const muted = await askNamed(gate, star, ana, mute)
  assert.equal(muted.state, 'awaiting_approval', 'one other person, as for a lock')
  assert.equal((await gate.approve(muted.id, ben)).status, 200)
  desk.work()
  await desk.enforcementIn(muted.id, 'in_effect')
  const banned = await askNamed(gate, await gate.claim(STAR, ana), ana, ban)
  assert.equal(banned.state, 'awaiting_approval')
  const sentence = String((await gate.get(ana, `/v1/enforcements/${banned.id}`)).body.sentence)
  assert.match(sentence, /“Ban” will be applied to @otto.* which takes posting, sign-in and a feature/)
})

/** Proposes on a protected account, and returns the enforcement. */
async function askNamed(gate: Gate, caseId: string, who: { id: string; token: string }, action: object) {
  const asked = await gate.ask(caseId, who, action, identified(STAR, 'otto_and_the_owls'))
  assert.equal(asked.status, 201, JSON.stringify(asked.body))
  const id = only(asked.body.enforcements)
  return { id, state: (await gate.get(who, `/v1/enforcements/${id}`)).body.state }
}

test('a refund takes another person on every account', async (t) => {
  const desk = await startOwnActions(t, 'marketplace')
  const { gate, shown } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const caseId = await gate.claim(PILLS, ana)
  const { body: preview } = await gate.preview(caseId, ana, REFUND)
  assert.match(String(preview.sentence), /which takes money and can’t be undone, if approved by one other person/)
  const id = only((await gate.ask(caseId, ana, REFUND)).body.enforcements)
  assert.equal((await gate.get(ana, `/v1/enforcements/${id}`)).body.state, 'awaiting_approval')
  const approved = await gate.approve(id, ben)
  assert.equal(approved.status, 200, JSON.stringify(approved.body))
  desk.work()
  await desk.enforcementIn(id, 'in_effect')
  assert.deepEqual((await shown(PILLS)).actions?.[0]?.parameters, { order: 'o-7' })
})

test('400: an own action names the field that doesn’t fit', async (t) => {
  const desk = await startOwnActions(t, 'marketplace')
  const { gate } = desk
  const ana = await desk.person()
  const caseId = await gate.claim(PILLS, ana)
  const refusalOf = async (action: object) => {
    const { status, body } = await gate.preview(caseId, ana, action)
    return [status, ...(fieldsOf(body) ?? [])]
  }
  const { own } = HOLD
  for (const [action, field] of [
    [
      { ...HOLD, own: { ...own, id: 'praise' } },
      'actions/0/own/id must be an action that the organisation declares for this: delist, payout-hold or refund',
    ],
    [{ ...HOLD, action: 'limit' }, 'actions/0/action must be lock, because payout-hold counts as that here'],
    [{ action: 'lock', own }, 'actions/0/durationMs must state the duration, because payout-hold has an end'],
    [{ ...HOLD, own: { id: 'payout-hold' } }, 'actions/0/own/parameters/amount is missing'],
    [
      { ...HOLD, own: { ...own, parameters: { amount: 1, colour: 'red' } } },
      'actions/0/own/parameters/colour is not a known field',
    ],
    [{ ...REFUND, durationMs: DAY_MS }, 'actions/0/durationMs must be left out, because refund has no end'],
    [{ ...HOLD, label: 'x' }, 'actions/0/label belongs to no action of one’s own'],
    [{ ...HOLD, interim: true }, 'own belongs to a decision; an interim measure does not need it'],
  ] as const)
    assert.deepEqual(await refusalOf(action), [400, field])
})
