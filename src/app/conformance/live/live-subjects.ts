import { SECOND_MS } from '../../../foundation/durations.ts'
import { GUARDED, OPEN, type Traits } from '../scenario.ts'

/** The restrictive effects in a minute that the platform under test accepts: more than all other checks together use. */
export const PER_MINUTE = 400
/** The time for which a platform under test holds the account of the hold check: short, so that the check can wait. */
const HELD_MS = 3 * SECOND_MS

/** The subject of each check that only a live platform can be put to. */
export const LIVE_SUBJECTS: Readonly<Record<string, Readonly<Record<string, Traits>>>> = {
  'live.answers': { vale: OPEN },
  'live.read-back': { vale: OPEN },
  'live.visible': { vale: OPEN },
  'live.doubled': { vale: OPEN },
  'live.replayed-at-once': { vale: OPEN },
  'live.lost-answer': { vale: OPEN },
  'live.out-of-order': { vale: OPEN },
  'live.batch-full': { vale: OPEN },
  'live.oversized': { vale: OPEN },
  'live.reverts': { vale: OPEN },
  'live.reverts-protected': { vale: GUARDED },
  'live.holds': { vale: { ...OPEN, holdMs: HELD_MS } },
  'live.limits': { vale: OPEN },
}
