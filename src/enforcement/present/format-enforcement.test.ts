import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACTIONS, ROLES } from '../../foundation/domain.ts'
import { NOTHING_REQUIRED } from '../../policy/requirements/requirement.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { enforcementMessage, formatButton, formatPeople, formatReach, type Sayable } from './format-enforcement.ts'
import { formatDuration } from '../../foundation/durations.ts'
import { ACTION_RULES } from '../../policy/requirements/action-order.ts'

const formatEnforcement = (about: Sayable): string => renderMessage(enforcementMessage(about))

const HEAD: Sayable = {
  kind: 'account',
  handle: 'head_of_state',
  tags: ['public_office'],
  reach: 43_500_000,
  action: 'deactivate',
  label: null,
  durationMs: null,
  requirement: {
    ...NOTHING_REQUIRED,
    approvals: [{ count: 1 }, { count: 2, roles: ['senior', 'lead'], teams: 2 }],
    holdMs: 1_800_000,
    confirmMs: 300_000,
  },
  agreeBy: new Date('2026-05-04T17:20:30Z'),
}

test('the sentence of an enforcement states outcome, approvers, time and undo', () => {
  assert.equal(
    formatEnforcement(HEAD),
    '@head_of_state (43.5M followers, public office) will be deactivated without an end, ' +
      'if approved by two of senior or lead (from two teams) before 4 May, 17:20 UTC. ' +
      'It takes effect 30 minutes after the approval. ' +
      'It is undone automatically unless a further person confirms it within 5 minutes.',
  )
})

test('the sentence of an enforcement states when nothing comes back', () => {
  const erased = /deletes the data of the account 30 days after that: a restore then brings none of it back\./
  const about = { ...HEAD, erasesAfterDays: 30 }
  assert.match(formatEnforcement(about), erased)
  assert.match(formatEnforcement({ ...about, action: 'suspend', durationMs: 31 * 86_400_000 }), erased)
  for (const milder of [{ action: 'lock' as const }, { action: 'suspend' as const, durationMs: 30 * 86_400_000 }])
    assert.doesNotMatch(formatEnforcement({ ...about, ...milder }), erased)
  assert.doesNotMatch(formatEnforcement(HEAD), erased)
})

test('the sentence of an immediate enforcement names its end', () => {
  const small = { ...HEAD, tags: [], reach: 31, action: 'suspend', durationMs: 604_800_000 } as const
  assert.equal(
    formatEnforcement({ ...small, requirement: NOTHING_REQUIRED }),
    '@head_of_state (31 followers) will be suspended now for 7 days.',
  )
  const now = new Date('2026-11-28T00:28:00Z')
  const dated = { ...small, requirement: NOTHING_REQUIRED, now, undo: 'one' } as const
  assert.equal(
    formatEnforcement(dated),
    '@head_of_state (31 followers) will be suspended now for 7 days, until 5 Dec, 00:28 UTC. ' +
      'Anyone on duty can restore it.',
  )
  assert.equal(
    renderMessage(enforcementMessage(dated), 'de'),
    '@head_of_state (31 Follower) wird jetzt für 7 Tage (bis 5. Dez., 00:28 UTC) suspendiert. ' +
      'Alle im Dienst können das zurücknehmen.',
  )
  assert.equal(
    formatEnforcement({ ...small, requirement: NOTHING_REQUIRED, isBreakerOpen: true }),
    '@head_of_state (31 followers) will be suspended for 7 days. ' +
      'It waits until two people close the open circuit breaker.',
  )
  assert.match(
    formatEnforcement({ ...HEAD, isBreakerOpen: true }),
    /It takes effect 30 minutes after the approval\. It waits until two people close the open circuit breaker\. It is undone/,
  )
  assert.equal(renderMessage(formatButton({ action: 'suspend', requirement: NOTHING_REQUIRED })), 'Take offline')
  assert.equal(renderMessage(formatButton(HEAD)), 'Ask to take offline without an end')
})

test('a reach in a sentence is a short number, such as 870k', () => {
  assert.deepEqual([null, 0, 1, 999, 1_000, 43_549_999, 250_000_000].map(formatReach), [
    'follower count unknown',
    '0 followers',
    '1 follower',
    '999 followers',
    '1k followers',
    '43.5M followers',
    '250M followers',
  ])
  assert.deepEqual([1_000, 30_000, 60_000, 5_400_000, 86_400_000].map(formatDuration), [
    '1 second',
    '30 seconds',
    '1 minute',
    '90 minutes',
    '1 day',
  ])
})

const COMFORT =
  /nothing happens|nothing will happen|only a request|just a request|safe|don't worry|reversible|no harm|harmless|can be undone|for now/i

const aClause = fc.record({
  count: fc.integer({ min: 1, max: 5 }),
  roles: fc.option(fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1, maxLength: 3 }), { nil: undefined }),
  teams: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  employers: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
})
const aSayable = fc.constantFrom(...ACTIONS).chain((action) =>
  fc.record({
    kind: fc.constantFrom(...ACTION_RULES[action].on),
    handle: fc.option(fc.constantFrom('ada', 'minister_vale'), { nil: null }),
    tags: fc.subarray(['public_office', 'newsroom']),
    reach: fc.oneof(fc.nat({ max: 500_000_000 }), fc.constant(null), fc.constant('absent' as const)),
    action: fc.constant(action),
    label: fc.constant(action === 'label' ? 'disputed' : null),
    durationMs: fc.option(fc.integer({ min: 60_000, max: 10 ** 11 }), { nil: null }),
    requirement: fc.record({
      approvals: fc.array(aClause, { maxLength: 4 }),
      holdMs: fc.constantFrom(0, 1_000, 300_000),
      confirmMs: fc.constantFrom(null, 300_000),
      identify: fc.boolean(),
      assessment: fc.constantFrom(null, 'newsworthiness' as const),
      alert: fc.boolean(),
    }),
    agreeBy: fc.constant(HEAD.agreeBy),
    isBreakerOpen: fc.boolean(),
  }),
)

test('no sentence about an enforcement and no button reassures', () => {
  fc.assert(
    fc.property(aSayable, (about) => {
      for (const text of [formatEnforcement(about as Sayable), renderMessage(formatButton(about as Sayable))]) {
        assert.doesNotMatch(text, COMFORT)
        assert.doesNotMatch(text, /undefined|null|NaN| {2}/)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('required approvers of several kinds are named separately', () => {
  const lead = { count: 1, roles: ['lead'] } as const
  const two = { count: 2, roles: ['senior', 'lead'], teams: 2 } as const
  assert.equal(formatPeople([two, lead]), 'two of senior or lead (from two teams) and one of lead')
  assert.equal(formatPeople([{ count: 1 }, lead]), 'one of lead', 'one lead satisfies both')
})
