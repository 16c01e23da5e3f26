import { DAY_MS, MINUTE_MS } from '../../../foundation/durations.ts'
import type { Player, Sent } from '../player.ts'
import type { KeyName } from '../test-keys.ts'
import { APPLIED, GUARDED, NOT_AGREED, OFFLINE, OPEN, type Scenario, UP } from '../scenario.ts'

const subjects = { vale: GUARDED }
const WEEK_MS = 7 * DAY_MS
const SUSPENDED = { enforcement: 'enf_1', action: 'suspend', legalDuty: false, until: null }

type Core = Parameters<Player['sign']>[3]
type Approvals = NonNullable<Sent['approvals']>

const propose = (player: Player, core: Core = {}, by: KeyName = 'dora') =>
  player.sign(by, 'enf_1', 'vale', { act: 'propose', ...core })
const agree = (player: Player, by: KeyName, core: Core = {}, otherwise: Parameters<Player['sign']>[4] = {}) =>
  player.sign(by, 'enf_1', 'vale', core, otherwise)

/** A suspension of the protected account for a week, with these signatures. */
const suspend = (player: Player, approvals: Approvals, more: Partial<Sent> = {}): Sent => ({
  ...{ to: 'vale', generation: 1, desired: OFFLINE, reverts: [player.revertIn(WEEK_MS)] },
  ...{ enforcements: [SUSPENDED], approvals, ...more },
})

const enough = (id: string, sentence: string, approvals: (player: Player) => Approvals): Scenario => ({
  id: `approval.${id}`,
  sentence,
  subjects,
  play: async (player) => {
    await player.apply(suspend(player, approvals(player)), APPLIED)
    await player.shows('vale', OFFLINE, { generation: 1 })
  },
})

const tooFew = (id: string, sentence: string, approvals: (player: Player) => Approvals): Scenario => ({
  id: `approval.${id}`,
  sentence,
  subjects,
  play: async (player) => {
    await player.apply(suspend(player, approvals(player)), NOT_AGREED)
    await player.shows('vale', UP, { generation: 0 })
  },
})

/** Two approvals, of which the second is wrong in one way. */
const wrongSecond = (
  id: string,
  sentence: string,
  core: (player: Player) => Core,
  otherwise: Parameters<Player['sign']>[4] = {},
): Scenario =>
  tooFew(id, sentence, (player) => [
    propose(player),
    agree(player, 'ana'),
    agree(player, 'ben', core(player), otherwise),
  ])

