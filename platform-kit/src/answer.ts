import { RefusedByPlatform } from './handlers.ts'
import { MalformedCall } from './parse-values.ts'
import { REFUSALS, type Refusal, type RefusalAnswer } from './protocol.ts'

/** The response to send: `body` is JSON text. */
export interface Answer {
  status: number
  headers: { 'content-type': 'application/json' }
  body: string
}

export function answer(value: object, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

/** Builds the answer for a call that was not carried out, with the status that belongs to the reason. */
export function refuse(refusal: Refusal, detail: string, seen: { generation?: number; epoch?: number } = {}): Answer {
  const refused: RefusalAnswer = { refusal, detail, ...seen }
  return answer(refused, REFUSALS[refusal])
}

export const NO_SUCH_SUBJECT = 'This platform has no such subject.'

/** Builds the answer for a call that ended with an error. One that the platform caused goes to `onError`. */
export function refuseAfter(error: unknown, onError: ((error: unknown) => void) | undefined): Answer {
  if (error instanceof MalformedCall) return refuse('malformed', error.message)
  if (error instanceof RefusedByPlatform) return refuse('refused', error.message)
  onError?.(error)
  return refuse('unavailable', 'The platform could not carry this out. Ask again.')
}
