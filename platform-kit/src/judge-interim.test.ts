import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handlers, instruct, LIMITED, revertIn, START_MS, startSmallPlatform, UP } from '../test/small-platform.ts'
import { AUDIENCE, approve, instructed, listOf, makeDeskKey, makePerson, enforcement } from '../test/signing-people.ts'
import type { AuthorisationClaims, Instruction } from './index.ts'

const DAY_MINUTES = 1_440
const DAY_MS = 86_400_000
const ana = makePerson('ana')
const ben = makePerson('ben')
const stranger = makePerson('mallory')

/** Starts a platform that protects every account by two signatures. */
function startProtecting() {
  const key = makeDeskKey()
  const small = startSmallPlatform({
    authority: { audience: AUDIENCE, deskKeys: [key.jwk], keys: listOf([ana, ben]) },
    handlers: { ...handlers, protects: () => 2 },
  })
  const sendInstruction = async (instruction: Instruction, claims: Partial<AuthorisationClaims> = {}) => {
    const { body } = await instructed(small, key, instruction, claims)
    return body.refusal ?? (body.state?.visible ? 'up' : 'offline')
  }
  const at = async (minutes: number) => {
    small.clock.nowMs = START_MS + minutes * 60_000
    await small.platform.revertDue()
  }
  return { sendInstruction, at }
}

/** Builds the enforcement of an interim measure, with its proposer's signature. */
const proposing = (id: string, action: string, core: object = {}, by = ana) => ({
  enforcements: [enforcement(id, action)],
  approvals: [approve(by, id, { act: 'propose', action, durationMs: DAY_MS, ...core })],
})
const LOCKED = { ...UP, mayPost: false }

test('one person on the key list signs five interim measures weekly', async () => {
  const { sendInstruction, at } = startProtecting()
  const hour = { reverts: [revertIn(60)] }
  assert.equal(
    await sendInstruction(instruct(1, LOCKED), proposing('enf_1', 'lock', { durationMs: null })),
    'not_agreed',
  )
  const long = { reverts: [revertIn(2 * DAY_MINUTES)] }
  assert.equal(
    await sendInstruction(instruct(1, LOCKED, long), proposing('enf_1', 'lock', { durationMs: null })),
    'not_agreed',
  )
  assert.equal(await sendInstruction(instruct(1, LOCKED, hour)), 'not_agreed', 'without any enforcement')
  assert.equal(
    await sendInstruction(instruct(1, LOCKED, hour), { enforcements: [enforcement('enf_1', 'lock')] }),
    'not_agreed',
    'unsigned',
  )
  assert.equal(
    await sendInstruction(instruct(1, LOCKED, hour), proposing('enf_1', 'lock', { durationMs: 600_000 })),
    'not_agreed',
  )
  assert.equal(await sendInstruction(instruct(1, LOCKED, hour), proposing('enf_1', 'lock', {}, stranger)), 'not_agreed')
  for (let n = 1; n <= 5; n++) {
    assert.equal(await sendInstruction(instruct(2 * n, LOCKED, hour), proposing(`enf_${n}`, 'lock')), 'up')
    assert.equal(await sendInstruction(instruct(2 * n + 1, UP)), 'up')
  }
  assert.equal(await sendInstruction(instruct(20, LOCKED, hour), proposing('enf_6', 'lock')), 'not_agreed')
  const asked = proposing('enf_6', 'lock')
  const seconded = (by: typeof ana) => ({
    ...asked,
    approvals: [...asked.approvals, approve(by, 'enf_6', { action: 'lock', durationMs: DAY_MS })],
  })
  assert.equal(
    await sendInstruction(instruct(20, LOCKED, hour), seconded(ana)),
    'not_agreed',
    'a person never seconds their own',
  )
  assert.equal(await sendInstruction(instruct(20, LOCKED, hour), seconded(ben)), 'up')
  await at(8 * DAY_MINUTES)
  const later = { expiresAt: new Date(START_MS + 9 * DAY_MS).toISOString() }
  const limitedLater = { reverts: [revertIn(9 * DAY_MINUTES, LIMITED)] }
  assert.equal(await sendInstruction(instruct(29, UP, limitedLater), proposing('enf_7', 'limit', later)), 'not_agreed')
  const nextWeek = { reverts: [revertIn(8 * DAY_MINUTES + 60)] }
  assert.equal(await sendInstruction(instruct(30, LOCKED, nextWeek), proposing('enf_7', 'lock', later)), 'up')
  assert.equal(await sendInstruction(instruct(31, LIMITED), proposing('enf_8', 'limit', later)), 'not_agreed')
})

test('interim measures of one person last at most one day in seven', async () => {
  const { sendInstruction, at } = startProtecting()
  const later = { expiresAt: new Date(START_MS + 9 * DAY_MS).toISOString() }
  const hours = (from: number, until: number) => ({ reverts: [revertIn(until * 60)], from })
  for (const [n, { from, ...reverts }] of [hours(0, 10), hours(24, 34)].entries()) {
    await at(from * 60)
    assert.equal(await sendInstruction(instruct(n + 1, LOCKED, reverts), proposing(`enf_${n}`, 'lock', later)), 'up')
  }
  await at(48 * 60)
  const five = { reverts: [revertIn(53 * 60)] }
  assert.equal(await sendInstruction(instruct(3, LOCKED, five), proposing('enf_2', 'lock', later)), 'not_agreed')
  const three = { reverts: [revertIn(51 * 60)] }
  assert.equal(await sendInstruction(instruct(3, LOCKED, three), proposing('enf_2', 'lock', later)), 'up')
})
