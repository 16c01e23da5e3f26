import type { OwnAction } from '@countersign/platform-kit'
import { DAY_MS } from '../../../foundation/durations.ts'
import type { Player, Sent } from '../player.ts'
import { APPLIED, GUARDED, NOT_AGREED, OPEN, type Scenario, type Traits, UP } from '../scenario.ts'

/** The table of a platform with three actions of its own. */
const platform = {
  actions: {
    'payout-hold': { takes: ['money'] },
    ban: { takes: ['sign-in', 'posting'] },
    refund: { takes: ['money'], reversible: false },
  },
} as const

const HOLD: OwnAction = { action: 'payout-hold', takes: ['money'], reversible: true, parameters: { amount: 5 } }
const BAN: OwnAction = { action: 'ban', takes: ['posting', 'sign-in'], reversible: true, parameters: {} }
const REFUND: OwnAction = { action: 'refund', takes: ['money'], reversible: false, parameters: {} }
const REFUSED = { refusal: 'refused' } as const
const WEEK_MS = 7 * DAY_MS

const withActions = (...actions: OwnAction[]) => ({ ...UP, actions })
const coreOf = ({ action, takes, reversible, parameters }: OwnAction) => ({
  ...{ action, takes: [...takes], reversible },
  parameters: parameters as Record<string, string | number>,
})

const FOR_GOOD = { ...coreOf(REFUND), durationMs: null }

/** An instruction to do this to the account for a week, stated as the enforcement's action. */
const perform = (player: Player, done: OwnAction, more: Partial<Sent> = {}, stated: OwnAction = done): Sent => ({
  ...{ to: 'vale', generation: 1, desired: withActions(done), reverts: [player.revertIn(WEEK_MS)] },
  enforcements: [{ enforcement: 'enf_1', ...stated, legalDuty: false, until: null }],
  ...more,
})

const approved = (player: Player, by: readonly ('ana' | 'ben')[], core: object) =>
  by.map((one) => player.sign(one, 'enf_1', 'vale', { ...core }))

const signed = (player: Player, by: readonly ('ana' | 'ben')[], core: object, others: object = core) => [
  player.sign('dora', 'enf_1', 'vale', { ...core, act: 'propose' }),
  ...approved(player, by, others),
]

const judged =
  (vale: Traits) =>
  (
    id: string,
    sentence: string,
    done: OwnAction,
    approvals: (player: Player) => Sent['approvals'],
    isEnough: boolean,
  ): Scenario => ({
    id: `action.${id}`,
    sentence,
    subjects: { vale },
    platform,
    play: async (player) => {
      const sent = perform(player, done, { approvals: approvals(player) ?? [] })
      await player.apply(sent, isEnough ? APPLIED : NOT_AGREED)
      await player.shows('vale', isEnough ? withActions(done) : UP)
    },
  })
const guarded = judged(GUARDED)
const unprotected = judged(OPEN)

const refused = (id: string, sentence: string, done: OwnAction): Scenario => ({
  id: `action.${id}`,
  sentence,
  subjects: { vale: OPEN },
  platform,
  play: async (player) => {
    await player.apply(perform(player, done), REFUSED)
    await player.shows('vale', UP, { generation: 0 })
  },
})

