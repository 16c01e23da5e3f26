/** Statuses that no test here can bring about, each with its reason. There are none: what needs a platform has one. */
export const NOT_ASKED: readonly string[] = []
