/**
 * The largest step from the last generation to the next: more than any subject changes while a desk is away, and few
 * enough that a thief with the secret cannot use up the numbers. Desk and platform share this constant.
 */
export const GENERATION_STEP_MAX = 2 ** 20
/** From this generation on each step is one: no number of calls reaches the last safe integer. */
const SINGLE_STEPS_FROM = 2 ** 51

/** The largest accepted step above `last`. */
export const generationStepMax = (last: number): number => (last < SINGLE_STEPS_FROM ? GENERATION_STEP_MAX : 1)