const ENOUGH: readonly Scenario[] = [
  enough('two-people', 'Two other people than the proposer take a protected account offline.', (player) => [
    propose(player),
    agree(player, 'ana'),
    agree(player, 'ben'),
  ]),
  enough('every-kind-of-key', 'Signatures by Ed25519, P-256 and RSA count alike.', (player) => [
    propose(player),
    agree(player, 'cleo'),
    agree(player, 'eve'),
  ]),
  {
    id: 'approval.unprotected',
    sentence: 'An account that the platform doesn’t protect goes offline on the desk’s word.',
    subjects: { vale: OPEN },
    play: async (player) => {
      await player.apply(suspend(player, []), APPLIED)
      await player.shows('vale', OFFLINE)
    },
  },
  {
    id: 'approval.restore-takes-none',
    sentence: 'Every restore takes the desk alone.',
    subjects,
    play: async (player) => {
      const approvals = [propose(player), agree(player, 'ana'), agree(player, 'ben')]
      await player.apply(suspend(player, approvals), APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
      await player.shows('vale', UP, { generation: 2 })
    },
  },
]

const TOO_FEW: readonly Scenario[] = [
  tooFew('none', 'A stolen secret and signing key take no protected account offline.', () => []),
  tooFew('one', 'One approval is too few.', (player) => [propose(player), agree(player, 'ana')]),
  tooFew('one-person-twice', 'One person who approves twice counts once.', (player) => [
    propose(player),
    agree(player, 'ana'),
    agree(player, 'ana'),
  ]),
  tooFew('one-person-two-keys', 'One person with two keys counts once.', (player) => [
    propose(player),
    agree(player, 'ana'),
    agree(player, 'anaAgain'),
  ]),
  tooFew('unknown-key', 'A key that is on no list counts for no person.', (player) => [
    propose(player),
    agree(player, 'ana'),
    agree(player, 'mallory'),
  ]),
  tooFew('no-proposer', 'Approvals without the signature of a proposer are not enough.', (player) => [
    agree(player, 'ana'),
    agree(player, 'ben'),
  ]),
  tooFew('proposer-approves', 'A proposer is never an approver.', (player) => [
    propose(player),
    agree(player, 'ana'),
    agree(player, 'dora'),
  ]),
  tooFew('key-of-another', 'A signature that names the key of another person doesn’t count.', (player) => [
    propose(player),
    agree(player, 'ana'),
    { ...agree(player, 'ben'), keyRef: agree(player, 'eve').keyRef },
  ]),
  tooFew('changed-core', 'A signature whose content was changed doesn’t count.', (player) => {
    const good = agree(player, 'ben')
    return [propose(player), agree(player, 'ana'), { ...good, core: good.core.replace('{', '{"a":1,') }]
  }),
  tooFew('changed-screen', 'A signature for which another screen was shown doesn’t count.', (player) => {
    const good = agree(player, 'ben')
    return [propose(player), agree(player, 'ana'), { ...good, asShown: '{"text":"Something else."}' }]
  }),
  tooFew('bad-signature', 'A signature that is no signature of the key doesn’t count.', (player) => {
    const good = agree(player, 'ben')
    return [propose(player), agree(player, 'ana'), { ...good, signature: agree(player, 'eve').signature }]
  }),
]

const ABOUT_SOMETHING_ELSE: readonly Scenario[] = [
  wrongSecond('other-enforcement', 'An approval of another enforcement doesn’t count.', () => ({
    enforcement: 'enf_2',
  })),
  wrongSecond('other-subject', 'An approval for another account doesn’t count.', () => ({ subject: 'account:rosa' })),
  wrongSecond('other-action', 'An approval of another action doesn’t count.', () => ({ action: 'deactivate' })),
  wrongSecond('other-act', 'A signed decline is no approval.', () => ({ act: 'decline' })),
  wrongSecond('expired', 'An approval after its expiry doesn’t count.', (player) => ({
    expiresAt: new Date(player.now() - 1_000).toISOString(),
  })),
  wrongSecond('no-duration', 'An approval that names no duration covers no time.', () => ({ durationMs: undefined })),
  wrongSecond('shorter', 'An approval covers no longer time than it states.', () => ({ durationMs: DAY_MS })),
  wrongSecond('other-approver', 'An approval that names another person than its key doesn’t count.', () => ({}), {
    approver: 'eve',
  }),
  wrongSecond('other-origin', 'A signature made on another site doesn’t count.', () => ({}), {
    clientData: { origin: 'https://desk.example.evil' },
  }),
  wrongSecond('other-ceremony', 'A signature that enrols a key is no approval.', () => ({}), {
    clientData: { type: 'webauthn.create' },
  }),
  wrongSecond('other-challenge', 'A signature over another challenge doesn’t count.', () => ({}), {
    clientData: { challenge: 'AAAA' },
  }),
  wrongSecond('cross-origin', 'A signature made inside another site’s frame doesn’t count.', () => ({}), {
    clientData: { crossOrigin: true },
  }),
  wrongSecond('no-verification', 'A signature without verification of the person doesn’t count.', () => ({}), {
    flags: 0x01,
  }),
  wrongSecond('other-relying-party', 'A signature for another relying party doesn’t count.', () => ({}), {
    rpId: 'evil.example',
  }),
]

const OVER_TIME: readonly Scenario[] = [
  {
    id: 'approval.once',
    sentence: 'Signatures take a subject offline once: after a restore they are used up.',
    subjects,
    play: async (player) => {
      const approvals = [propose(player), agree(player, 'ana'), agree(player, 'ben')]
      await player.apply(suspend(player, approvals), APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
      await player.apply(suspend(player, approvals, { generation: 3 }), NOT_AGREED)
      await player.shows('vale', UP, { generation: 2 })
    },
  },
  {
    id: 'approval.once-by-revert',
    sentence: 'Signatures take a subject offline once, also where a revert would have taken it offline again.',
    subjects,
    play: async (player) => {
      const approvals = [propose(player), agree(player, 'ana'), agree(player, 'ben')]
      const end = player.revertIn(WEEK_MS)
      await player.apply(suspend(player, approvals, { reverts: [end] }), APPLIED)
      const reverts = [player.revertIn(DAY_MS, OFFLINE), end]
      await player.apply({ to: 'vale', generation: 2, desired: UP, reverts }, APPLIED)
      await player.apply(suspend(player, approvals, { generation: 3, reverts: [end] }), NOT_AGREED)
      await player.shows('vale', UP, { generation: 2 })
    },
  },
  {
    id: 'approval.longer',
    sentence: 'Keeping a subject offline for longer takes the same signatures as taking it offline.',
    subjects,
    play: async (player) => {
      const approvals = [propose(player), agree(player, 'ana'), agree(player, 'ben')]
      await player.apply(suspend(player, approvals), APPLIED)
      await player.apply(suspend(player, approvals, { generation: 2, reverts: [] }), NOT_AGREED)
      await player.apply(suspend(player, approvals, { generation: 2 }), APPLIED)
    },
  },
  {
    id: 'approval.unconfirmed',
    sentence: 'What must be confirmed is offline only until then, until another person confirms it.',
    subjects,
    play: async (player) => {
      const core = { confirmMs: 5 * MINUTE_MS }
      const approvals = [propose(player), agree(player, 'ana', core), agree(player, 'ben', core)]
      await player.apply(suspend(player, approvals), NOT_AGREED)
      const reverts = [player.revertIn(5 * MINUTE_MS), player.revertIn(WEEK_MS)]
      await player.apply(suspend(player, approvals, { reverts }), APPLIED)
      const confirm = (by: KeyName) => [...approvals, agree(player, by, { ...core, act: 'confirm' })]
      for (const by of ['ana', 'anaAgain', 'dora', 'mallory'] as const)
        await player.apply(suspend(player, confirm(by), { generation: 2 }), NOT_AGREED)
      await player.apply(suspend(player, confirm('eve'), { generation: 2 }), APPLIED)
    },
  },
  {
    id: 'approval.still-valid',
    sentence: 'Signatures that were accepted in time stay valid for the same enforcement.',
    subjects,
    local: true,
    play: async (player) => {
      const approvals = [propose(player), agree(player, 'ana'), agree(player, 'ben')]
      const reverts = [player.revertIn(WEEK_MS)]
      await player.apply(suspend(player, approvals, { reverts: [player.revertIn(DAY_MS)] }), APPLIED)
      await player.advance(5 * 60 * MINUTE_MS)
      await player.apply(suspend(player, approvals, { generation: 2, reverts }), APPLIED)
    },
  },
  {
    id: 'approval.expired-list',
    sentence: 'An expired key list counts for no person, and restores still work.',
    subjects,
    platform: { listExpired: true },
    play: async (player) => {
      const approvals = [propose(player), agree(player, 'ana'), agree(player, 'ben')]
      await player.apply(suspend(player, approvals), NOT_AGREED)
      await player.apply({ to: 'vale', generation: 1, desired: UP }, APPLIED)
    },
  },
]

export const APPROVAL_SCENARIOS: readonly Scenario[] = [...ENOUGH, ...TOO_FEW, ...ABOUT_SOMETHING_ELSE, ...OVER_TIME]
