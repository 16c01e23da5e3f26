/**
 * How far above the last generation the next one may be: further than any subject is changed while a desk is away, and so
 * near that a stolen secret can't use the numbers up. Desk and platform both go by this constant.
 */
export const GENERATION_STEP_MAX = 2 ** 20
/** From here on generations are taken one after the other: no number of calls reaches the last whole number there is. */
const SINGLE_STEPS_FROM = 2 ** 51

/** How far above `last` the next generation may be. */
export const generationStepMax = (last: number): number => (last < SINGLE_STEPS_FROM ? GENERATION_STEP_MAX : 1)
