import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../foundation/durations.ts'
import type { Player, Sent } from '../player.ts'
import type { KeyName } from '../test-keys.ts'
import { APPLIED, GUARDED, HIDDEN, KNOWN, NOT_AGREED, OFFLINE, OPEN, type Scenario, UP } from '../scenario.ts'

const HELD_MS = 10 * MINUTE_MS
const held = { vale: { kind: 'account', holdMs: HELD_MS } } as const
const minutes = (player: Player, ...at: number[]) => at.map((minute) => player.revertIn(minute * MINUTE_MS))

const REVERTS: readonly Scenario[] = [
  {
    id: 'revert.in-time',
    sentence: 'The platform restores by itself when the time of an effect ends, and keeps the generation.',
    subjects: { vale: OPEN },
    local: true,
    play: async (player) => {
      const sent: Sent = { to: 'vale', generation: 1, desired: OFFLINE, reverts: minutes(player, 5) }
      await player.apply(sent, APPLIED)
      await player.advance(4 * MINUTE_MS)
      await player.shows('vale', OFFLINE)
      await player.advance(MINUTE_MS)
      await player.shows('vale', UP, { generation: 1 })
      await player.apply(sent, KNOWN)
      await player.shows('vale', UP, { generation: 1 })
    },
  },
  {
    id: 'revert.latest',
    sentence: 'Of several reverts whose time has passed the latest is carried out.',
    subjects: { vale: OPEN },
    local: true,
    play: async (player) => {
      const [first, second] = [player.revertIn(5 * MINUTE_MS, HIDDEN), player.revertIn(9 * MINUTE_MS)]
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, reverts: [first, second] }, APPLIED)
      await player.advance(6 * MINUTE_MS)
      await player.shows('vale', HIDDEN)
      await player.advance(60 * MINUTE_MS)
      await player.shows('vale', UP)
    },
  },
  {
    id: 'revert.late-instruction',
    sentence: 'An instruction that arrives after its own revert goes straight to the state that is due.',
    subjects: { vale: OPEN },
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, reverts: minutes(player, -1) }, APPLIED)
      await player.shows('vale', UP, { generation: 1 })
    },
  },
  {
    id: 'revert.never-takes',
    sentence: 'A revert takes no subject offline.',
    subjects: { vale: OPEN },
    play: async (player) => {
      const reverts = [player.revertIn(-MINUTE_MS, OFFLINE)]
      await player.apply({ to: 'vale', generation: 1, desired: UP, reverts }, APPLIED)
      await player.shows('vale', UP)
    },
  },
  {
    id: 'revert.replaced',
    sentence: 'A higher generation replaces the reverts of the one before.',
    subjects: { vale: OPEN },
    local: true,
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, reverts: minutes(player, 5) }, APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: OFFLINE, reverts: minutes(player, 20) }, APPLIED)
      await player.advance(6 * MINUTE_MS)
      await player.shows('vale', OFFLINE)
      await player.advance(20 * MINUTE_MS)
      await player.shows('vale', UP)
    },
  },
]

