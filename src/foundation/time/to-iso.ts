/** A moment as answers tell it; null where there is none. */
export const toIso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null
