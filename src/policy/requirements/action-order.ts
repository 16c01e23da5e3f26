import { ACTIONS, type Action, type SubjectKind } from '../../foundation/domain.ts'

/** The things that an action can take from a subject: distribution, visibility, posting. */
export type Loss = 'spread' | 'view' | 'posting'

interface ActionRule {
  /** The kinds of subject to which the action applies, the usual one first. */
  on: readonly SubjectKind[]
  /** The end of the action: it must, may or can't have one. */
  end: 'required' | 'optional' | 'none'
  losses: readonly Loss[]
  /** False: it never ends by itself, so the loss is restored only if a person acts. */
  reversible: boolean
}

/**
 * The one table of actions: each row states the subjects of an action, its end and the losses. Every comparison of
 * actions is derived from it, here and by a test in SQL and platform-kit. A warning and a label take nothing: they are
 * statements, and their requirements say nothing about those of a takedown.
 * Twin of action_taking in SQL and removes_visibility in SQL and removes_posting in SQL and TAKES_OFFLINE in platform-kit and MUTES in platform-kit.
 */
export const ACTION_RULES: Record<Action, ActionRule> = {
  warn: { on: ['account'], end: 'none', losses: [], reversible: true },
  label: { on: ['content', 'account'], end: 'optional', losses: [], reversible: true },
  limit: { on: ['content', 'account'], end: 'optional', losses: ['spread'], reversible: true },
  hide: { on: ['content'], end: 'optional', losses: ['spread', 'view'], reversible: true },
  remove: { on: ['content'], end: 'none', losses: ['spread', 'view'], reversible: false },
  lock: { on: ['account'], end: 'optional', losses: ['posting'], reversible: true },
  suspend: { on: ['account'], end: 'required', losses: ['spread', 'view', 'posting'], reversible: true },
  deactivate: { on: ['account'], end: 'none', losses: ['spread', 'view', 'posting'], reversible: false },
}

/** True when an action takes this thing from its subject. */
export const takes = (action: Action, loss: Loss): boolean => ACTION_RULES[action].losses.includes(loss)

/**
 * True when an action takes a content of an account out of view: it counts together with the account's other hidden
 * contents.
 */
export const takesContent = (action: Action): boolean => takes(action, 'view') && !takes(action, 'posting')

/**
 * True when an action takes anything from a subject.
 * Twin of is_restrictive in SQL.
 */
export const isRestrictive = (action: Action): boolean => ACTION_RULES[action].losses.length > 0

/**
 * True when `one` takes all that `other` takes and is no easier to reverse. A partial order: neither lock nor hide is
 * as strict as the other, and a statement compares only with itself.
 * Twin of is_as_strict in SQL.
 */
export function isAsStrict(one: Action, other: Action): boolean {
  if (one === other) return true
  if (!isRestrictive(one) || !isRestrictive(other)) return false
  const [mine, its] = [ACTION_RULES[one], ACTION_RULES[other]]
  return its.losses.every((loss) => mine.losses.includes(loss)) && (its.reversible || !mine.reversible)
}

/** Returns the action and every milder one: their requirements apply to it too. */
export const noStricterThan = (action: Action): Action[] => ACTIONS.filter((other) => isAsStrict(action, other))

/**
 * Returns the actions and every one that is stricter than one of these, because a rule about one applies to all
 * stricter ones.
 */
export const atLeastAsStrictAs = (actions: readonly Action[]): Action[] =>
  ACTIONS.filter((action) => actions.some((other) => isAsStrict(action, other)))

/**
 * Returns the actions that take the same things from a subject, perhaps for another time.
 * Twin of has_same_losses in SQL.
 */
export const actionsWithSameLosses = (action: Action): Action[] =>
  ACTIONS.filter(
    (other) =>
      other === action ||
      (isRestrictive(other) && String(ACTION_RULES[other].losses) === String(ACTION_RULES[action].losses)),
  )
