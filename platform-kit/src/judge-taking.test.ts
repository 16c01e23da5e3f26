import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  OFFLINE,
  handlers,
  instruct,
  revertIn,
  START_MS,
  startSmallPlatform,
  UP,
  VALE,
} from '../test/small-platform.ts'
import {
  AUDIENCE,
  approve,
  instructed,
  listOf,
  makeDeskKey,
  makePerson,
  enforcement,
  propose,
} from '../test/signing-people.ts'
import type { AuthorisationClaims, Instruction, KeyList } from './index.ts'

const DAY_MINUTES = 1_440
const DAY_MS = 86_400_000
const ana = makePerson('ana')
const ben = makePerson('ben', 'EdDSA')
const eve = makePerson('eve', 'RS256')
const anaAgain = makePerson('ana')
const stranger = makePerson('mallory')
/** She proposes, and never approves. */
const dora = makePerson('dora')
const proposed = propose(dora, 'enf_1')
const weeks = { reverts: [revertIn(7 * DAY_MINUTES)] }

const by = (approvals: AuthorisationClaims['approvals']) => ({ enforcements: [enforcement('enf_1')], approvals })

/** Starts a platform that protects every account by two signatures, unless told otherwise. */
function startProtecting(given: { n?: number; list?: KeyList; holdMs?: number } = {}) {
  const key = makeDeskKey()
  const told: string[] = []
  const small = startSmallPlatform({
    authority: { audience: AUDIENCE, deskKeys: [key.jwk], keys: given.list ?? listOf([ana, ben, eve, anaAgain, dora]) },
    handlers: {
      ...handlers,
      protects: () => given.n ?? 2,
      holdMs: () => given.holdMs ?? 0,
      tellHeld: (_tx, { subject, notBefore, enforcements }) =>
        void told.push(`${subject.id} ${notBefore} ${enforcements}`),
    },
  })
  const act = async (instruction: Instruction, claims: Partial<AuthorisationClaims> = {}) => {
    const { body } = await instructed(small, key, instruction, claims)
    return body.refusal ?? (body.state?.visible ? 'up' : 'offline')
  }
  const at = async (minutes: number) => {
    small.clock.nowMs = START_MS + minutes * 60_000
    await small.platform.revertDue()
    return small.store.find(VALE)?.state.visible
  }
  const agreed = by([proposed, approve(ana, 'enf_1'), approve(ben, 'enf_1')])
  return { small, act, at, agreed, told }
}

test('a protected subject goes offline with enough signatures of listed people', async () => {
  const pairs = [
    [ana, ben],
    [ben, eve],
    [anaAgain, eve],
  ] as const
  for (const [one, other] of pairs) {
    const { act } = startProtecting()
    const approvals = [proposed, approve(one, 'enf_1'), approve(other, 'enf_1')]
    assert.equal(await act(instruct(1, OFFLINE, weeks), by(approvals)), 'offline')
  }
})

test('missing, repeated or unknown approvers keep a protected subject visible', async () => {
  for (const approvals of [
    [],
    [approve(ana, 'enf_1')],
    [approve(ana, 'enf_1'), approve(ana, 'enf_1')],
    [approve(ana, 'enf_1'), approve(anaAgain, 'enf_1')],
    [approve(ana, 'enf_1'), approve(stranger, 'enf_1')],
    [approve(ana, 'enf_1'), { ...approve(ben, 'enf_1'), keyRef: approve(eve, 'enf_1').keyRef }],
    [approve(ana, 'enf_1'), approve(ben, 'enf_1', {}, { approver: 'eve' })],
  ]) {
    const { act, small } = startProtecting()
    const claims = by([proposed, ...approvals])
    assert.equal(await act(instruct(1, OFFLINE, weeks), claims), 'not_agreed')
    assert.deepEqual(small.store.find(VALE)?.state, UP)
  }
})

