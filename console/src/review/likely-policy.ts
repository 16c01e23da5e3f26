interface Ranked {
  id: string
  category: string
  actions: readonly { on: readonly string[] }[]
}

interface Reported {
  category: string
  subject: { kind: string }
}

/** Returns the policies, those of the reports' category first, and among them those with more actions on the subject. */
export function orderPolicies<Policy extends Ranked>(
  policies: readonly Policy[],
  { category, subject }: Reported,
): Policy[] {
  const fits = ({ actions }: Policy) => actions.filter(({ on }) => on[0] === subject.kind || on.length > 1).length
  return policies.toSorted((a, b) => {
    const [isFirst, isSecond] = [a.category === category, b.category === category]
    if (isFirst !== isSecond) return isFirst ? -1 : 1
    return isFirst ? fits(b) - fits(a) : 0
  })
}

/** The policy that the reports' category points to; null: none has this category. */
export function findLikelyPolicy(policies: readonly Ranked[], reported: Reported): string | null {
  const [first] = orderPolicies(policies, reported)
  return first?.category === reported.category ? first.id : null
}
