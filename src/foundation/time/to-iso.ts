/** Formats a time for answers; null stays null. */
export const toIso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null
