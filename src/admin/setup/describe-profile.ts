import type { Organisation } from '../../foundation/domain.ts'
import { message, type Message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Profile } from '../../foundation/profile.ts'
import type { Described, Direction, WantedProfile } from '../change/wanted.ts'
import { paragraphs } from '../describe/paragraphs.ts'

/** The kinds of organisation, from the one that requires the fewest approvals. PostgreSQL has the same order. */
const RANKS: Record<Organisation, number> = { solo: 0, community: 1, company: 2 }

/** Returns what a kind of organisation means for approvals. */
export const organisationMessage = (organisation: Organisation): Message =>
  message(`described.profile.says.${organisation}`)

/** Describes another profile, with its direction. Refuses one that changes nothing. Pure. */
export function describeProfile(
  { organisation, shadow, personMetrics }: Omit<WantedProfile, 'kind'>,
  from: Profile,
): { described: Described; to: Profile } {
  const to: Profile = {
    organisation: organisation ?? from.organisation,
    shadow: shadow ?? from.shadow,
    personMetrics: personMetrics ?? from.personMetrics,
  }
  const says = [
    ...(to.organisation === from.organisation
      ? []
      : [
          message('described.profile.goes', {
            from: from.organisation,
            to: to.organisation,
            says: organisationMessage(to.organisation),
          }),
        ]),
    ...(to.shadow === from.shadow
      ? []
      : [message(to.shadow ? 'described.profile.shadowBegins' : 'described.profile.shadowEnds')]),
    ...(to.personMetrics === from.personMetrics
      ? []
      : [message(to.personMetrics ? 'described.profile.metricsShown' : 'described.profile.metricsHidden')]),
  ]
  if (says.length === 0) throw new DeskError('conflict', message('profile.same'))
  return { described: { says: paragraphs(says), direction: directionOf(from, to) }, to }
}

/** Twin of profile_direction in SQL. */
function directionOf(from: Profile, to: Profile): Direction {
  const steps = [
    RANKS[to.organisation] - RANKS[from.organisation],
    Number(from.shadow) - Number(to.shadow),
    Number(from.personMetrics) - Number(to.personMetrics),
  ]
  if (Math.min(...steps) >= 0) return 'stricter'
  return Math.max(...steps) <= 0 ? 'looser' : 'mixed'
}

export const SHADOW_WARNING =
  'SHADOW MODE: guards only watch, and nothing is held. One person takes any account offline at once, protected ones too.'