const HOLDS: readonly Scenario[] = [
  {
    id: 'hold.delays',
    sentence: 'A platform that holds stays as it is until notBefore, and reverts count from there.',
    subjects: held,
    local: true,
    play: async (player) => {
      const sent: Sent = { to: 'vale', generation: 1, desired: OFFLINE, reverts: minutes(player, 5) }
      await player.apply(sent, { ...APPLIED, held: true })
      await player.shows('vale', UP)
      await player.advance(HELD_MS)
      await player.shows('vale', OFFLINE)
      await player.apply(sent, { ...KNOWN, held: false })
      await player.advance(5 * MINUTE_MS)
      await player.shows('vale', UP)
    },
  },
  {
    id: 'hold.restored',
    sentence: 'A restore ends a hold, and nothing was offline.',
    subjects: held,
    local: true,
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, { ...APPLIED, held: true })
      await player.apply({ to: 'vale', generation: 2, desired: UP }, { ...APPLIED, held: false })
      await player.advance(2 * HELD_MS)
      await player.shows('vale', UP)
    },
  },
  {
    id: 'hold.not-restarted',
    sentence: 'An instruction during a hold neither restarts nor shortens it.',
    subjects: held,
    local: true,
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, { ...APPLIED, held: true })
      await player.advance(9 * MINUTE_MS)
      await player.apply({ to: 'vale', generation: 2, desired: OFFLINE }, { ...APPLIED, held: true })
      await player.advance(MINUTE_MS)
      await player.shows('vale', OFFLINE, { generation: 2 })
    },
  },
  {
    id: 'hold.stopped',
    sentence: 'The platform’s own people stop a held instruction, which then never happens.',
    subjects: held,
    local: true,
    play: async (player) => {
      await player.stopHeld('vale', false)
      const sent: Sent = { to: 'vale', generation: 1, desired: OFFLINE }
      await player.apply(sent, { ...APPLIED, held: true })
      await player.stopHeld('vale', true)
      await player.advance(2 * HELD_MS)
      await player.shows('vale', UP)
      await player.apply(sent, { refusal: 'refused' })
    },
  },
]

const LEGAL = { enforcement: 'enf_1', action: 'suspend', legalDuty: true, until: null }
const back = (player: Player, by: KeyName, core: object = {}) =>
  player.sign(by, 'enf_1', 'vale', { act: 'restore', ...core })

const LEGAL_DUTIES: readonly Scenario[] = [
  {
    id: 'legal-duty.two-restore',
    sentence: 'What the law required comes back by the signatures of two people, and not by a thief’s.',
    subjects: { vale: OPEN },
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, enforcements: [LEGAL] }, APPLIED)
      const restored = { to: 'vale', generation: 2, desired: UP }
      await player.apply(restored, NOT_AGREED)
      await player.apply({ ...restored, approvals: [back(player, 'ana')] }, NOT_AGREED)
      await player.apply({ ...restored, approvals: [back(player, 'ana'), back(player, 'anaAgain')] }, NOT_AGREED)
      const other = back(player, 'ben', { subject: 'account:rosa' })
      await player.apply({ ...restored, approvals: [back(player, 'ana'), other] }, NOT_AGREED)
      await player.shows('vale', OFFLINE, { generation: 1 })
      await player.apply({ ...restored, approvals: [back(player, 'ana'), back(player, 'ben')] }, APPLIED)
    },
  },
  {
    id: 'legal-duty.claimed',
    sentence: 'A legal duty that the desk claims takes nothing protected offline.',
    subjects: { vale: GUARDED, post: { kind: 'content', protects: 2, account: 'vale' } },
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, enforcements: [LEGAL] }, NOT_AGREED)
      const hidden = [{ ...LEGAL, action: 'hide' }]
      await player.apply({ to: 'post', generation: 1, desired: HIDDEN, enforcements: hidden }, NOT_AGREED)
      await player.shows('vale', UP)
    },
  },
  {
    id: 'legal-duty.ends',
    sentence: 'A legal duty ends at its own time and then holds nothing back.',
    subjects: { vale: OPEN },
    local: true,
    play: async (player) => {
      const duty = [{ ...LEGAL, until: new Date(player.now() + DAY_MS).toISOString() }]
      const reverts = [player.revertIn(DAY_MS)]
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, reverts, enforcements: duty }, APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: UP }, NOT_AGREED)
      await player.advance(DAY_MS)
      await player.shows('vale', UP)
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
    },
  },
]

const restoreCall = (player: Player, epoch: number, by: readonly KeyName[], core = {}) => ({
  ...{ type: 'subject.restore', subject: player.subject('vale'), epoch },
  signatures: by.map((name) => player.signRestore(name, 'vale', epoch, core)),
})

