/**
 * The largest step from the last generation to the next: more than any subject changes while a desk is away, and few
 * enough that a stolen secret cannot use the numbers up. Desk and platform share this constant.
 */
export const GENERATION_STEP_MAX = 2 ** 20
/** From here on generations are taken one after the other: no number of calls reaches the last whole number there is. */
const SINGLE_STEPS_FROM = 2 ** 51

/** The largest accepted step above `last`. */
export const generationStepMax = (last: number): number => (last < SINGLE_STEPS_FROM ? GENERATION_STEP_MAX : 1)
