import { DeskError } from '../../src/lib/errors.ts'
import type { Outcome } from './gate.ts'

/** What the referees of PostgreSQL answer. */
const REFUSED = 'CS001'

/** What the desk refuses is an answer; anything else that goes wrong ends the history. */
export async function attempt(act: () => Promise<{ orderId: string | undefined; how: string }>): Promise<Outcome> {
  try {
    return { done: true, ...(await act()) }
  } catch (error) {
    if (error instanceof DeskError) return { done: false, why: error.message }
    throw error
  }
}

/** The same of somebody who goes past the desk, with its hands. */
export async function attemptByHand(act: () => Promise<string>): Promise<Outcome> {
  try {
    return { done: true, orderId: undefined, how: await act() }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === REFUSED) return { done: false, why: error.message }
    throw error
  }
}
