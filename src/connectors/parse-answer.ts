import { ConnectorError } from '../foundation/connector/connector.ts'
import { refuseUnstorable } from '../foundation/database/refuse-unstorable.ts'
import { messageOf } from '../foundation/errors.ts'

/**
 * Parses an answer of a platform. Undefined: it is no JSON. Throws `unreadable` for text that PostgreSQL can't store,
 * before any part of the answer is used.
 */
export function parseAnswer(text: string): unknown {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch {
    return undefined
  }
  try {
    refuseUnstorable(answer)
  } catch (error) {
    throw new ConnectorError('unreadable', `the platform's answer: ${messageOf(error)}`, { cause: error })
  }
  return answer
}
