import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AUDIENCE, approve, instructed, listOf, makeDeskKey, makePerson, enforcement } from '../test/signing-people.ts'
import { handlers, instruct, revertIn, START_MS, startSmallPlatform, UP, VALE } from '../test/small-platform.ts'
import type { AuthorisationClaims, Instruction, Reading } from './index.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const LOCKED = { ...UP, mayPost: false }
const ana = makePerson('ana')
const stranger = makePerson('mallory')
const ago = (ms: number) => new Date(START_MS - ms).toISOString()

type Credentials = Pick<Reading, 'credentialsChangedAt' | 'credentialsResetAt'> & { newDeviceAt?: string }

/** Starts a platform that protects every account and whose own records say this about credentials. */
function startProtecting(credentials: Credentials) {
  const key = makeDeskKey()
  const told: string[] = []
  const small = startSmallPlatform({
    authority: { audience: AUDIENCE, deskKeys: [key.jwk], keys: listOf([ana]) },
    handlers: {
      protects: () => 2,
      read: async (tx, subject) => {
        const { newDeviceAt: _at, ...said } = credentials
        const reading = await handlers.read(tx, subject)
        return reading && { ...reading, ...said }
      },
      facts: async (tx, subject) => {
        const facts = await handlers.facts(tx, subject)
        const at = credentials.newDeviceAt
        const none = { own: 0, hidden: 0 }
        const contents = { all: none, month: none, ...(at && { sinceChange: { ...none, at } }) }
        return facts && { ...facts, account: { ...facts.account, contents } }
      },
      notifyActedAlone: (_tx, { account, enforcement: id, ground }) => void told.push(`${account} ${id} ${ground}`),
    },
  })
  const sendInstruction = async (instruction: Instruction, claims: Partial<AuthorisationClaims> = {}) => {
    const { body } = await instructed(small, key, instruction, claims)
    return body.refusal ?? (body.state?.mayPost ? 'open' : 'locked')
  }
  return { sendInstruction, told, small }
}

const lock = (id: string, core: object = {}, by = ana) => ({
  enforcements: [enforcement(id, 'lock')],
  approvals: [approve(by, id, { act: 'propose', action: 'lock', durationMs: null, ground: 'hijack', ...core })],
})

test('a hijack lock stays where the platform itself knows of a takeover', async () => {
  for (const credentials of [
    { credentialsChangedAt: ago(HOUR_MS) },
    { newDeviceAt: ago(HOUR_MS) },
    { credentialsChangedAt: ago(HOUR_MS), credentialsResetAt: ago(2 * HOUR_MS) },
  ]) {
    const { sendInstruction, told, small } = startProtecting(credentials)
    assert.equal(await sendInstruction(instruct(1, LOCKED), lock('enf_1')), 'locked')
    assert.deepEqual(told, ['vale enf_1 hijack'], 'its own people are told')
    small.clock.nowMs += 2 * DAY_MS
    await small.platform.revertDue()
    assert.equal(await sendInstruction(instruct(2, { ...LOCKED, labels: ['disputed'] }), lock('enf_1')), 'locked')
    assert.equal(await sendInstruction(instruct(3, UP)), 'open')
    assert.equal(await sendInstruction(instruct(4, LOCKED), lock('enf_1')), 'not_agreed', 'it is taken once')
  }
})

test('an invented takeover does not extend a hijack lock', async () => {
  for (const credentials of [
    {},
    { credentialsChangedAt: ago(DAY_MS + 1) },
    { credentialsChangedAt: ago(-HOUR_MS) },
    { credentialsChangedAt: ago(HOUR_MS), credentialsResetAt: ago(HOUR_MS) },
    { credentialsChangedAt: 'soon' },
  ]) {
    const { sendInstruction, told } = startProtecting(credentials)
    const { enforcements } = lock('enf_1')
    assert.equal(await sendInstruction(instruct(1, LOCKED), lock('enf_1')), 'not_agreed', JSON.stringify(credentials))
    const ordinary = approve(ana, 'enf_1', { act: 'propose', action: 'lock', durationMs: HOUR_MS })
    const hour = { reverts: [revertIn(60)] }
    assert.equal(
      await sendInstruction(instruct(1, LOCKED, hour), { enforcements, approvals: [ordinary] }),
      'locked',
      'its ordinary hour',
    )
    assert.deepEqual(told, [])
  }
})

