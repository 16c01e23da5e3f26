import type { Player, Sent } from '../player.ts'
import { APPLIED, GUARDED, KNOWN, NOT_AGREED, OFFLINE, OPEN, type Scenario, UP } from '../scenario.ts'

const subjects = { vale: OPEN, rosa: OPEN }
const NOT_AUTHORISED = { refusal: 'not_authorised' } as const
const REPLAYED = { refusal: 'replayed' } as const
const takes = (to: string, more: Partial<Sent> = {}): Sent => ({ to, generation: 1, desired: OFFLINE, ...more })

/** A rule of batches, for platforms that state `batch`. */
const batch = (id: string, sentence: string, more: Pick<Scenario, 'play'> & Partial<Scenario>): Scenario => ({
  ...{ id: `batch.${id}`, sentence, subjects, needs: 'batch' as const },
  ...more,
})

/** Returns the instructions of a batch as single calls. */
const singlesOf = (body: string): readonly object[] =>
  JSON.parse(body).instructions.map((item: object) => ({ type: 'subject.apply', ...item }))

/** Plays a batch of which the first instruction is wrong in one way, and the second is correct. */
const refusedAlone =
  (refusal: typeof NOT_AUTHORISED | { refusal: 'malformed' | 'no_such_subject' }, wrong: (player: Player) => Sent) =>
  async (player: Player): Promise<void> => {
    await player.applyBatch([wrong(player), takes('rosa')], [refusal, APPLIED])
    await player.shows('vale', UP, { generation: 0 })
    await player.shows('rosa', OFFLINE, { generation: 1 })
  }

const FAULTS: readonly Scenario[] = [
  batch('unknown-subject', 'An instruction about no known subject stops no other one of its batch.', {
    play: refusedAlone({ refusal: 'no_such_subject' }, () => takes('missing')),
  }),
  batch('malformed-instruction', 'A malformed instruction of a batch is refused alone.', {
    play: refusedAlone({ refusal: 'malformed' }, () => takes('vale', { more: { generation: 0 } })),
  }),
  batch('forged', 'An instruction of a batch that another key signed is refused alone.', {
    play: refusedAlone(NOT_AUTHORISED, (player) => takes('vale', { key: player.keys.people.mallory.privateKey })),
  }),
  batch('unsigned', 'An instruction of a batch without an authorisation of its own is refused alone.', {
    play: refusedAlone(NOT_AUTHORISED, () => takes('vale', { authorisation: 'none' })),
  }),
  batch('other-subject', 'The authorisation of one instruction of a batch covers no other subject of it.', {
    play: refusedAlone(NOT_AUTHORISED, (player) => takes('vale', { claims: { subject: player.subject('rosa') } })),
  }),
  batch('protected', 'A protected subject in a batch needs the signatures that it needs alone.', {
    subjects: { vale: GUARDED, rosa: OPEN },
    play: async (player) => {
      const enforcements = [{ enforcement: 'enf_1', action: 'suspend', legalDuty: false, until: null }]
      const endless = { durationMs: null }
      const approvals = [
        player.sign('ana', 'enf_1', 'vale', { act: 'propose', ...endless }),
        ...(['ben', 'dora'] as const).map((name) => player.sign(name, 'enf_1', 'vale', endless)),
      ]
      const bare = takes('vale', { enforcements, approvals: approvals.slice(0, 2) })
      await player.applyBatch([bare, takes('rosa', { enforcements })], [NOT_AGREED, APPLIED])
      await player.shows('vale', UP, { generation: 0 })
      const back = { to: 'rosa', generation: 2, desired: UP }
      await player.applyBatch([takes('vale', { enforcements, approvals }), back], [APPLIED, APPLIED])
      await player.shows('vale', OFFLINE, { generation: 1 })
    },
  }),
  batch('limit', 'Each instruction of a batch counts towards the limits of the platform.', {
    platform: { limits: { perMinute: 1 } },
    play: async (player) => {
      await player.applyBatch([takes('vale')], [APPLIED])
      const back = { to: 'vale', generation: 2, desired: UP }
      await player.applyBatch([takes('rosa'), back], [{ refusal: 'over_budget' }, APPLIED])
    },
  }),
]

