import { DAY_MS } from '../../src/foundation/durations.ts'

/** The body of a decision that takes an account offline for a week. */
export const SUSPENSION = {
  conclusion: 'violation',
  policyId: 'scam',
  rationale: 'It is a scam.',
  actions: [{ action: 'suspend', durationMs: 7 * DAY_MS }],
}

/** The body of a decision that leaves a subject as it is. */
export const NO_VIOLATION = { conclusion: 'no_violation', rationale: 'Nothing is wrong with it.' }
