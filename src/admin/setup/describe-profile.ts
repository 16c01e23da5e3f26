import type { Organisation } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Profile } from '../../foundation/profile.ts'
import type { Described, Direction, WantedProfile } from '../change/wanted.ts'

/** The kinds of organisation, from the one that requires the fewest approvals. PostgreSQL has the same order. */
const RANKS: Record<Organisation, number> = { solo: 0, community: 1, company: 2 }

export const ORGANISATION_SAYS: Record<Organisation, string> = {
  company:
    'People keep shifts; taking a protected account offline takes two others, or one where it is protected by its reach alone.',
  community:
    'A person who was active within a day is on duty; taking a protected account offline takes at least one other person.',
  solo: 'There is no second person: the proposer approves a day later, after another review. That protects from haste, and not from a bad or hijacked moderator.',
}

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
      : [`The profile goes from ${from.organisation} to ${to.organisation}. ${ORGANISATION_SAYS[to.organisation]}`]),
    ...(to.shadow === from.shadow ? [] : [to.shadow ? SHADOW_BEGINS : SHADOW_ENDS]),
    ...(to.personMetrics === from.personMetrics ? [] : [to.personMetrics ? METRICS_SHOWN : METRICS_HIDDEN]),
  ]
  if (says.length === 0) throw new DeskError('conflict', message('profile.same'))
  return { described: { says: says.join('\n'), direction: directionOf(from, to) }, to }
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

const SHADOW_BEGINS =
  'Shadow mode begins: the requirements of guards are recorded and not enforced. One person takes any account offline at once, protected accounts included, without approval, hold or confirmation.'
const SHADOW_ENDS =
  'Shadow mode ends: the requirements of guards are enforced from now on, for waiting enforcements too.'
const METRICS_HIDDEN =
  'Figures about work are shown by shift and not by person. Guards still read the facts of a person that they need, and each person sees their own.'
const METRICS_SHOWN = 'Figures about work are shown to leads by person again.'
