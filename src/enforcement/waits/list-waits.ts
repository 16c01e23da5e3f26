import { isMet, type Requirement } from '../../policy/requirements/requirement.ts'
import { isUnconfirmed } from '../alone/acts-alone.ts'
import { GROUND_NAMES } from '../alone/ground-names.ts'
import { listMissingInput, type Waiting } from '../next-step.ts'
import { ACTING, WAITING } from '../enforcement-state.ts'
import type { Enforcement } from '../queries.ts'
import { clocksOf } from '../present/enforcement-clocks.ts'
import { formatPeople } from '../present/format-enforcement.ts'

/** One condition that an enforcement still waits for, in words, and its deadline or end. Null: no clock runs. */
export interface Wait {
  for: 'identify' | 'assessment' | 'signature' | 'agreement' | 'duty' | 'hold' | 'breaker' | 'platform' | 'confirmation'
  says: string
  until: Date | null
}

/**
 * Lists the conditions for which an enforcement still waits, in any state. Empty: it has ended, or nothing is open.
 * Pure.
 */
export function listWaits(enforcement: Enforcement, requirement: Requirement, waiting: Waiting): Wait[] {
  const clocks = clocksOf(enforcement, waiting)
  if (WAITING.includes(enforcement.state)) {
    const breaker: Wait[] = waiting.isBreakerOpen ? [{ for: 'breaker', says: SHUT, until: enforcement.expiresAt }] : []
    return [...listOwed(requirement, waiting, clocks.agreeBy), ...hold(clocks.heldUntil), ...breaker]
  }
  const waits: Wait[] = []
  if (clocks.platformHeldUntil !== null) {
    const says = 'the end of the platform’s own hold; until then anyone on duty can undo it'
    waits.push({ for: 'platform', says, until: clocks.platformHeldUntil })
  } else if (enforcement.state === 'releasing' || enforcement.state === 'restoring') {
    const says = enforcement.state === 'releasing' ? 'the platform to show it' : 'the platform to show it undone'
    waits.push({ for: 'platform', says, until: null })
  }
  if (isUnconfirmed(enforcement)) waits.push(unconfirmed(enforcement, clocks.confirmBy))
  else if (ACTING.includes(enforcement.state) && clocks.confirmBy !== null) {
    const says = 'a confirmation by the person who promised it; without one it is undone'
    waits.push({ for: 'confirmation', says, until: clocks.confirmBy })
  }
  return waits
}

/** An enforcement that one person made alone waits for a second person, whether or not a clock runs on it. */
function unconfirmed({ ground }: Enforcement, until: Date | null): Wait {
  const stays = ground === 'hijack' ? 'stays locked until its credentials are reset' : 'stays offline'
  const end = until === null ? `it ${stays}, and on-call is alerted until then` : 'else it is undone'
  const name = ground === null ? '' : GROUND_NAMES[ground]
  const says = `a second person, on or off duty, to confirm it: unconfirmed, acts alone on the ground “${name}”; ${end}`
  return { for: 'confirmation', says, until }
}

function listOwed(requirement: Requirement, waiting: Waiting, agreeBy: Date | null): Wait[] {
  const missing = listMissingInput(requirement, waiting).map((what) => ({
    for: what,
    says: OWED[what],
    until: agreeBy,
  }))
  const unmet = requirement.approvals.filter((clause) => !isMet([clause], waiting.agreeing))
  const people: Wait[] =
    unmet.length === 0 ? [] : [{ for: 'agreement', says: `${formatPeople(unmet)} to agree`, until: agreeBy }]
  const isDutyMissing = requirement.confirmMs !== null && waiting.duties === 0
  const duty: Wait[] = isDutyMissing
    ? [{ for: 'duty', says: 'a person who promises to confirm it', until: agreeBy }]
    : []
  return [...missing, ...people, ...duty]
}

const SHUT = 'two people to close the breaker that is open, else it expires'

const OWED = {
  identify: 'its proposer to name whose account it is',
  assessment: 'its proposer to write the assessment',
  signature: 'its proposer to sign it with their passkey',
} as const

const hold = (until: Date | null): Wait[] =>
  until === null ? [] : [{ for: 'hold', says: 'the end of its hold; until then anyone on duty can stop it', until }]