const RESTORES: readonly Scenario[] = [
  {
    id: 'restore.two-people',
    sentence: 'Two people restore a subject at any generation, and every late call of a thief is refused.',
    subjects: { vale: OPEN },
    play: async (player) => {
      for (const generation of [1, 2 ** 20]) await player.apply({ to: 'vale', generation, desired: OFFLINE }, APPLIED)
      await player.call(restoreCall(player, 1, ['ana', 'ben']), { ...APPLIED, generation: 0, epoch: 1 })
      await player.shows('vale', UP, { generation: 0, epoch: 1 })
      const stale = { refusal: 'stale_epoch', epoch: 1 } as const
      await player.apply({ to: 'vale', generation: 2 ** 20 + 1, desired: OFFLINE }, stale)
      await player.shows('vale', UP, { epoch: 1 })
      await player.apply({ to: 'vale', generation: 1, epoch: 1, desired: OFFLINE }, { ...APPLIED, generation: 1 })
      await player.shows('vale', OFFLINE, { generation: 1, epoch: 1 })
    },
  },
  ...(
    [
      ['one-person', 'One person restores no epoch.', ['ana'], {}],
      ['two-keys', 'One person with two keys restores no epoch.', ['ana', 'anaAgain'], {}],
      ['unknown-key', 'A key that is on no list restores no epoch.', ['ana', 'mallory'], {}],
      ['other-act', 'Signatures of another act restore no epoch.', ['ana', 'ben'], { act: 'agree' }],
      ['other-subject', 'Signatures for another subject restore no epoch.', ['ana', 'ben'], { subject: 'account:x' }],
    ] as const
  ).map(
    ([id, sentence, by, core]): Scenario => ({
      id: `restore.${id}`,
      sentence,
      subjects: { vale: OPEN },
      play: async (player) => {
        await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, APPLIED)
        await player.call(restoreCall(player, 1, by, core), NOT_AGREED)
        await player.shows('vale', OFFLINE, { generation: 1 })
      },
    }),
  ),
  {
    id: 'restore.long-lived',
    sentence: 'Signatures for a restore count for at most ten minutes.',
    subjects: { vale: OPEN },
    play: async (player) => {
      for (const ms of [HOUR_MS, -1_000]) {
        const core = { expiresAt: new Date(player.now() + ms).toISOString() }
        await player.call(restoreCall(player, 1, ['ana', 'ben'], core), NOT_AGREED)
      }
    },
  },
  {
    id: 'restore.once',
    sentence: 'A restore begins exactly the next epoch, so its signatures count once.',
    subjects: { vale: OPEN },
    play: async (player) => {
      await player.call(restoreCall(player, 2, ['ana', 'ben']), { refusal: 'stale_epoch', epoch: 0 })
      const first = restoreCall(player, 1, ['ana', 'ben'])
      await player.call(first, { ...APPLIED, epoch: 1 })
      await player.apply({ to: 'vale', generation: 1, epoch: 1, desired: OFFLINE }, APPLIED)
      await player.call(first, { refusal: 'stale_epoch', epoch: 1 })
      await player.shows('vale', OFFLINE, { epoch: 1 })
    },
  },
  {
    id: 'restore.keeps-legal-duty',
    sentence: 'A restore by two people keeps hidden what the law required.',
    subjects: { vale: OPEN },
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, enforcements: [LEGAL] }, APPLIED)
      await player.call(restoreCall(player, 1, ['ana', 'ben']), { ...APPLIED, epoch: 1 })
      await player.shows('vale', OFFLINE, { epoch: 1 })
    },
  },
]

const LIMITS: readonly Scenario[] = [
  {
    id: 'limit.per-minute',
    sentence: 'The platform limits restrictions per minute, and never counts restores.',
    subjects: { vale: OPEN, rosa: OPEN },
    platform: { limits: { perMinute: 1 } },
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, APPLIED)
      await player.apply({ to: 'rosa', generation: 1, desired: OFFLINE }, { refusal: 'over_budget' })
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
      await player.advance(MINUTE_MS)
      await player.apply({ to: 'rosa', generation: 1, desired: OFFLINE }, APPLIED)
    },
  },
]

export const WAY_BACK_SCENARIOS: readonly Scenario[] = [...REVERTS, ...HOLDS, ...LEGAL_DUTIES, ...RESTORES, ...LIMITS]
