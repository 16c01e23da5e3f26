import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderText } from '../../foundation/messages/render-message.ts'
import { NOTHING_REQUIRED, type Requirement } from '../../policy/requirements/requirement.ts'
import type { Waiting } from '../next-step.ts'
import type { Enforcement } from '../queries.ts'
import { listWaits } from './list-waits.ts'

const NOW = new Date('2026-05-04T09:00:00Z')
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000)

const ENFORCEMENT: Enforcement = {
  id: 'enf_1',
  subject: 'account:vale',
  accountId: 'vale',
  action: 'deactivate',
  label: null,
  durationMs: null,
  policyId: 'scam',
  legalDuty: false,
  caseId: null,
  decisionId: null,
  source: 'person',
  proposedBy: 'staff:staff_1',
  reach: 43_500_000,
  protected: true,
  state: 'awaiting_approval',
  movedAt: NOW,
  proposedAt: NOW,
  expiresAt: at(270),
  inEffectAt: null,
  endsAt: null,
  generation: null,
  failing: false,
  lifted: false,
  interim: false,
  reason: null,
  ground: null,
  groundRef: null,
  proposalSignatureId: null,
  needsAttention: null,
  materialHash: Buffer.alloc(32),
  holdMs: 30 * 60_000,
  holdServedMs: 0,
  heldSince: null,
  confirmMs: null,
  confirmBy: null,
  confirmedAt: null,
  identifiedAs: null,
  platformHeldUntil: null,
  successorOf: null,
  signatureId: null,
  shadow: false,
  bulkActionId: null,
  countries: null,
  ownAction: null,
  contentVersion: null,
}

const REQUIREMENT: Requirement = {
  approvals: [{ count: 1 }, { count: 2, roles: ['senior', 'lead'], teams: 2 }],
  holdMs: 30 * 60_000,
  confirmMs: 5 * 60_000,
  identify: true,
  assessment: 'newsworthiness',
  alert: true,
}

const WAITS: Waiting = {
  state: 'awaiting_approval',
  now: NOW,
  heldSince: null,
  holdServedMs: 0,
  identified: false,
  assessed: false,
  signed: true,
  agreeing: [],
  duties: 0,
  frozenUntil: null,
  isBreakerOpen: false,
  isBarredByRecovery: false,
  expiresAt: new Date(NOW.getTime() + 4 * 3_600_000),
  askerGone: false,
  groundGone: false,
  unread: false,
}

const ben = { staffId: 'staff_2', roles: ['senior'], team: 'north', employer: 'Example' } as const

test('an enforcement lists all its open requirements at once', () => {
  const waits = listWaits(ENFORCEMENT, REQUIREMENT, WAITS)
  assert.deepEqual(
    waits.map((wait) => wait.for),
    ['identify', 'assessment', 'agreement', 'duty'],
  )
  assert.ok(waits.every(({ until }) => until?.getTime() === at(240).getTime()))
})

test('the waits of an enforcement list only unmet requirements', () => {
  const complete = { ...WAITS, identified: true, assessed: true, duties: 1, agreeing: [ben] }
  const [agreement, ...more] = listWaits(ENFORCEMENT, REQUIREMENT, complete)
  assert.equal(renderText(agreement?.says ?? ''), 'two of senior or lead (from two teams) to agree')
  assert.deepEqual(more, [])
})

test('a held enforcement lists hold, freeze, platform and confirmation as waits', () => {
  const held: Enforcement = { ...ENFORCEMENT, state: 'held', heldSince: NOW }
  const agreed = { ...WAITS, state: 'held' as const, identified: true, assessed: true, heldSince: NOW }
  const asked = { ...NOTHING_REQUIRED, holdMs: 30 * 60_000 }
  const untilOf = (enforcement: Enforcement, waiting: Waiting) =>
    listWaits(enforcement, asked, waiting).map(({ for: what, until }) => [what, until])
  assert.deepEqual(untilOf(held, agreed), [['hold', at(30)]])
  assert.deepEqual(untilOf(held, { ...agreed, frozenUntil: at(50) }), [['hold', at(50)]])
  const releasing = { ...ENFORCEMENT, state: 'releasing', generation: 1, confirmBy: at(35) } satisfies Enforcement
  assert.deepEqual(untilOf(releasing, agreed), [
    ['platform', null],
    ['confirmation', at(35)],
  ])
  assert.deepEqual(untilOf({ ...releasing, state: 'in_effect', inEffectAt: at(30), confirmedAt: at(31) }, agreed), [])
  assert.deepEqual(untilOf({ ...releasing, state: 'restoring' }, agreed), [['platform', null]])
  assert.deepEqual(untilOf({ ...held, state: 'stopped' }, agreed), [])
})
