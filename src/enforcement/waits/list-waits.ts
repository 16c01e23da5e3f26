import { isMet, type Requirement } from '../../policy/requirements/requirement.ts'
import { isUnconfirmed } from '../alone/acts-alone.ts'
import { groundMessage } from '../alone/ground-names.ts'
import { listMissingInput, type Waiting } from '../next-step.ts'
import { ACTING, WAITING } from '../enforcement-state.ts'
import type { Enforcement } from '../queries.ts'
import { clocksOf } from '../present/enforcement-clocks.ts'
import { peopleMessage } from '../present/format-enforcement.ts'
import { type Message, message } from '../../foundation/messages/message.ts'

/** One condition that an enforcement still waits for, in words, and its deadline or end. Null: no clock runs. */
export interface Wait {
  for:
    | 'identify'
    | 'assessment'
    | 'signature'
    | 'agreement'
    | 'duty'
    | 'hold'
    | 'breaker'
    | 'recovery'
    | 'platform'
    | 'confirmation'
  says: Message
  until: Date | null
}

/**
 * Lists the conditions for which an enforcement still waits, in any state. Empty: it has ended, or nothing is open.
 * Pure.
 */
export function listWaits(enforcement: Enforcement, requirement: Requirement, waiting: Waiting): Wait[] {
  const clocks = clocksOf(enforcement, waiting)
  if (WAITING.includes(enforcement.state)) {
    const breaker: Wait[] = waiting.isBreakerOpen
      ? [{ for: 'breaker', says: BREAKER_OPEN, until: enforcement.expiresAt }]
      : []
    const recovery: Wait[] = waiting.isBarredByRecovery
      ? [{ for: 'recovery', says: message('wait.recovery'), until: enforcement.expiresAt }]
      : []
    return [...listOwed(requirement, waiting, clocks.agreeBy), ...hold(clocks.heldUntil), ...breaker, ...recovery]
  }
  const waits: Wait[] = []
  if (clocks.platformHeldUntil !== null) {
    waits.push({ for: 'platform', says: message('wait.platformHold'), until: clocks.platformHeldUntil })
  } else if (enforcement.state === 'releasing' || enforcement.state === 'restoring') {
    const says = message(enforcement.state === 'releasing' ? 'wait.shown' : 'wait.shownUndone')
    waits.push({ for: 'platform', says, until: null })
  }
  if (isUnconfirmed(enforcement)) waits.push(unconfirmed(enforcement, clocks.confirmBy))
  else if (ACTING.includes(enforcement.state) && clocks.confirmBy !== null) {
    waits.push({ for: 'confirmation', says: message('wait.confirmation'), until: clocks.confirmBy })
  }
  return waits
}

/** An enforcement that one person made alone waits for a second person, whether or not a clock runs on it. */
function unconfirmed({ ground }: Enforcement, until: Date | null): Wait {
  const stays = ground === 'hijack' ? 'locked' : 'offline'
  const end = message(`wait.end.${until === null ? stays : 'undone'}`)
  const name = ground === null ? '' : groundMessage(ground)
  return { for: 'confirmation', says: message('wait.unconfirmed', { ground: name, end }), until }
}

function listOwed(requirement: Requirement, waiting: Waiting, agreeBy: Date | null): Wait[] {
  const missing = listMissingInput(requirement, waiting).map((what) => ({
    for: what,
    says: message(`wait.${what}`),
    until: agreeBy,
  }))
  const unmet = requirement.approvals.filter((clause) => !isMet([clause], waiting.agreeing))
  const people: Wait[] =
    unmet.length === 0
      ? []
      : [{ for: 'agreement', says: message('wait.agreement', { people: peopleMessage(unmet) }), until: agreeBy }]
  const isDutyMissing = requirement.confirmMs !== null && waiting.duties === 0
  const duty: Wait[] = isDutyMissing ? [{ for: 'duty', says: message('wait.duty'), until: agreeBy }] : []
  return [...missing, ...people, ...duty]
}

const BREAKER_OPEN = message('wait.breaker')

const hold = (until: Date | null): Wait[] =>
  until === null ? [] : [{ for: 'hold', says: message('wait.hold'), until }]
