import { ACTIONS, type Action, OWN_LOSSES, type OwnLoss, type SubjectKind } from '../../foundation/domain.ts'
import { ACTION_RULES, isAsStrict, isRestrictive, type Loss, takes } from './action-order.ts'

/**
 * The losses of the eight actions as which a loss of an action of one's own counts. Money and a feature have no loss of
 * their own there: from an account they count as posting, and from a content as its visibility.
 * Twin of counted_losses in SQL.
 */
export const COUNTED_LOSSES: Record<SubjectKind, Record<OwnLoss, readonly Loss[]>> = {
  account: {
    visibility: ['view'],
    spread: ['spread'],
    posting: ['posting'],
    'sign-in': ['spread', 'view', 'posting'],
    money: ['posting'],
    feature: ['posting'],
  },
  content: {
    visibility: ['view'],
    spread: ['spread'],
    posting: ['view'],
    'sign-in': ['view'],
    money: ['view'],
    feature: ['view'],
  },
}

/** The losses of the eight actions in the words of actions of one's own, as guards read them. */
const WORDS: Record<Loss, readonly OwnLoss[]> = {
  view: ['visibility'],
  spread: ['spread'],
  posting: ['posting', 'sign-in'],
}
export const lossesOf = (action: Action): OwnLoss[] => {
  const taken = ACTION_RULES[action].losses.flatMap((loss) => WORDS[loss])
  return OWN_LOSSES.filter((loss) => taken.includes(loss))
}

/** The effect of an action of one's own, on which its place in the order of strictness depends. */
interface OwnEffect {
  takes: readonly OwnLoss[]
  reversible: boolean
}

/**
 * Returns the action as which an action of one's own counts: the mildest of the eight that takes at least as much, is no
 * easier to reverse, and can have an end or none. Guards, floors, denials, budgets and restores judge it as this one.
 * Undefined: there is none. Twin of base_action in SQL and isMild in platform-kit.
 */
export function baseActionOf(
  kind: SubjectKind,
  { takes: taken, reversible }: OwnEffect,
  hasEnd: boolean,
): Action | undefined {
  const losses = taken.flatMap((loss) => COUNTED_LOSSES[kind][loss])
  const able = ACTIONS.filter((action) => {
    const { on, end, reversible: ends } = ACTION_RULES[action]
    const covers = isRestrictive(action) && losses.every((loss) => takes(action, loss))
    return on.includes(kind) && covers && (reversible || !ends) && end !== (hasEnd ? 'none' : 'required')
  })
  return able.find((action) => able.every((other) => isAsStrict(other, action)))
}
