import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Approval, Instruction } from '@countersign/platform-kit'
import {
  AUDIENCE,
  approve,
  instructed,
  listOf,
  makeDeskKey,
  makePerson,
  enforcement,
  propose,
} from '../../platform-kit/test/signing-people.ts'
import { OFFLINE, handlers, instruct, startSmallPlatform, UP, VALE } from '../../platform-kit/test/small-platform.ts'

const [ana, ben, cleo, dora] = ['ana', 'ben', 'cleo', 'dora'].map((name) => makePerson(name)) as [Who, Who, Who, Who]
type Who = ReturnType<typeof makePerson>
const mallory = makePerson('mallory')
/** A second passkey of the same person. */
const doraAgain = makePerson('dora')
const FOREVER = { action: 'deactivate', durationMs: null }

const yes = (by: Who, id: string): Approval => approve(by, id, FOREVER)
const asks = (by: Who, id: string, core: object = {}): Approval => propose(by, id, { ...FOREVER, ...core })

/** Starts a platform that protects accounts by two signatures. Its caller holds the desk's secret and signing key. */
function startStolen() {
  const key = makeDeskKey()
  const small = startSmallPlatform({
    authority: { audience: AUDIENCE, deskKeys: [key.jwk], keys: listOf([ana, ben, cleo, dora, doraAgain]) },
    handlers: { ...handlers, protects: () => 2 },
  })
  return async (approvals: Approval[], id = 'enf_1', instruction: Instruction = instruct(1, OFFLINE)) => {
    const { body } = await instructed(small, key, instruction, {
      enforcements: [enforcement(id, 'deactivate')],
      approvals,
    })
    return body.refusal ?? (small.store.find(VALE)?.state.visible ? 'up' : 'offline')
  }
}

test('a stolen desk restricts nothing with approvals whose proposer never signed', async () => {
  const agreed = [yes(ana, 'enf_1'), yes(ben, 'enf_1')]
  const attempts: Record<string, Approval[]> = {
    'no proposer at all': agreed,
    'the proposer of another enforcement': [asks(dora, 'enf_2'), ...agreed],
    'another enforcement under the name of this one': [{ ...asks(dora, 'enf_2'), enforcement: 'enf_1' }, ...agreed],
    'approvals of another enforcement': [
      asks(dora, 'enf_1'),
      ...[ana, ben].map((by) => ({ ...yes(by, 'enf_2'), enforcement: 'enf_1' })),
    ],
    'a proposer of a milder action': [asks(dora, 'enf_1', { action: 'suspend' }), ...agreed],
    'a proposer of another subject': [asks(dora, 'enf_1', { subject: 'account:rosa' }), ...agreed],
    'a proposer of a shorter time': [asks(dora, 'enf_1', { durationMs: 3_600_000 }), ...agreed],
    'a proposer of last week': [asks(dora, 'enf_1', { expiresAt: '2026-02-20T00:00:00.000Z' }), ...agreed],
    'a proposer who is on no list': [asks(mallory, 'enf_1'), ...agreed],
    'a third approval in the place of a proposal': [...agreed, yes(cleo, 'enf_1')],
    'a confirmation in the place of a proposal': [...agreed, approve(cleo, 'enf_1', { ...FOREVER, act: 'confirm' })],
  }
  for (const [what, approvals] of Object.entries(attempts)) {
    assert.equal(await startStolen()(approvals), 'not_agreed', what)
  }
  assert.equal(await startStolen()([asks(dora, 'enf_1'), ...agreed]), 'offline', 'with its proposer it is carried out')
})

test('a platform never counts a proposer as an approver', async () => {
  const attempts: Record<string, Approval[]> = {
    'one of two approvers proposed': [asks(ana, 'enf_1'), yes(ana, 'enf_1'), yes(ben, 'enf_1')],
    'with another passkey of hers': [asks(dora, 'enf_1'), yes(doraAgain, 'enf_1'), yes(ben, 'enf_1')],
    'each of two proposed, and both approve': [
      asks(ana, 'enf_1'),
      asks(ben, 'enf_1'),
      yes(ana, 'enf_1'),
      yes(ben, 'enf_1'),
    ],
    'who joined approves': [asks(dora, 'enf_1'), asks(ben, 'enf_1'), yes(ana, 'enf_1'), yes(ben, 'enf_1')],
    'who resubmitted it approves': [asks(ana, 'enf_1', { act: 'resume' }), yes(ana, 'enf_1'), yes(ben, 'enf_1')],
  }
  for (const [what, approvals] of Object.entries(attempts)) {
    assert.equal(await startStolen()(approvals), 'not_agreed', what)
  }
  const resubmitted = [asks(dora, 'enf_1', { act: 'reinstate' }), yes(ana, 'enf_1'), yes(ben, 'enf_1')]
  assert.equal(await startStolen()(resubmitted), 'offline', 'who resubmits is a proposer')
})

test('a platform accepts no confirmation by the proposer', async () => {
  const call = startStolen()
  const toConfirm = { ...FOREVER, confirmMs: 300_000 }
  const agreed = [ana, ben].map((by) => approve(by, 'enf_1', toConfirm))
  const confirmed = (by: Who) => approve(by, 'enf_1', { ...toConfirm, act: 'confirm' })
  const asked = asks(dora, 'enf_1')
  assert.equal(await call([asked, ...agreed, confirmed(dora)]), 'not_agreed')
  assert.equal(await call([asked, ...agreed, confirmed(doraAgain)], 'enf_1', instruct(2, OFFLINE)), 'not_agreed')
  assert.equal(await call([asked, ...agreed, confirmed(cleo)], 'enf_1', instruct(3, OFFLINE)), 'offline')
  assert.equal(await call([], 'enf_1', instruct(4, UP)), 'up', 'the way back takes nobody')
})
