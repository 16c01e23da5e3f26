interface Page {
  /** The hash of the policies that the page has. Undefined: it has none. */
  readHash: () => string | undefined
  makeStale: (queryKey: readonly string[]) => void
}

/**
 * Returns a function that is told the hash of the rule files in force, again and again. It makes the policies stale while
 * the page has others, and the rule files when the hash has changed.
 */
export function findOtherPolicies({ readHash, makeStale }: Page): (inForce: string | undefined) => void {
  let before: string | undefined
  return (inForce) => {
    if (inForce === undefined) return
    const known = readHash()
    if (known !== undefined && known !== inForce) makeStale(['policies'])
    if (before !== undefined && before !== inForce) makeStale(['guards'])
    before = inForce
  }
}
