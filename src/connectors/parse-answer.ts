import { ConnectorError } from '../foundation/connector/connector.ts'
import { refuseUnstorable } from '../foundation/database/refuse-unstorable.ts'
import { messageOf } from '../foundation/errors.ts'
import { toStorable } from '../foundation/messages/stored-text.ts'

/** The members that name a subject or bytes: replaced characters would let them name another one. */
const IS_ID = /^(?:id|reference|address|uri|url|did|cid|acct)$|(?:Id|_id)$/

/**
 * Parses an answer of a platform. Undefined: it is no JSON. Words are written by authors: characters that PostgreSQL
 * can't store are replaced, so that no author makes their own account unreadable. Throws `unreadable` for an id with
 * such a character, before any part of the answer is used.
 */
export function parseAnswer(text: string): unknown {
  let answer: unknown
  try {
    answer = JSON.parse(text, replaceUnstorable)
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

const replaceUnstorable = (name: string, value: unknown): unknown =>
  typeof value === 'string' && !IS_ID.test(name) ? toStorable(value, value.length) : value
