import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../foundation/durations.ts'
import type { Player, Sent } from '../player.ts'
import type { KeyName } from '../test-keys.ts'
import { APPLIED, GUARDED, HIDDEN, LIMITED, LOCKED, NOT_AGREED, type Scenario, type Traits, UP } from '../scenario.ts'

type Core = Parameters<Player['sign']>[3]

/** An instruction that one person proposed, with the signature of its proposer alone. */
function proposed(
  player: Player,
  given: { id: string; action: string; to?: string; by?: KeyName; core?: Core },
  more: Partial<Sent>,
): Sent {
  const { id, action, to = 'vale', by = 'ana', core = {} } = given
  return {
    ...{ to, generation: 1, desired: LOCKED },
    enforcements: [{ enforcement: id, action, legalDuty: false, until: null }],
    approvals: [player.sign(by, id, to, { act: 'propose', action, durationMs: DAY_MS, ...core })],
    ...more,
  }
}

const hour = (player: Player) => ({ reverts: [player.revertIn(HOUR_MS)] })

const INTERIM: readonly Scenario[] = [
  {
    id: 'interim.signed',
    sentence: 'One person locks or limits a protected account for an hour, by their own signature.',
    subjects: { vale: GUARDED },
    play: async (player) => {
      await player.apply(proposed(player, { id: 'enf_1', action: 'lock' }, hour(player)), APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
      const limited = { generation: 3, desired: LIMITED, ...hour(player) }
      await player.apply(proposed(player, { id: 'enf_2', action: 'limit' }, limited), APPLIED)
    },
  },
  {
    id: 'interim.unsigned',
    sentence: 'A stolen secret and signing key lock no protected account, not even for an hour.',
    subjects: { vale: GUARDED },
    play: async (player) => {
      const locked = proposed(player, { id: 'enf_1', action: 'lock' }, hour(player))
      await player.apply({ ...locked, approvals: [] }, NOT_AGREED)
      await player.apply({ ...locked, enforcements: [], approvals: [] }, NOT_AGREED)
      await player.apply(proposed(player, { id: 'enf_1', action: 'lock', by: 'mallory' }, hour(player)), NOT_AGREED)
      await player.shows('vale', UP, { generation: 0 })
    },
  },
  {
    id: 'interim.too-long',
    sentence: 'An interim measure of one person ends within a day, and within the time that they signed.',
    subjects: { vale: GUARDED },
    play: async (player) => {
      const forGood = { id: 'enf_1', action: 'lock', core: { durationMs: null } }
      await player.apply(proposed(player, forGood, {}), NOT_AGREED)
      await player.apply(proposed(player, forGood, { reverts: [player.revertIn(2 * DAY_MS)] }), NOT_AGREED)
      const short = { id: 'enf_1', action: 'lock', core: { durationMs: 10 * MINUTE_MS } }
      await player.apply(proposed(player, short, hour(player)), NOT_AGREED)
    },
  },
  {
    id: 'interim.five-a-week',
    sentence: 'One person’s interim measures on one subject are at most five in a week.',
    subjects: { vale: GUARDED },
    play: async (player) => {
      for (const n of [1, 2, 3, 4, 5]) {
        const sent = { generation: 2 * n, ...hour(player) }
        await player.apply(proposed(player, { id: `enf_${n}`, action: 'lock' }, sent), APPLIED)
        await player.apply({ to: 'vale', generation: 2 * n + 1, desired: UP }, APPLIED)
      }
      const sixth = proposed(player, { id: 'enf_6', action: 'lock' }, { generation: 20, ...hour(player) })
      await player.apply(sixth, NOT_AGREED)
      const second = player.sign('ben', 'enf_6', 'vale', { action: 'lock', durationMs: DAY_MS })
      await player.apply({ ...sixth, approvals: [...(sixth.approvals ?? []), second] }, APPLIED)
    },
  },
  {
    id: 'interim.one-day-in-seven',
    sentence: 'All interim measures of one person on a subject last at most one day within seven.',
    subjects: { vale: GUARDED },
    local: true,
    play: async (player) => {
      const core = { expiresAt: new Date(player.now() + 9 * DAY_MS).toISOString() }
      for (const n of [1, 2]) {
        const sent = { generation: n, reverts: [player.revertIn(10 * HOUR_MS)] }
        await player.apply(proposed(player, { id: `enf_${n}`, action: 'lock', core }, sent), APPLIED)
        await player.advance(DAY_MS)
      }
      const third = { id: 'enf_3', action: 'lock', core }
      const long = { generation: 3, reverts: [player.revertIn(5 * HOUR_MS)] }
      await player.apply(proposed(player, third, long), NOT_AGREED)
      const short = { generation: 3, reverts: [player.revertIn(3 * HOUR_MS)] }
      await player.apply(proposed(player, third, short), APPLIED)
    },
  },
  {
    id: 'interim.hides-no-account',
    sentence: 'One person hides no protected account, not even for an hour.',
    subjects: { vale: GUARDED },
    play: async (player) => {
      const hidden = { desired: HIDDEN, ...hour(player) }
      await player.apply(proposed(player, { id: 'enf_1', action: 'hide' }, hidden), NOT_AGREED)
      const harm = { id: 'enf_1', action: 'hide', core: { ground: 'harm' } }
      await player.apply(proposed(player, harm, hidden), NOT_AGREED)
    },
  },
]

const POST: Traits = { kind: 'content', protects: 2, account: 'vale' }
const POSTS_A_DAY = 20
const hide = (player: Player, ground: string | undefined, more: Partial<Sent> = {}, to = 'post'): Sent =>
  proposed(
    player,
    { id: `enf_${to}`, action: 'hide', to, core: { durationMs: null, ...(ground && { ground }) } },
    { desired: HIDDEN, ...more },
  )

const ALONE: readonly Scenario[] = [
  ...['order', 'match', 'harm'].map(
    (ground): Scenario => ({
      id: `alone.${ground}`,
      sentence: `One person hides a protected content without an end on the signed ground ${ground}, once.`,
      subjects: { vale: GUARDED, post: POST },
      play: async (player) => {
        const sent = hide(player, ground)
        await player.apply(sent, APPLIED)
        await player.apply({ to: 'post', generation: 2, desired: UP }, APPLIED)
        await player.apply({ ...sent, generation: 3 }, NOT_AGREED)
        await player.shows('post', UP, { generation: 2 })
      },
    }),
  ),
  {
    id: 'alone.no-ground',
    sentence: 'Without a ground, or on an unknown one, one person hides no protected content for good.',
    subjects: { vale: GUARDED, post: POST },
    play: async (player) => {
      await player.apply(hide(player, undefined), NOT_AGREED)
      await player.apply(hide(player, 'spam'), NOT_AGREED)
      await player.apply(hide(player, 'hijack'), NOT_AGREED)
    },
  },
  {
    id: 'alone.document',
    sentence: 'On the ground of a document it ends after 60 minutes, unless another person confirms it.',
    subjects: { vale: GUARDED, post: POST },
    play: async (player) => {
      await player.apply(hide(player, 'document'), NOT_AGREED)
      await player.apply(hide(player, 'document', hour(player)), APPLIED)
      const whole = hide(player, 'document', { generation: 2 })
      const confirm = (by: KeyName) => player.sign(by, 'enf_post', 'post', { act: 'confirm', action: 'hide' })
      await player.apply({ ...whole, approvals: [...(whole.approvals ?? []), confirm('ana')] }, NOT_AGREED)
      await player.apply({ ...whole, approvals: [...(whole.approvals ?? []), confirm('ben')] }, APPLIED)
    },
  },
  {
    id: 'alone.twenty-a-day',
    sentence: 'One person’s signatures hide at most 20 contents of one protected account in a day.',
    subjects: {
      vale: GUARDED,
      ...Object.fromEntries(Array.from({ length: POSTS_A_DAY + 1 }, (_none, n) => [`post-${n}`, POST])),
    },
    play: async (player) => {
      for (let n = 0; n < POSTS_A_DAY; n++) await player.apply(hide(player, 'harm', {}, `post-${n}`), APPLIED)
      await player.apply(hide(player, 'harm', {}, `post-${POSTS_A_DAY}`), NOT_AGREED)
      await player.shows(`post-${POSTS_A_DAY}`, UP)
    },
  },
]

const hijackLock = (player: Player, more: Partial<Sent> = {}): Sent =>
  proposed(player, { id: 'enf_1', action: 'lock', core: { durationMs: null, ground: 'hijack' } }, more)

const HIJACK: readonly Scenario[] = [
  {
    id: 'hijack.taken-over',
    sentence: 'One person locks an account without an end while the platform’s own records show a takeover.',
    subjects: { vale: { ...GUARDED, changedAgoMs: HOUR_MS } },
    play: async (player) => {
      await player.apply(hijackLock(player), APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
      await player.apply(hijackLock(player, { generation: 3 }), NOT_AGREED)
    },
  },
  {
    id: 'hijack.invented',
    sentence: 'The desk’s word of a takeover counts for nothing.',
    subjects: { vale: GUARDED },
    play: async (player) => {
      await player.apply(hijackLock(player), NOT_AGREED)
      await player.shows('vale', UP, { generation: 0 })
    },
  },
  {
    id: 'hijack.reset',
    sentence: 'After a reset of the credentials there is no takeover.',
    subjects: { vale: { ...GUARDED, changedAgoMs: 2 * HOUR_MS, resetAgoMs: HOUR_MS } },
    play: async (player) => player.apply(hijackLock(player), NOT_AGREED).then(() => undefined),
  },
  {
    id: 'hijack.not-ended-early',
    sentence: 'The platform’s recovery ends no hijack lock that began after the reset.',
    subjects: { vale: { ...GUARDED, changedAgoMs: HOUR_MS } },
    local: true,
    play: async (player) => {
      await player.endHijackLock('vale', false)
      await player.apply(hijackLock(player), APPLIED)
      await player.endHijackLock('vale', false)
      await player.shows('vale', LOCKED)
    },
  },
]

export const ONE_PERSON_SCENARIOS: readonly Scenario[] = [...INTERIM, ...ALONE, ...HIJACK]