test('an approval counts only for its enforcement, subject, action and time', async () => {
  const late = new Date(START_MS - 1).toISOString()
  for (const core of [
    { enforcement: 'enf_2' },
    { subject: 'account:rosa' },
    { action: 'deactivate' },
    { expiresAt: late },
    { expiresAt: null },
    { act: 'confirm' },
    { act: 'decline' },
    { durationMs: undefined },
    { confirmMs: undefined },
  ]) {
    const { act } = startProtecting()
    const approvals = [proposed, approve(ana, 'enf_1'), approve(ben, 'enf_1', core)]
    const got = await act(instruct(1, OFFLINE, weeks), by(approvals))
    assert.equal(got, 'not_agreed', JSON.stringify(core))
  }
  const { act, agreed } = startProtecting()
  const another = { ...agreed, enforcements: [enforcement('enf_9')] }
  assert.equal(await act(instruct(1, OFFLINE, weeks), another), 'not_agreed')
  assert.equal(
    await act(instruct(1, OFFLINE, weeks), { ...agreed, enforcements: [enforcement('enf_1', 'deactivate')] }),
    'not_agreed',
  )
})

test('an approval counts only as a verified passkey signature for this desk', async () => {
  for (const otherwise of [
    { clientData: { origin: 'https://desk.example.evil' } },
    { clientData: { type: 'webauthn.create' } },
    { clientData: { challenge: 'AAAA' } },
    { clientData: { crossOrigin: true } },
    { clientData: { topOrigin: 'https://evil.example' } },
    { flags: 0x01 },
    { flags: 0x04 },
    { rpId: 'evil.example' },
  ]) {
    const { act } = startProtecting()
    const approvals = [proposed, approve(ana, 'enf_1'), approve(ben, 'enf_1', {}, otherwise)]
    const got = await act(instruct(1, OFFLINE, weeks), by(approvals))
    assert.equal(got, 'not_agreed', JSON.stringify(otherwise))
  }
  for (const part of ['core', 'asShown', 'clientDataJSON', 'authenticatorData', 'signature'] as const) {
    const { act } = startProtecting()
    const good = approve(ben, 'enf_1')
    const text = good[part]
    const changed = part === 'core' || part === 'asShown' ? text.replace('{', '{"a":1,') : `${text.slice(0, -6)}AAAAAA`
    const approvals = [proposed, approve(ana, 'enf_1'), { ...good, [part]: changed }]
    assert.equal(await act(instruct(1, OFFLINE, weeks), by(approvals)), 'not_agreed', part)
  }
})

test('a subject stays offline no longer than its approvers signed', async () => {
  const { act, agreed, at } = startProtecting()
  assert.equal(await act(instruct(1, OFFLINE), agreed), 'not_agreed')
  assert.equal(await act(instruct(1, OFFLINE, { reverts: [revertIn(8 * DAY_MINUTES)] }), agreed), 'not_agreed')
  assert.equal(await act(instruct(1, OFFLINE, { reverts: [revertIn(5)] }), agreed), 'offline')
  assert.equal(await act(instruct(2, OFFLINE, weeks), agreed), 'offline')
  await at(3 * DAY_MINUTES)
  assert.equal(await act(instruct(3, OFFLINE, { reverts: [revertIn(9 * DAY_MINUTES)] }), agreed), 'not_agreed')
  assert.equal(await act(instruct(3, OFFLINE), { enforcements: [enforcement('enf_1', 'deactivate')] }), 'not_agreed')
  assert.equal(
    await act(instruct(3, { ...OFFLINE, labels: ['spam'] }, weeks), {}),
    'offline',
    'a label takes nothing more',
  )
  assert.equal(await at(7 * DAY_MINUTES), true)
})