test("a takeover locks no account without its proposer's signature", async () => {
  const { sendInstruction } = startProtecting({ credentialsChangedAt: ago(HOUR_MS) })
  for (const claims of [
    { enforcements: lock('enf_1').enforcements },
    lock('enf_1', { ground: undefined }),
    lock('enf_1', { act: 'confirm' }),
    lock('enf_1', { durationMs: HOUR_MS }),
    lock('enf_1', { subject: 'account:rosa' }),
    lock('enf_1', {}, stranger),
    { ...lock('enf_1'), enforcements: [enforcement('enf_1', 'suspend')] },
  ])
    assert.equal(await sendInstruction(instruct(1, LOCKED), claims), 'not_agreed', JSON.stringify(claims.enforcements))
})

test('an account takes five hijack locks weekly, counted in no other limit', async () => {
  const { sendInstruction } = startProtecting({ credentialsChangedAt: ago(HOUR_MS) })
  for (let n = 1; n <= 5; n++) {
    assert.equal(await sendInstruction(instruct(2 * n, LOCKED), lock(`enf_${n}`)), 'locked')
    assert.equal(await sendInstruction(instruct(2 * n + 1, UP)), 'open')
  }
  assert.equal(await sendInstruction(instruct(20, LOCKED), lock('enf_6')), 'not_agreed')
  const ordinary = approve(ana, 'enf_7', { act: 'propose', action: 'lock', durationMs: HOUR_MS })
  const hour = instruct(20, LOCKED, { reverts: [revertIn(60)] })
  assert.equal(
    await sendInstruction(hour, { enforcements: [enforcement('enf_7', 'lock')], approvals: [ordinary] }),
    'locked',
  )
})

test('a credential reset ends a hijack lock without the desk', async () => {
  const credentials: Credentials = { credentialsChangedAt: ago(HOUR_MS) }
  const { sendInstruction, small } = startProtecting(credentials)
  const end = () => small.platform.endHijackLock(VALE)
  assert.equal(await end(), false, 'there is no lock')
  assert.equal(await sendInstruction(instruct(1, LOCKED), lock('l-1')), 'locked')
  small.clock.nowMs += 2 * HOUR_MS
  for (const at of [undefined, ago(1), ago(-3 * HOUR_MS), 'soon']) {
    credentials.credentialsResetAt = at
    assert.equal(await end(), false, `a reset at ${at}`)
  }
  credentials.credentialsResetAt = ago(-HOUR_MS)
  assert.equal(await end(), true)
  assert.equal(small.store.find(VALE)?.state.mayPost, true)
  assert.deepEqual(small.store.find(VALE)?.writes, ['desk 1 up', 'reset 1 up'])
  assert.equal(await sendInstruction(instruct(1, LOCKED), lock('l-1')), 'open', 'what is known of generation 1')
  assert.equal(await sendInstruction(instruct(2, LOCKED), lock('l-1')), 'not_agreed', 'it is taken once')
  assert.equal(await end(), false)
})

test('a credential reset ends no ordinary lock without the desk', async () => {
  const credentials: Credentials = {}
  const { sendInstruction, small } = startProtecting(credentials)
  const ordinary = approve(ana, 'l-1', { act: 'propose', action: 'lock', durationMs: HOUR_MS })
  const hour = instruct(1, LOCKED, { reverts: [revertIn(60)] })
  assert.equal(
    await sendInstruction(hour, { enforcements: [enforcement('l-1', 'lock')], approvals: [ordinary] }),
    'locked',
  )
  small.clock.nowMs += HOUR_MS / 2
  credentials.credentialsResetAt = ago(-HOUR_MS / 4)
  assert.equal(await small.platform.endHijackLock(VALE), false)
  assert.equal(small.store.find(VALE)?.state.mayPost, false)
})

test('a credential reset ends only the lock, not a running limit', async () => {
  const credentials: Credentials = { credentialsChangedAt: ago(HOUR_MS) }
  const { sendInstruction, small } = startProtecting(credentials)
  const { enforcements, approvals } = lock('l-1')
  const limit = approve(ana, 'l-2', { act: 'propose', action: 'limit', durationMs: HOUR_MS })
  const both = { enforcements: [...enforcements, enforcement('l-2', 'limit')], approvals: [...approvals, limit] }
  const limited = { ...LOCKED, spread: 'limited' } as const
  assert.equal(await sendInstruction(instruct(1, limited, { reverts: [revertIn(60, LOCKED)] }), both), 'locked')
  small.clock.nowMs += HOUR_MS / 2
  credentials.credentialsResetAt = ago(-HOUR_MS / 4)
  assert.equal(await small.platform.endHijackLock(VALE), true)
  assert.deepEqual(small.store.find(VALE)?.state, { ...limited, mayPost: true })
  small.clock.nowMs += HOUR_MS
  await small.platform.revertDue()
  assert.deepEqual(small.store.find(VALE)?.state, UP)
})
