import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../foundation/durations.ts'
import { APPLIED, OFFLINE, OPEN, type Scenario, UP } from '../scenario.ts'
import type { Player, Sent } from '../player.ts'

const subjects = { vale: OPEN }
const NOT_AUTHORISED = { refusal: 'not_authorised' } as const

/** An instruction with a good webhook signature whose authorisation is wrong in one way. */
const refused = (id: string, sentence: string, wrong: (player: Player) => Partial<Sent>): Scenario => ({
  id: `authorisation.${id}`,
  sentence,
  subjects,
  play: async (player) => {
    await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, ...wrong(player) }, NOT_AUTHORISED)
    await player.shows('vale', UP, { generation: 0 })
  },
})

const seconds = (ms: number): number => Math.floor(ms / SECOND_MS)

export const AUTHORISATION_SCENARIOS: readonly Scenario[] = [
  refused('missing', 'An instruction without the signature of the desk’s own key is refused.', () => ({
    authorisation: 'none',
  })),
  refused('other-key', 'A stolen secret with another signing key takes nothing offline.', (player) => ({
    key: player.keys.people.mallory.privateKey,
  })),
  {
    id: 'authorisation.restore-without-key',
    sentence: 'A stolen secret alone restores nothing either.',
    subjects,
    play: async (player) => {
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, APPLIED)
      const key = player.keys.people.mallory.privateKey
      await player.apply({ to: 'vale', generation: 2, desired: UP, key }, NOT_AUTHORISED)
      await player.shows('vale', OFFLINE, { generation: 1 })
    },
  },
  refused('other-audience', 'An authorisation for another platform is refused.', () => ({
    claims: { aud: 'https://other.example/countersign' },
  })),
  refused('other-issuer', 'An authorisation of another issuer is refused.', () => ({ claims: { iss: 'other' } })),
  refused('expired', 'An authorisation that has expired is refused.', (player) => ({
    claims: { iat: seconds(player.now() - 8 * MINUTE_MS), exp: seconds(player.now() - MINUTE_MS) },
  })),
  refused('long-lived', 'An authorisation for more than ten minutes is refused.', (player) => ({
    claims: { exp: seconds(player.now() + HOUR_MS) },
  })),
  refused('too-early', 'An authorisation whose notBefore is still ahead is refused.', (player) => ({
    claims: { notBefore: new Date(player.now() + HOUR_MS).toISOString() },
  })),
  refused('other-subject', 'An authorisation about another subject is refused.', () => ({
    claims: { subject: { kind: 'account', id: 'rosa' } },
  })),
  refused('other-generation', 'An authorisation about another generation is refused.', () => ({
    claims: { generation: 2 },
  })),
  refused('other-state', 'An authorisation about another desired state is refused.', () => ({
    claims: { desired: UP },
  })),
  refused('other-reverts', 'An authorisation about other reverts is refused.', (player) => ({
    claims: { reverts: [player.revertIn(HOUR_MS)] },
  })),
  refused('other-epoch', 'An authorisation about another epoch is refused.', () => ({ claims: { epoch: 1 } })),
  refused('algorithm', 'The authorisation’s header chooses no other algorithm.', () => ({ header: { alg: 'none' } })),
  refused('critical', 'An authorisation with a critical extension is refused.', () => ({
    header: { alg: 'EdDSA', crit: ['exp'] },
  })),
]
