import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  apply,
  instruct,
  OFFLINE,
  revertIn,
  send,
  type SmallPlatform,
  startSmallPlatform,
  UP,
  VALE,
} from '../test/small-platform.ts'
import { AUDIENCE, authorise, instructed, makeDeskKey } from '../test/signing-people.ts'
import type { Handlers, MemoryTx, Statement } from './index.ts'

const MINUTE_MS = 60_000
const STATEMENT: Statement = {
  id: 'stm_1',
  texts: [
    { language: 'en', text: 'Your account is suspended for a week.' },
    { language: 'de', text: 'Ihr Konto ist für eine Woche gesperrt.' },
  ],
  redress: [{ kind: 'appeal', address: 'https://harbour.example/appeal/stm_1', until: '2026-09-01T00:00:00Z' }],
}
const offline = (generation: number, id = 'stm_1', more = {}) =>
  instruct(generation, OFFLINE, { statement: { ...STATEMENT, id }, ...more })

function startShowing(more: Partial<Handlers<MemoryTx<never>>> = {}) {
  const shown: Statement[] = []
  const small = startSmallPlatform({
    handlers: { ...more, showStatement: (_tx, statement) => void shown.push(statement) },
  })
  return { small, shown, ids: () => shown.map(({ id }) => id) }
}

async function pass(small: SmallPlatform, minutes: number): Promise<void> {
  small.clock.nowMs += minutes * MINUTE_MS
  await small.platform.revertDue()
}

test('a statement is shown once, whichever generations carry it', async () => {
  const { small, shown, ids } = startShowing()
  await apply(small, offline(1))
  assert.deepEqual(shown, [STATEMENT])
  await apply(small, offline(1))
  await apply(small, offline(2))
  await apply(small, offline(3, 'stm_2'))
  assert.deepEqual(ids(), ['stm_1', 'stm_2'])
})

test('a statement about a held effect is shown when the effect happens', async () => {
  const { small, ids } = startShowing({ holdMs: () => 10 * MINUTE_MS })
  await apply(small, offline(1))
  await apply(small, offline(2, 'stm_2'))
  assert.deepEqual(ids(), [])
  await pass(small, 11)
  assert.deepEqual([ids(), small.store.find(VALE)?.state], [['stm_1', 'stm_2'], OFFLINE])
  await pass(small, 11)
  assert.deepEqual(ids(), ['stm_1', 'stm_2'])
})

test('an instruction after a hold shows the statement that waited', async () => {
  const { small, ids } = startShowing({ holdMs: () => 10 * MINUTE_MS })
  await apply(small, offline(1))
  small.clock.nowMs += 11 * MINUTE_MS
  await apply(small, instruct(2, { ...OFFLINE, labels: ['spam'] }))
  assert.deepEqual(ids(), ['stm_1'])
})

test('a statement about an effect that never happened is never shown', async () => {
  const { small, ids } = startShowing({ holdMs: () => 10 * MINUTE_MS })
  await apply(small, offline(1))
  assert.equal(await small.platform.stopHeld(VALE), true)
  await pass(small, 11)
  await apply(small, offline(2, 'stm_2'))
  await apply(small, instruct(3, UP))
  await pass(small, 11)
  assert.deepEqual(ids(), [])
})

test('an instruction that its own revert overtook shows no statement', async () => {
  const { small, ids } = startShowing()
  await apply(small, offline(1, 'stm_1', { reverts: [revertIn(-1)] }))
  assert.deepEqual([small.store.find(VALE)?.state, ids()], [UP, []])
})

test('members of a statement that the protocol lacks reach no handler', async () => {
  const { small, shown } = startShowing()
  const statement = { ...STATEMENT, reviewer: 'rev_7', texts: [{ language: 'en', text: 'x', by: 'rev_7' }] }
  await apply(small, instruct(1, OFFLINE, { statement }))
  assert.doesNotMatch(JSON.stringify(shown), /rev_7/)
})

test("a statement that the desk's key did not sign is refused", async () => {
  const key = makeDeskKey()
  const small = startSmallPlatform({ authority: { audience: AUDIENCE, deskKeys: [key.jwk] } })
  const authorisation = authorise(small, key, offline(1))
  const forged = { ...STATEMENT, redress: [{ kind: 'appeal', address: 'https://evil.example/' }] }
  for (const statement of [forged, undefined, { ...STATEMENT, more: 1 }]) {
    const instruction = { ...instruct(1, OFFLINE), statement }
    const { body } = await send(small, { type: 'subject.apply', instruction, authorisation })
    assert.equal(body.refusal, 'not_authorised', JSON.stringify(statement))
  }
  const unsigned = await send(small, {
    type: 'subject.apply',
    instruction: offline(1),
    authorisation: authorise(small, key, instruct(1, OFFLINE)),
  })
  assert.equal(unsigned.body.refusal, 'not_authorised')
  assert.equal((await instructed(small, key, offline(1))).body.outcome, 'applied')
})

test('a statement without text or with an unsafe link is malformed', async () => {
  const { small } = startShowing()
  const redress = (address: string) => ({ redress: [{ kind: 'appeal', address }] })
  for (const wrong of [
    { texts: [] },
    { texts: [{ language: 'en us', text: 'x' }] },
    { texts: [{ language: 'en', text: 'x'.repeat(5_001) }] },
    { redress: [{ kind: 'bribe', address: 'https://harbour.example/' }] },
    ...['javascript:alert(1)', 'http://harbour.example/', 'https://a@b.example/', 'https://a b', 'https://a/<x>'].map(
      redress,
    ),
    { id: '' },
  ]) {
    const statement = { ...STATEMENT, ...wrong }
    const { body } = await send(small, { type: 'subject.apply', instruction: { ...instruct(1, UP), statement } })
    assert.equal(body.refusal, 'malformed', JSON.stringify(wrong))
  }
})

test('the capabilities say whether statements are shown', async () => {
  const { small } = startShowing()
  assert.equal((await send(small, { type: 'platform.capabilities' })).body.statements, true)
})
