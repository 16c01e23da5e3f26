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