const REPEATS: readonly Scenario[] = [
  batch('replayed', 'The same signed batch is accepted once.', {
    play: async (player) => {
      const { call } = await player.applyBatch([takes('vale'), takes('rosa')], [APPLIED, APPLIED])
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
      await player.resend(call, REPLAYED)
      await player.shows('vale', UP, { generation: 2 })
    },
  }),
  batch(
    'authorisation-once',
    'An authorisation that came in a batch is accepted no second time, alone or in another.',
    {
      play: async (player) => {
        const { call } = await player.applyBatch([takes('vale'), takes('rosa')], [APPLIED, APPLIED])
        for (const single of singlesOf(call.body)) await player.call(single, REPLAYED)
        const { answer } = await player.call(JSON.parse(call.body), { status: 200 })
        if (JSON.stringify(answer.body).includes('"outcome":')) throw new Error('an authorisation counted twice')
      },
    },
  ),
  batch('again', 'A batch that is signed anew is answered with the stored outcomes.', {
    play: async (player) => {
      await player.applyBatch([takes('vale'), takes('rosa')], [APPLIED, APPLIED])
      const more = { to: 'rosa', generation: 2, desired: UP }
      await player.applyBatch([takes('vale'), takes('rosa'), more], [KNOWN, KNOWN, APPLIED])
    },
  }),
  batch('order', 'Instructions of a batch about one subject are carried out in their order, by generation.', {
    play: async (player) => {
      const [later, earlier] = [takes('vale', { generation: 2 }), { to: 'vale', generation: 1, desired: UP }]
      const stale = { refusal: 'stale_generation', generation: 2 } as const
      await player.applyBatch([later, earlier, later], [APPLIED, stale, KNOWN])
      await player.shows('vale', OFFLINE, { generation: 2 })
    },
  }),
  ...[
    ['none', 0],
    ['too-many', 201],
  ].map(([id, count]) =>
    batch(`${id}`, 'A batch has 1 to 200 instructions.', {
      play: async (player) => {
        const instructions = Array(Number(count)).fill({})
        await player.call({ type: 'subject.apply_batch', instructions }, { refusal: 'malformed' })
      },
    }),
  ),
]

const READS: readonly Scenario[] = [
  batch('read-back', 'Subjects that are read back together are shown as each alone; an unknown one stops no other.', {
    needs: 'batch.readBack',
    play: async (player) => {
      await player.apply(takes('rosa'), APPLIED)
      await player.showsTogether([
        ['missing', undefined],
        ['rosa', OFFLINE],
        ['vale', UP],
        ['rosa', OFFLINE],
      ])
    },
  }),
  ...[
    ['read-back-none', 0],
    ['read-back-too-many', 201],
  ].map(([id, count]) =>
    batch(`${id}`, 'A batch of read-backs has 1 to 200 subjects.', {
      needs: 'batch.readBack',
      play: async (player) => {
        const subjects = Array(Number(count)).fill(player.subject('vale'))
        await player.call({ type: 'subject.read_back_batch', subjects }, { refusal: 'malformed' })
      },
    }),
  ),
]

const FACTS: readonly Scenario[] = [
  batch('facts', 'Facts that are read together are those of each alone; an unknown subject stops no other.', {
    needs: 'batch.facts',
    play: async (player) => player.tellsTogether(['missing', 'rosa', 'vale', 'rosa']),
  }),
  ...[
    ['facts-none', 0],
    ['facts-too-many', 201],
  ].map(([id, count]) =>
    batch(`${id}`, 'A batch of reads of facts has 1 to 200 subjects.', {
      needs: 'batch.facts',
      play: async (player) => {
        const subjects = Array(Number(count)).fill(player.subject('vale'))
        await player.call({ type: 'subject.facts_batch', subjects }, { refusal: 'malformed' })
      },
    }),
  ),
]

export const BATCH_SCENARIOS: readonly Scenario[] = [...FAULTS, ...REPEATS, ...READS, ...FACTS]
