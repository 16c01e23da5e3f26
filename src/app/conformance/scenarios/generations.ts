import { GENERATION_STEP_MAX } from '@countersign/platform-kit'
import { APPLIED, KNOWN, OFFLINE, OPEN, type Scenario, UP } from '../scenario.ts'

const subjects = { vale: OPEN }

export const GENERATION_SCENARIOS: readonly Scenario[] = [
  {
    id: 'generation.higher',
    sentence: 'A higher generation is carried out, and gaps are allowed.',
    subjects,
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 3, desired: OFFLINE }, { ...APPLIED, generation: 3 })
      await player.apply({ to: 'vale', generation: 7, desired: UP }, { ...APPLIED, generation: 7 })
      await player.shows('vale', UP, { generation: 7 })
    },
  },
  {
    id: 'generation.equal',
    sentence: 'The same instruction sent again gets the stored outcome, and nothing happens twice.',
    subjects,
    play: async (player) => {
      const { answer } = await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, APPLIED)
      const again = await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, KNOWN)
      if (again.answer.body?.appliedAt !== answer.body?.appliedAt) throw new Error('appliedAt differs')
      await player.shows('vale', OFFLINE, { generation: 1 })
    },
  },
  {
    id: 'generation.other-body',
    sentence: 'The same generation with another body is refused.',
    subjects,
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, APPLIED)
      await player.apply({ to: 'vale', generation: 1, desired: UP }, { refusal: 'conflicting_body' })
      await player.shows('vale', OFFLINE, { generation: 1 })
    },
  },
  {
    id: 'generation.unknown-member',
    sentence: 'Members that a platform doesn’t know count in the comparison of two bodies.',
    subjects,
    play: async (player) => {
      const more = { laterVersion: 1.5 }
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, more }, APPLIED)
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, more }, KNOWN)
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, { refusal: 'conflicting_body' })
    },
  },
  {
    id: 'generation.order-of-members',
    sentence: 'Bodies are compared by their canonical JSON, so the order of members doesn’t matter.',
    subjects,
    play: async (player) => {
      const more = { a: 'é"\\\u0007', b: [1e21, 0.1, -0] }
      const other = { b: [1e21, 0.1, 0], a: 'é"\\\u0007' }
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, more }, APPLIED)
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, more: other }, KNOWN)
    },
  },
  {
    id: 'generation.lower',
    sentence: 'A late call with a lower generation is refused, and the answer states the highest one.',
    subjects,
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 5, desired: UP }, APPLIED)
      const stale = { refusal: 'stale_generation', generation: 5 } as const
      await player.apply({ to: 'vale', generation: 4, desired: OFFLINE }, stale)
      await player.shows('vale', UP, { generation: 5 })
    },
  },
  {
    id: 'generation.jump',
    sentence: 'A generation more than 2^20 above the highest one is refused, so no thief uses up the numbers.',
    subjects,
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
      const jump = { refusal: 'generation_jump', generation: 2 } as const
      await player.apply({ to: 'vale', generation: GENERATION_STEP_MAX + 3, desired: UP }, jump)
      await player.apply({ to: 'vale', generation: Number.MAX_SAFE_INTEGER, desired: UP }, jump)
      await player.apply({ to: 'vale', generation: GENERATION_STEP_MAX + 2, desired: OFFLINE }, APPLIED)
    },
  },
  {
    id: 'generation.other-epoch',
    sentence: 'An instruction of another epoch is refused, and the answer states the subject’s epoch.',
    subjects,
    play: async (player) => {
      const stale = { refusal: 'stale_epoch', epoch: 0 } as const
      await player.apply({ to: 'vale', generation: 1, epoch: 1, desired: OFFLINE }, stale)
      await player.shows('vale', UP, { generation: 0 })
    },
  },
  {
    id: 'generation.refused-is-not-seen',
    sentence: 'A refused instruction leaves the generation as it was, so a correct one may use the number.',
    subjects: { vale: { kind: 'account', protects: 2 } },
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, { refusal: 'not_agreed' })
      await player.apply({ to: 'vale', generation: 1, desired: UP }, APPLIED)
    },
  },
  {
    id: 'event.once',
    sentence: 'A warning is delivered once for each id, whichever generations carry it.',
    subjects,
    local: true,
    play: async (player) => {
      const events = [{ id: 'enf_1', kind: 'warn', policyId: 'kindness', text: 'Please be kind.' }] as const
      await player.apply({ to: 'vale', generation: 1, desired: UP, events }, APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: UP, events }, APPLIED)
    },
  },
]
