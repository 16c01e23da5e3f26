/** The reviewing roles, the lowest first: a denial covers the roles before it. */
export const RANKS = ['reviewer', 'senior', 'lead'] as const
export type Rank = (typeof RANKS)[number]

/**
 * True when a denial of this role, or of a higher one, covers the action. Twin of list_roles_for_action in SQL. The
 * server lists each denial with every stricter action.
 */
export const isDeniedTo = (
  denials: readonly { role: string | null; actions: readonly string[] }[],
  role: Rank,
  action: string,
): boolean =>
  denials.some(
    (denial) =>
      denial.role !== null &&
      RANKS.indexOf(denial.role as Rank) >= RANKS.indexOf(role) &&
      denial.actions.includes(action),
  )
