import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardsOf } from '../../../test/support/guards.ts'
import { judgedBy } from '../../../test/support/judgement-input.ts'
import { NOTHING_REQUIRED, type Requirement } from '../../policy/requirements/requirement.ts'
import { compareAsked, replay } from './replay-guards.ts'
import type { JudgedEnforcement } from './replay-queries.ts'

const NOW = new Date('2026-05-04T09:00:00Z')
const ask = (more: Partial<Requirement>): Requirement => ({ ...NOTHING_REQUIRED, ...more })

const GUARDS = `guards:
  - { id: many, why: W, when: account.reach >= 1000, actions: [suspend], require: { approvals: [{ count: 1 }] } }
  - { id: late, why: W, when: actor.minutes_on_shift >= 300, actions: [suspend], require: { hold: 5m } }
  - { id: burst, why: W, when: desk.offline_enforcements_1h >= 50, actions: [deactivate], require: { hold: 1h } }
`

const enforcement = (reach: number, more: Partial<JudgedEnforcement> = {}): JudgedEnforcement => {
  const { account, facts } = judgedBy({ id: 'rosa', reach, reachClass: 3 })
  const isActor = ([name]: [string, unknown]) => name.startsWith('actor.')
  const entries = Object.entries(facts)
  return {
    verdictId: 1,
    enforcementId: 'enf_1',
    subject: 'account:rosa',
    action: 'suspend',
    proposedAt: NOW,
    interim: false,
    isSuccessor: false,
    declined: false,
    declinedTwice: false,
    requirement: NOTHING_REQUIRED,
    fired: [],
    facts: { account, facts: Object.fromEntries(entries.filter((entry) => !isActor(entry))) },
    actorFacts: Object.fromEntries(entries.filter(isActor)),
    ...more,
  }
}

test('a guard replay judges by the facts of the proposal', (t) => {
  const { guards } = guardsOf(t, GUARDS)
  const [small, large] = [replay(guards, enforcement(999)), replay(guards, enforcement(1_000))]
  assert.deepEqual([small.change, small.fired], ['same', []])
  assert.deepEqual([large.change, large.fired], ['held', [{ id: 'many', errored: false }]])
  assert.deepEqual(large.would.approvals, [{ count: 1 }])
})

test('unknown and deleted facts never lower a requirement in a replay', (t) => {
  const { guards } = guardsOf(t, GUARDS)
  const gone = replay(guards, enforcement(31, { actorFacts: null }))
  assert.deepEqual([gone.change, gone.isActorGone, gone.fired], ['delayed', true, [{ id: 'late', errored: true }]])
  const unread = enforcement(31, { action: 'deactivate' })
  const facts = { ...unread.facts.facts, 'desk.offline_enforcements_1h': null }
  const replayed = replay(guards, { ...unread, facts: { ...unread.facts, facts } })
  assert.deepEqual([replayed.isActorGone, replayed.fired], [false, [{ id: 'burst', errored: true }]])
})

test('no guard replay lowers requirements of floor, declines or resubmissions', (t) => {
  const { guards } = guardsOf(t, GUARDS)
  const minister = enforcement(43_500_000)
  minister.facts.account = { ...minister.facts.account, tags: ['public_office'], protected: true }
  assert.deepEqual(replay([], minister).would.approvals, [{ count: 2 }])
  assert.deepEqual(replay(guards, enforcement(31, { declined: true })).would.approvals, [{ count: 1, roles: ['lead'] }])
  assert.deepEqual(replay(guards, enforcement(31, { isSuccessor: true })).would.approvals, [{ count: 2 }])
  assert.deepEqual(replay(guards, { ...minister, interim: true }).change, 'same', 'no guard holds an interim measure')
})

test('a guard replay describes an outcome by its effect on people', () => {
  const one = { count: 1 }
  const lead = { count: 1, roles: ['lead'] } as const
  const changes: [Partial<Requirement>, Partial<Requirement>, string][] = [
    [{}, {}, 'same'],
    [{ approvals: [one, lead] }, { approvals: [lead, one] }, 'same'],
    [{}, { approvals: [one] }, 'held'],
    [{ holdMs: 5 }, { approvals: [one] }, 'held'],
    [{}, { holdMs: 5 }, 'delayed'],
    [{ approvals: [one], holdMs: 5 }, { approvals: [one], holdMs: 6 }, 'delayed'],
    [{ approvals: [one] }, {}, 'let_through'],
    [{ identify: true }, {}, 'let_through'],
    [{ approvals: [one], holdMs: 6 }, { approvals: [one], holdMs: 5 }, 'otherwise'],
    [{ approvals: [one] }, { approvals: [lead] }, 'otherwise'],
    [{ approvals: [one] }, { holdMs: 5 }, 'otherwise'],
    [{}, { identify: true }, 'otherwise'],
    [{}, { alert: true }, 'otherwise'],
  ]
  for (const [was, would, change] of changes) {
    assert.equal(compareAsked(ask(was), ask(would)), change, JSON.stringify([was, would]))
  }
})

test('a guard replay keeps requirements from departures and hides their guards', (t) => {
  const { guards } = guardsOf(t, GUARDS)
  const [, late] = guards
  assert.ok(late)
  const asked = enforcement(31, { requirement: late.requirement, fired: [{ id: 'late', errored: false }] })
  assert.deepEqual([replay([], asked).change, replay([], asked, [late]).change], ['let_through', 'same'])
  assert.deepEqual(replay([], asked, [late]).fired, [])
  assert.equal(replay([], enforcement(31, { actorFacts: null }), [late]).change, 'same', 'it did not speak up then')
})