test('an effect that needs confirmation stays only with a third signature', async () => {
  const toConfirm = { confirmMs: 5 * 60_000 }
  const approvals = [proposed, approve(ana, 'enf_1', toConfirm), approve(ben, 'enf_1', toConfirm)]
  const enforcements = [enforcement('enf_1')]
  const confirmed = (by = eve, core: object = {}) => ({
    enforcements,
    approvals: [...approvals, approve(by, 'enf_1', { ...toConfirm, act: 'confirm', ...core })],
  })
  const brief = { reverts: [revertIn(5), revertIn(7 * DAY_MINUTES)] }
  const { act, at } = startProtecting()
  assert.equal(await act(instruct(1, OFFLINE, weeks), by(approvals)), 'not_agreed', 'not at once for longer')
  assert.equal(await act(instruct(1, OFFLINE, brief), by(approvals)), 'offline')
  for (const [why, claims] of Object.entries({
    nobody: by(approvals),
    'one of those who agreed': confirmed(ana),
    'its proposer': confirmed(dora),
    'another key of theirs': confirmed(anaAgain),
    'somebody who is not on the list': confirmed(stranger),
    'of another subject': confirmed(eve, { subject: 'account:rosa' }),
    'of another enforcement': confirmed(eve, { enforcement: 'enf_2' }),
    'a yes, and nothing looked at': confirmed(eve, { act: 'duty' }),
  })) {
    assert.equal(await act(instruct(2, OFFLINE, weeks), claims), 'not_agreed', why)
  }
  assert.equal(await act(instruct(2, OFFLINE, weeks), confirmed()), 'offline')
  assert.equal(await at(6 * DAY_MINUTES), false)
  const alone = startProtecting()
  assert.equal(await alone.act(instruct(1, OFFLINE, brief), by(approvals)), 'offline')
  assert.equal(await alone.at(5), true, 'nobody confirmed it: it comes back by itself')
})

test('the time for confirmation counts from the end of the hold', async () => {
  const toConfirm = { confirmMs: 5 * 60_000 }
  const approvals = [proposed, approve(ana, 'enf_1', toConfirm), approve(ben, 'enf_1', toConfirm)]
  const { act, at } = startProtecting({ holdMs: 30 * 60_000 })
  assert.equal(await act(instruct(1, OFFLINE, { reverts: [revertIn(5)] }), by(approvals)), 'up')
  assert.equal(await at(31), false)
  const asLate = { reverts: [revertIn(36)] }
  assert.equal(await act(instruct(2, OFFLINE, asLate), by(approvals)), 'offline', 'a minute later')
  assert.equal(await act(instruct(3, OFFLINE, weeks), by(approvals)), 'not_agreed')
  assert.equal(await at(36), true)
})

test('an approval of an indefinite action takes a subject offline once', async () => {
  const { act } = startProtecting()
  const forGood = { action: 'deactivate', durationMs: null }
  const approvals = [ana, ben].map((by) => approve(by, 'enf_1', forGood))
  const agreed = {
    enforcements: [enforcement('enf_1', 'deactivate')],
    approvals: [propose(dora, 'enf_1', forGood), ...approvals],
  }
  assert.equal(await act(instruct(1, OFFLINE), agreed), 'offline')
  assert.equal(await act(instruct(2, UP)), 'up')
  assert.equal(await act(instruct(3, OFFLINE), agreed), 'not_agreed')
})

test('an approval given in time stays valid until a later confirmation', async () => {
  const { act, agreed, at } = startProtecting()
  await at(239)
  assert.equal(await act(instruct(1, OFFLINE, { reverts: [revertIn(245)] }), agreed), 'offline')
  await at(241)
  assert.equal(await act(instruct(2, OFFLINE, weeks), agreed), 'offline')
})

test('an expired key list verifies no signature', async () => {
  const { act, agreed } = startProtecting({
    list: listOf([ana, ben, dora], 1, { expiresAt: new Date(START_MS).toISOString() }),
  })
  assert.equal(await act(instruct(1, OFFLINE, weeks), agreed), 'not_agreed')
  assert.equal(await act(instruct(1, UP)), 'up')
})

test('the desk restricts unprotected subjects and restores all without signatures', async () => {
  const { act } = startProtecting({ n: 0 })
  assert.equal(await act(instruct(1, OFFLINE), { enforcements: [enforcement('enf_1')] }), 'offline')
  assert.equal(await act(instruct(2, UP)), 'up')
})

