import type { paths } from '../api/schema.gen.ts'
import { DAY_MS } from '../components/durations.ts'
import { idOf, listOffered, type Offered, type OwnChoice, toOwnWish } from '../components/own-action.ts'

type PoliciesAnswer = paths['/v1/policies']['get']['responses']['200']['content']['application/json']
export type Policies = PoliciesAnswer['policies']
type Action = Policies[number]['actions'][number]['action']
type Kind = 'account' | 'content'

/** The policy and action of a bulk action, as chosen so far. */
export interface Wish {
  policyId: string | null
  action: Action | null
  /** The action of the organisation's own. Left out of drafts from before there was any. */
  own?: OwnChoice | null
  days: number
  label: string
}

/** The actions that a policy offers for many subjects at once: those that can be undone. */
export const listReversible = (policies: Policies, policyId: string | null): Offered[] =>
  listOffered(
    policies.find(({ id }) => id === policyId),
    'content',
  ).filter((each) => ('own' in each ? each.own.reversible : each.rule.action !== 'warn'))

export const findChosen = (policies: Policies, { policyId, action, own = null }: Wish): Offered | undefined => {
  const id = idOf({ action, own })
  return listReversible(policies, policyId).find((each) => each.id === id)
}

export const endOf = (chosen: Offered) => ('own' in chosen ? chosen.own : chosen.rule).end

export type Enforcement = NonNullable<ReturnType<typeof toEnforcement>>

/** Returns the enforcement as the desk takes it. Undefined: no action is chosen, or a required parameter is missing. */
export function toEnforcement(policies: Policies, wish: Wish, kind: Kind) {
  const chosen = findChosen(policies, wish)
  if (chosen === undefined) return undefined
  if ('own' in chosen)
    return wish.own ? toOwnWish(chosen.own, wish.own, Math.max(1, wish.days) * DAY_MS, kind) : undefined
  const { action } = chosen.rule
  const lasts = endOf(chosen) !== 'none' && wish.days > 0 ? { durationMs: wish.days * DAY_MS } : {}
  return { action, ...lasts, ...(action === 'label' ? { label: wish.label.trim() } : {}) }
}