export const OWN_ACTION_SCENARIOS: readonly Scenario[] = [
  {
    id: 'action.begins-and-ends',
    sentence: 'An action of the platform’s own begins, ends at its revert, and is restored on the desk’s word.',
    subjects: { vale: OPEN },
    platform,
    play: async (player) => {
      await player.apply(perform(player, HOLD), APPLIED)
      await player.shows('vale', withActions(HOLD))
      await player.advance(WEEK_MS)
      await player.shows('vale', UP)
      await player.apply({ ...perform(player, BAN), generation: 2 }, APPLIED)
      await player.apply({ to: 'vale', generation: 3, desired: UP }, APPLIED)
      await player.shows('vale', UP, { generation: 3 })
    },
  },
  refused('unknown', 'An action that the platform doesn’t have is refused.', { ...HOLD, action: 'praise' }),
  refused('milder-word', 'The desk can’t label an action that takes the sign-in as mild.', {
    ...BAN,
    takes: ['feature'],
  }),
  refused('reversible-word', 'The desk can’t label an action without a way back as reversible.', {
    ...REFUND,
    reversible: true,
  }),
  refused('name-of-the-protocol', 'No action of a platform’s own has the name of one of the protocol.', {
    ...HOLD,
    action: 'hide',
  }),
  {
    id: 'action.later-revert',
    sentence: 'A revert begins no action that the platform doesn’t have.',
    subjects: { vale: OPEN },
    platform,
    play: async (player) => {
      const reverts = [player.revertIn(DAY_MS, withActions({ ...BAN, takes: ['feature'] }))]
      await player.apply(perform(player, HOLD, { reverts }), REFUSED)
    },
  },
  guarded(
    'grave-alone',
    'One approval takes no sign-in from a protected account.',
    BAN,
    (player) => signed(player, ['ana'], coreOf(BAN)),
    false,
  ),
  guarded(
    'grave-two',
    'Two approvals take the sign-in from a protected account.',
    BAN,
    (player) => signed(player, ['ana', 'ben'], coreOf(BAN)),
    true,
  ),
  guarded(
    'final-alone',
    'One approval does nothing to a protected account that has no way back.',
    REFUND,
    (player) => signed(player, ['ana'], coreOf(REFUND)),
    false,
  ),
  guarded(
    'final-two',
    'Two approvals do what has no way back to a protected account.',
    REFUND,
    (player) => signed(player, ['ana', 'ben'], coreOf(REFUND)),
    true,
  ),
  unprotected(
    'final-unsigned',
    'The word of the desk does nothing to an unprotected account that has no way back.',
    REFUND,
    () => [],
    false,
  ),
  unprotected(
    'final-proposed',
    'A proposer alone does nothing to an unprotected account that has no way back.',
    REFUND,
    (player) => signed(player, [], coreOf(REFUND)),
    false,
  ),
  unprotected(
    'final-no-proposer',
    'Approvals without a proposer do nothing to an unprotected account that has no way back.',
    REFUND,
    (player) => approved(player, ['ana', 'ben'], coreOf(REFUND)),
    false,
  ),
  unprotected(
    'final-other-parameters',
    'No signature over other parameters does what has no way back.',
    REFUND,
    (player) => signed(player, ['ana'], { ...coreOf(REFUND), parameters: { amount: 4 } }),
    false,
  ),
  unprotected(
    'final-one',
    'A proposer and one approval do what has no way back to an unprotected account.',
    REFUND,
    (player) => signed(player, ['ana'], coreOf(REFUND)),
    true,
  ),
  {
    id: 'action.final-later',
    sentence: 'A revert begins nothing that has no way back, with signatures or without.',
    subjects: { vale: OPEN },
    platform,
    play: async (player) => {
      const reverts = [player.revertIn(DAY_MS, withActions(REFUND))]
      for (const approvals of [[], signed(player, ['ana'], coreOf(REFUND))])
        await player.apply({ ...perform(player, REFUND, { reverts, approvals }), desired: withActions(HOLD) }, REFUSED)
      await player.shows('vale', UP)
    },
  },
  {
    id: 'action.final-once',
    sentence: 'What has no way back is not done again on the same signatures.',
    subjects: { vale: OPEN },
    platform,
    play: async (player) => {
      const approvals = signed(player, ['ana'], coreOf(REFUND))
      await player.apply(perform(player, REFUND, { approvals }), APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
      await player.apply(perform(player, REFUND, { approvals, generation: 3 }), NOT_AGREED)
      await player.shows('vale', UP, { generation: 2 })
    },
  },
  {
    id: 'action.final-again',
    sentence: 'What has no way back is not done again by way of a revert.',
    subjects: { vale: OPEN },
    platform,
    play: async (player) => {
      const approvals = signed(player, ['ana'], FOR_GOOD)
      await player.apply(perform(player, REFUND, { approvals, reverts: [] }), APPLIED)
      const again = player.revertIn(DAY_MS, withActions(REFUND))
      await player.apply({ to: 'vale', generation: 2, desired: UP, reverts: [again] }, REFUSED)
      const reverts = [player.revertIn(DAY_MS / 2), again]
      await player.apply({ to: 'vale', generation: 2, desired: withActions(REFUND), reverts }, REFUSED)
      await player.shows('vale', withActions(REFUND), { generation: 1 })
    },
  },
  {
    id: 'action.final-beside',
    sentence: 'What has no way back stays beside what ends or is restored, without its signatures.',
    subjects: { vale: OPEN },
    platform,
    play: async (player) => {
      const approvals = signed(player, ['ana'], FOR_GOOD)
      const reverts = [player.revertIn(DAY_MS, withActions(REFUND))]
      const both = { desired: withActions(HOLD, REFUND), reverts }
      await player.apply(perform(player, REFUND, { ...both, approvals }), APPLIED)
      await player.apply({ to: 'vale', generation: 2, ...both }, APPLIED)
      await player.apply({ to: 'vale', generation: 3, desired: withActions(REFUND) }, APPLIED)
      await player.shows('vale', withActions(REFUND), { generation: 3 })
    },
  },
  {
    id: 'action.final-anew',
    sentence: 'What has no way back is done a second time on new signatures.',
    subjects: { vale: OPEN },
    platform,
    play: async (player) => {
      await player.apply(perform(player, REFUND, { approvals: signed(player, ['ana'], coreOf(REFUND)) }), APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
      const enforcements = [{ enforcement: 'enf_2', ...REFUND, legalDuty: false, until: null }]
      const anew = (by: 'dora' | 'ana', act: object) => player.sign(by, 'enf_2', 'vale', { ...coreOf(REFUND), ...act })
      const approvals = [anew('dora', { act: 'propose' }), anew('ana', {})]
      await player.apply(perform(player, REFUND, { generation: 3, enforcements, approvals }), APPLIED)
      await player.shows('vale', withActions(REFUND), { generation: 3 })
    },
  },
  guarded(
    'mild-one',
    'One approval is enough for a reversible action on money.',
    HOLD,
    (player) => signed(player, ['ana'], coreOf(HOLD)),
    true,
  ),
  guarded(
    'mild-none',
    'A proposer alone takes nothing from a protected account by such an action.',
    HOLD,
    (player) => signed(player, [], coreOf(HOLD)),
    false,
  ),
  guarded(
    'other-parameters',
    'A signature counts for no other parameters.',
    HOLD,
    (player) => signed(player, ['ana'], coreOf(HOLD), { ...coreOf(HOLD), parameters: { amount: 4 } }),
    false,
  ),
  guarded(
    'other-losses',
    'A signature counts for nothing else that the action takes.',
    BAN,
    (player) => signed(player, ['ana', 'ben'], { ...coreOf(BAN), takes: ['posting'] }),
    false,
  ),
  guarded(
    'protocol-action',
    'Signatures over a lock allow no action of the platform’s own.',
    HOLD,
    (player) => signed(player, ['ana', 'ben'], { action: 'lock' }),
    false,
  ),
  {
    id: 'action.two-stand',
    sentence: 'Of two actions that stand, each is restored by itself.',
    subjects: { vale: OPEN },
    platform,
    play: async (player) => {
      await player.apply(perform(player, HOLD, { desired: { ...withActions(BAN, HOLD), mayPost: false } }), APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: withActions(HOLD) }, APPLIED)
      await player.shows('vale', withActions(HOLD))
    },
  },
]
