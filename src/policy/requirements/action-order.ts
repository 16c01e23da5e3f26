import { ACTIONS, type Action } from '../../foundation/domain.ts'

/** What an action can take from a subject: being spread to others, being seen, posting. */
type Loss = 'spread' | 'view' | 'posting'

interface Taking {
  losses: readonly Loss[]
  /** False: it never ends by itself, so whoever lost something has it back only if somebody acts. */
  reversible: boolean
}

/**
 * What each action takes away. This is the one statement of which action is stricter than which; everything that compares
 * actions is derived from it. A warning and a
 * label take nothing: they are statements, and what a statement needs says nothing about what a takedown needs.
 * Twin of action_taking in SQL and takes_view in SQL and takes_posting in SQL and DARKENS in platform-kit and MUTES in platform-kit.
 */
export const TAKINGS: Record<Action, Taking> = {
  warn: { losses: [], reversible: true },
  label: { losses: [], reversible: true },
  limit: { losses: ['spread'], reversible: true },
  hide: { losses: ['spread', 'view'], reversible: true },
  remove: { losses: ['spread', 'view'], reversible: false },
  lock: { losses: ['posting'], reversible: true },
  suspend: { losses: ['spread', 'view', 'posting'], reversible: true },
  deactivate: { losses: ['spread', 'view', 'posting'], reversible: false },
}

/** True when an action takes anything from anybody. Twin of is_restrictive in SQL. */
export const isRestrictive = (action: Action): boolean => TAKINGS[action].losses.length > 0

/**
 * True when `one` takes everything that `other` takes and comes back no more easily. A partial order: of lock and hide
 * neither is as strict as the other, and a statement compares with itself alone.
 * Twin of is_as_strict in SQL.
 */
export function isAsStrict(one: Action, other: Action): boolean {
  if (one === other) return true
  if (!isRestrictive(one) || !isRestrictive(other)) return false
  const [mine, its] = [TAKINGS[one], TAKINGS[other]]
  return its.losses.every((loss) => mine.losses.includes(loss)) && (its.reversible || !mine.reversible)
}

/** The action and every one that is milder: whatever these need, it needs too. */
export const noStricterThan = (action: Action): Action[] => ACTIONS.filter((other) => isAsStrict(action, other))

/** The actions and every one that is stricter than one of them: to all of these applies what is said of the first. */
export const atLeastAsStrictAs = (actions: readonly Action[]): Action[] =>
  ACTIONS.filter((action) => actions.some((other) => isAsStrict(action, other)))

/** The actions that take the same from a subject, be it for another time. Twin of takes_the_same in SQL. */
export const takingTheSame = (action: Action): Action[] =>
  ACTIONS.filter(
    (other) =>
      other === action || (isRestrictive(other) && String(TAKINGS[other].losses) === String(TAKINGS[action].losses)),
  )
