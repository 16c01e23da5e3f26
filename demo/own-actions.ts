import type { ActionRule } from '@countersign/platform-kit'

/** The actions that the demo platform has beside those of the protocol, as the examples of a marketplace and a game declare them. */
export const OWN_ACTIONS: Readonly<Record<string, ActionRule>> = {
  'payout-hold': { takes: ['money'] },
  delist: { takes: ['visibility', 'spread'] },
  refund: { takes: ['money'], reversible: false },
  mute: { takes: ['posting'] },
  'matchmaking-ban': { takes: ['feature'] },
  ban: { takes: ['posting', 'sign-in', 'feature'] },
}
