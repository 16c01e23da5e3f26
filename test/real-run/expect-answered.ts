import { type Answer, expectStatus } from './desk-client.ts'
import { RunError } from './run-error.ts'

/** What may come between somebody and their answer: another's, the end of its time, or their own that was said before. */
const TOO_LATE = ['not_waiting', 'too_late', 'answered_already', 'not_in_effect', 'confirmed_already']

/** Somebody's answer was taken, or came too late; whatever else keeps them from giving it ends the run. */
export function expectAnswered(what: string, answer: Answer): void {
  // 409: it is no longer as they were shown it, so they look again.
  const { why } = expectStatus(what, answer, [200, 403, 409])
  if (answer.status !== 403 || TOO_LATE.includes(String(why))) return
  throw new RunError(`${what} was refused: ${JSON.stringify(answer.body)}`)
}
