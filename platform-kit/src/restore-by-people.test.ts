import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AUDIENCE,
  authorise,
  instructed,
  listOf,
  makeDeskKey,
  makePerson,
  enforcement,
  signRestore,
} from '../test/signing-people.ts'
import { OFFLINE, instruct, type Received, send, startSmallPlatform, UP, VALE } from '../test/small-platform.ts'
import type { Assertion, Instruction } from './index.ts'

const ana = makePerson('ana')
const ben = makePerson('ben')
const benAgain = makePerson('ben')
const mallory = makePerson('mallory')
const MINUTE_MS = 60_000

/** The thief has the secret and the signing key, so every power of the desk is theirs. */
function startStolen(keys = listOf([ana, ben, benAgain])) {
  const key = makeDeskKey()
  const small = startSmallPlatform({ authority: { audience: AUDIENCE, deskKeys: [key.jwk], keys } })
  const stolen = (instruction: Instruction, claims: object = {}) => instructed(small, key, instruction, claims)
  const restore = (epoch: number, signatures: readonly Assertion[]): Promise<Received> =>
    send(small, { type: 'subject.restore', subject: VALE, epoch, signatures })
  const visible = () => small.store.find(VALE)?.state.visible
  return { small, key, stolen, restore, visible }
}

test("two people's passkeys restore a subject; later calls of thieves change nothing", async () => {
  const { stolen, restore, visible } = startStolen()
  for (const generation of [1, 2 ** 20, 2 ** 21])
    assert.equal((await stolen(instruct(generation, OFFLINE))).status, 200)
  const { status, body } = await restore(1, [signRestore(ana, 1), signRestore(ben, 1)])
  assert.deepEqual([status, body.epoch, body.generation, body.state], [200, 1, 0, UP])
  assert.equal(visible(), true)
  const late = await stolen(instruct(2 ** 21 + 1, OFFLINE))
  assert.deepEqual([late.body.refusal, late.body.epoch, late.body.generation], ['stale_epoch', 1, 0])
  assert.equal(visible(), true)
  assert.equal((await stolen(instruct(1, UP, { epoch: 1 }))).status, 200, 'the desk goes on in the new epoch')
})

test('only a restore by two people raises the epoch, by one', async () => {
  const { stolen, restore } = startStolen()
  assert.equal((await stolen(instruct(1, OFFLINE, { epoch: 7 }))).body.refusal, 'stale_epoch')
  const both = (epoch: number) => [signRestore(ana, epoch), signRestore(ben, epoch)]
  for (const epoch of [2, 3]) assert.equal((await restore(epoch, both(epoch))).body.refusal, 'stale_epoch')
  assert.equal((await restore(1, both(1))).status, 200)
  const used = await restore(1, both(1))
  assert.deepEqual([used.status, used.body.refusal, used.body.epoch], [409, 'stale_epoch', 1])
  assert.equal((await restore(2, both(2))).status, 200)
})

test('one person, a stranger or an old signature never restores', async () => {
  const { small, stolen, restore, visible } = startStolen()
  await stolen(instruct(1, OFFLINE))
  const at = (ms: number) => ({ expiresAt: new Date(small.clock.nowMs + ms).toISOString() })
  const tried: Record<string, Assertion[]> = {
    nobody: [],
    one: [signRestore(ana, 1)],
    'one twice': [signRestore(ben, 1), signRestore(benAgain, 1)],
    'a stranger': [signRestore(ana, 1), signRestore(mallory, 1)],
    'another epoch': [signRestore(ana, 1), signRestore(ben, 2)],
    'another subject': [signRestore(ana, 1), signRestore(ben, 1, { subject: 'account:rosa' })],
    'another act': [signRestore(ana, 1), signRestore(ben, 1, { act: 'agree' })],
    'another core epoch': [signRestore(ana, 1), signRestore(ben, 1, { epoch: 2 })],
    'no nonce': [signRestore(ana, 1), signRestore(ben, 1, { nonce: '' })],
    expired: [signRestore(ana, 1), signRestore(ben, 1, at(0))],
    'good for too long': [signRestore(ana, 1), signRestore(ben, 1, at(10 * MINUTE_MS + 1))],
    'no expiry': [signRestore(ana, 1), signRestore(ben, 1, { expiresAt: null })],
  }
  for (const [what, signatures] of Object.entries(tried)) {
    assert.equal((await restore(1, signatures)).body.refusal, 'not_agreed', what)
  }
  assert.equal(visible(), false)
})

test('a restore by two people leaves legal restrictions and labels', async () => {
  const { small, key, stolen, restore, visible } = startStolen()
  const until = new Date(small.clock.nowMs + 60 * MINUTE_MS).toISOString()
  const lawful = enforcement('enf_1', 'suspend', { legalDuty: true, until })
  const reverts = [{ at: until, desired: UP }]
  assert.equal((await stolen(instruct(1, OFFLINE, { reverts }), { enforcements: [lawful] })).status, 200)
  assert.equal((await restore(1, [signRestore(ana, 1), signRestore(ben, 1)])).status, 200)
  assert.equal(visible(), false)
  const back = instruct(1, UP, { epoch: 1 })
  const undone = await send(small, {
    type: 'subject.apply',
    instruction: back,
    authorisation: authorise(small, key, back),
  })
  assert.equal(undone.body.refusal, 'not_agreed')
  small.clock.nowMs += 60 * MINUTE_MS
  await small.platform.revertDue()
  assert.equal(visible(), true, 'it ends when it was to end')
})

test('a platform without a valid key list refuses such a restore', async () => {
  for (const keys of [listOf([ana, ben], 1, { expiresAt: new Date(0).toISOString() })]) {
    const { restore } = startStolen(keys)
    assert.equal((await restore(1, [signRestore(ana, 1), signRestore(ben, 1)])).body.refusal, 'refused')
  }
  const small = startSmallPlatform()
  const call = { type: 'subject.restore', subject: VALE, epoch: 1, signatures: [] }
  assert.equal((await send(small, call)).body.refusal, 'refused')
  assert.equal((await send(small, { ...call, signatures: [{}] })).body.refusal, 'malformed')
})
