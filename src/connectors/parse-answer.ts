import { ConnectorError } from '../foundation/connector/connector.ts'
import { refuseUnstorable } from '../foundation/database/refuse-unstorable.ts'
import { messageOf } from '../foundation/errors.ts'
import { toStorable } from '../foundation/messages/stored-text.ts'

/** The members that name a subject, bytes or a label: replaced characters would let them name another one. */
const IS_ID = /^(?:id|reference|address|uri|url|did|cid|acct|labels|blockedCountries)$|(?:Id|_id)$/
/** Deeper than any answer. What is nested deeper is refused. */
const DEPTH_MAX = 32

/**
 * Parses an answer of a platform. Undefined: it is no JSON. Words are written by authors: characters that PostgreSQL
 * can't store are replaced, so that no author makes their own account unreadable. Throws `unreadable` for an id with
 * such a character, before any part of the answer is used.
 */
export function parseAnswer(text: string): unknown {
  let answer: unknown
  try {
    answer = replaceUnstorable(JSON.parse(text))
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

/** The members of a list are of the list's kind. */
function replaceUnstorable(value: unknown, name = '', depth = 0): unknown {
  if (typeof value === 'string') return IS_ID.test(name) ? value : toStorable(value, value.length)
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return value
  if (Array.isArray(value)) return value.map((member) => replaceUnstorable(member, name, depth + 1))
  const members = Object.entries(value).map(([key, member]) => [key, replaceUnstorable(member, key, depth + 1)])
  return Object.fromEntries(members)
}
