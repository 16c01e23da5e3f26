import { DeskError } from '../../src/foundation/errors.ts'
import type { Outcome } from './gate.ts'

/** The error code of PostgreSQL's guard triggers. */
const REFUSED = 'CS001'

/** Returns a refusal of the desk as an outcome; any other error ends the history. */
export async function attempt(
  act: () => Promise<{ enforcementId: string | undefined; how: string }>,
): Promise<Outcome> {
  try {
    return { done: true, ...(await act()) }
  } catch (error) {
    if (error instanceof DeskError) return { done: false, why: error.message }
    throw error
  }
}

/** Includes the refusal of a rule, a missing right, and a violated constraint. */
const REFUSED_BY_ROWS = /^(CS001|42501|23...)$/

/** Returns true when PostgreSQL refused the act. */
export const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && REFUSED_BY_ROWS.test(error.code)

/** Runs an act that PostgreSQL itself may refuse, which is an outcome too. */
export async function attemptByRows(
  act: () => Promise<{ enforcementId: string | undefined; how: string }>,
): Promise<Outcome> {
  try {
    return await attempt(act)
  } catch (error) {
    if (isRefused(error)) return { done: false, why: error instanceof Error ? error.message : String(error) }
    throw error
  }
}

/** Runs an act of an intruder who uses the application role. */
export async function attemptByHand(act: () => Promise<string>): Promise<Outcome> {
  try {
    return { done: true, enforcementId: undefined, how: await act() }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === REFUSED) return { done: false, why: error.message }
    throw error
  }
}
