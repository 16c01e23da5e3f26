import { HOUR_MS } from '../../../foundation/durations.ts'
import type { Player } from '../player.ts'
import { APPLIED, OFFLINE, OPEN, type Scenario, UP } from '../scenario.ts'

const subjects = { vale: OPEN }
const MALFORMED = { refusal: 'malformed' } as const
const NO_SUCH_SUBJECT = { refusal: 'no_such_subject' } as const
const MISSING = { kind: 'account', id: 'no-such-account' } as const

const HOLD = { action: 'hold', takes: ['money'], reversible: true, parameters: {} }

const instruct = (player: Player, more: object) => ({
  type: 'subject.apply',
  instruction: {
    ...{ subject: player.subject('vale'), generation: 1, desired: OFFLINE, baseline: UP, reverts: [], events: [] },
    ...more,
  },
})

/** Calls that no version of the protocol allows, each with the name of its fault. */
const MALFORMED_CALLS: Readonly<Record<string, (player: Player) => object | string>> = {
  'no-json': () => '{"type":',
  'no-object': () => '[]',
  'unknown-type': () => ({ type: 'subject.delete' }),
  'no-subject': () => ({ type: 'subject.read_back' }),
  'unknown-kind': () => ({ type: 'subject.read_back', subject: { kind: 'list', id: '1' } }),
  'empty-id': () => ({ type: 'subject.facts', subject: { kind: 'account', id: '' } }),
  'long-id': () => ({ type: 'subject.facts', subject: { kind: 'account', id: 'x'.repeat(513) } }),
  'profile-of-content': () => ({ type: 'subject.profile', subject: { kind: 'content', id: '1' } }),
  'related-of-content': () => ({ type: 'subject.related_accounts', subject: { kind: 'content', id: '1' } }),
  'contact-of-content': () => ({ type: 'subject.contact', subject: { kind: 'content', id: '1' } }),
  'generation-zero': (player) => instruct(player, { generation: 0 }),
  'generation-fraction': (player) => instruct(player, { generation: 1.5 }),
  'generation-text': (player) => instruct(player, { generation: '1' }),
  'generation-unsafe': (player) => instruct(player, { generation: 2 ** 53 }),
  'no-state': (player) => instruct(player, { desired: undefined }),
  'unknown-spread': (player) => instruct(player, { desired: { ...UP, spread: 'none' } }),
  'visible-text': (player) => instruct(player, { desired: { ...UP, visible: 'false' } }),
  'muted-content': (player) => instruct(player, { subject: { kind: 'content', id: '1' } }),
  'long-labels': (player) => instruct(player, { desired: { ...UP, labels: Array(65).fill('x') } }),
  'wrong-country': (player) => instruct(player, { desired: { ...UP, blockedCountries: ['de'] } }),
  'action-without-loss': (player) => instruct(player, { desired: { ...UP, actions: [{ ...HOLD, takes: [] }] } }),
  'action-of-unknown-loss': (player) =>
    instruct(player, { desired: { ...UP, actions: [{ ...HOLD, takes: ['fame'] }] } }),
  'action-with-object': (player) =>
    instruct(player, { desired: { ...UP, actions: [{ ...HOLD, parameters: { deep: { a: 1 } } }] } }),
  'local-time': (player) => instruct(player, { reverts: [{ at: '2026-03-01T12:00:00+01:00', desired: UP }] }),
  'unordered-reverts': (player) =>
    instruct(player, { reverts: [player.revertIn(2 * HOUR_MS), player.revertIn(HOUR_MS)] }),
  'many-reverts': (player) => instruct(player, { reverts: Array(17).fill(player.revertIn(HOUR_MS)) }),
  'unknown-event': (player) =>
    instruct(player, { events: [{ id: 'enf_1', kind: 'praise', policyId: 'kindness', text: 'Thank you.' }] }),
  'no-signatures': (player) => ({ type: 'subject.restore', subject: player.subject('vale'), epoch: 1 }),
}

export const READ_SCENARIOS: readonly Scenario[] = [
  {
    id: 'read.capabilities',
    sentence: 'The platform states its name, the kinds of its subjects and the facts that it never has.',
    subjects,
    play: async (player) => {
      await player.call({ type: 'platform.capabilities' }, { status: 200 })
    },
  },
  {
    id: 'read.actors',
    sentence: 'The platform lists who can act without the desk, or null.',
    subjects,
    play: async (player) => {
      await player.call({ type: 'platform.actors' }, { status: 200 })
    },
  },
  {
    id: 'read.facts',
    sentence: 'The platform answers the facts of an account.',
    subjects,
    play: async (player) => {
      await player.call({ type: 'subject.facts', subject: player.subject('vale') }, { status: 200 })
    },
  },
  {
    id: 'read.unknown-subject',
    sentence: 'A subject that doesn’t exist is refused by every call.',
    subjects,
    play: async (player) => {
      await player.call({ type: 'subject.read_back', subject: MISSING }, NO_SUCH_SUBJECT)
      await player.call({ type: 'subject.facts', subject: MISSING }, NO_SUCH_SUBJECT)
    },
  },
  {
    id: 'read.back',
    sentence: 'A read-back shows what visitors see, also after a change of labels alone.',
    subjects,
    play: async (player) => {
      const desired = { ...UP, labels: ['disputed', 'satire'] }
      await player.apply({ to: 'vale', generation: 1, desired }, APPLIED)
      await player.shows('vale', desired, { generation: 1 })
    },
  },
  ...Object.entries(MALFORMED_CALLS).map(
    ([id, call]): Scenario => ({
      id: `malformed.${id}`,
      sentence: `A malformed call is refused as malformed and changes nothing: ${id.replaceAll('-', ' ')}.`,
      subjects,
      play: async (player) => {
        await player.call(call(player), MALFORMED)
        await player.shows('vale', UP, { generation: 0 })
      },
    }),
  ),
]
