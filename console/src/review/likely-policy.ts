import type { Case } from '../api/shapes.ts'
import type { Policy } from './draft.ts'

type Reported = Pick<Case, 'category' | 'subject'>

/** Returns the policies, those of the reports' category first, and among them those with more actions on the subject. */
export function orderPolicies(policies: readonly Policy[], { category, subject }: Reported): Policy[] {
  const fits = (policy: Policy) => policy.actions.filter(({ on }) => on[0] === subject.kind || on.length > 1).length
  return policies.toSorted((a, b) => {
    const [isFirst, isSecond] = [a.category === category, b.category === category]
    if (isFirst !== isSecond) return isFirst ? -1 : 1
    return isFirst ? fits(b) - fits(a) : 0
  })
}

/** The policy that the reports' category points to; null: none has this category. */
export function findLikelyPolicy(policies: readonly Policy[], reported: Reported): string | null {
  const [first] = orderPolicies(policies, reported)
  return first?.category === reported.category ? first.id : null
}