test('a restriction under a legal duty needs two signatures to end early', async () => {
  const { act } = startProtecting({ n: 0 })
  const lawful = { enforcements: [enforcement('enf_1', 'suspend', { legalDuty: true })] }
  const back = (by: typeof ana, core = {}) => approve(by, 'enf_1', { act: 'restore_second', expiresAt: null, ...core })
  assert.equal(await act(instruct(1, OFFLINE), lawful), 'offline')
  assert.equal(await act(instruct(2, UP)), 'not_agreed')
  assert.equal(await act(instruct(2, OFFLINE, { reverts: [revertIn(1)] })), 'not_agreed')
  assert.equal(await act(instruct(2, OFFLINE, { reverts: [revertIn(1), revertIn(2, OFFLINE)] })), 'not_agreed')
  assert.equal(
    await act(instruct(2, OFFLINE), { enforcements: [enforcement('enf_2')] }),
    'offline',
    'another enforcement stands beside it',
  )
  assert.equal(await act(instruct(3, UP)), 'not_agreed', 'the desk no longer speaks of the law')
  assert.equal(await act(instruct(3, UP), { approvals: [back(ana)] }), 'not_agreed')
  assert.equal(await act(instruct(3, UP), { approvals: [back(ana), back(anaAgain)] }), 'not_agreed')
  assert.equal(await act(instruct(3, UP), { approvals: [approve(ana, 'enf_1'), approve(ben, 'enf_1')] }), 'not_agreed')
  const other = [back(ana), back(ben, { subject: 'account:rosa' })]
  assert.equal(await act(instruct(3, UP), { approvals: other }), 'not_agreed')
  assert.equal(await act(instruct(3, UP), { approvals: [back(ana), back(ben, { lesser: 'limit' })] }), 'not_agreed')
  assert.equal(await act(instruct(3, UP), { approvals: [back(ana), back(ben)] }), 'up')
  assert.equal(await act(instruct(4, OFFLINE), { enforcements: [enforcement('enf_3')] }), 'offline')
  assert.equal(await act(instruct(5, UP)), 'up', 'the mark is gone')
})

test('a restriction under a legal duty ends by itself at its time', async () => {
  const { act, at } = startProtecting({ n: 0 })
  const until = new Date(START_MS + DAY_MS).toISOString()
  const lawful = enforcement('enf_1', 'suspend', { legalDuty: true, until })
  const [day, week] = [{ reverts: [revertIn(DAY_MINUTES)] }, { reverts: [revertIn(7 * DAY_MINUTES)] }]
  assert.equal(await act(instruct(1, OFFLINE, day), { enforcements: [lawful] }), 'offline')
  assert.equal(await act(instruct(2, OFFLINE, week), { enforcements: [lawful, enforcement('enf_2')] }), 'offline')
  assert.equal(await act(instruct(3, OFFLINE, { reverts: [revertIn(60)] }), { enforcements: [lawful] }), 'not_agreed')
  assert.equal(await act(instruct(3, OFFLINE, day), { enforcements: [lawful] }), 'offline')
  assert.equal(await at(DAY_MINUTES), true)
  assert.equal(await act(instruct(4, UP)), 'up')
})

test('the platform announces its hold; a stop during it cancels the effect', async () => {
  const { act, at, agreed, told, small } = startProtecting({ holdMs: 600_000 })
  assert.equal(await act(instruct(1, OFFLINE, weeks), agreed), 'up')
  assert.deepEqual(told, ['vale 2026-03-01T12:10:00.000Z enf_1'])
  assert.equal(await small.platform.stopHeld(VALE), true)
  assert.equal(await small.platform.stopHeld(VALE), false)
  assert.equal(await at(20), true)
  assert.equal(await act(instruct(1, OFFLINE, weeks), agreed), 'refused')
  assert.equal(await act(instruct(2, OFFLINE, weeks), agreed), 'not_agreed')
  assert.equal(await act(instruct(2, UP), agreed), 'up')
})

test('a newer instruction during the hold reuses the same signatures', async () => {
  const { act, at, agreed } = startProtecting({ holdMs: 600_000 })
  assert.equal(await act(instruct(1, OFFLINE, { reverts: [revertIn(5)] }), agreed), 'up')
  assert.equal(await act(instruct(2, OFFLINE), { enforcements: [enforcement('enf_2')] }), 'not_agreed')
  assert.equal(await act(instruct(2, OFFLINE, weeks), agreed), 'up')
  assert.equal(await at(10), false)
})
