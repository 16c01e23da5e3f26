/**
 * Statuses that no test here can cause, each with its reason. The list is empty: operations that need a platform have
 * one.
 */
export const NOT_ASKED: readonly string[] = []
