import { type Answer, expectStatus } from './desk-client.ts'
import { RunError } from './run-error.ts'

/** The reasons that an answer comes too late: another answer, the end of its time, or an earlier one of the same person. */
const TOO_LATE = ['not_waiting', 'too_late', 'answered_already', 'not_in_effect', 'confirmed_already']

/** Accepts an answer that the desk took, or that came too late; any other refusal ends the run. */
export function expectAnswered(what: string, answer: Answer): void {
  // 409: the enforcement has changed since it was shown, so the person reads it again.
  const { why } = expectStatus(what, answer, [200, 403, 409])
  if (answer.status !== 403 || TOO_LATE.includes(String(why))) return
  throw new RunError(`${what} was refused: ${JSON.stringify(answer.body)}`)
}
