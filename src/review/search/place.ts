import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'

/** The kinds of search: cases, accounts, or the cases of a reporter. */
export const SEARCH_KINDS = ['case', 'account', 'reporter'] as const
type SearchKind = (typeof SEARCH_KINDS)[number]

/**
 * The result after which a page begins: its tier (exact names come before words), its sort key there, and its id among
 * equal keys.
 */
export interface Place {
  tier: number
  key: string
  id: string
}

const TIERS_MAX = 9
const TEXT_LENGTH_MAX = 1_024
const Parts = Type.Tuple([
  Type.Integer({ minimum: 0, maximum: TIERS_MAX }),
  Type.String({ maxLength: TEXT_LENGTH_MAX }),
  Type.String({ maxLength: TEXT_LENGTH_MAX }),
])
/**
 * The longest cursor. It is longer than in other lists: a platform's id or handle may have 256 characters of four
 * bytes.
 */
export const PLACE_LENGTH_MAX = 8_192

export const writePlace = ({ tier, key, id }: Place): string =>
  Buffer.from(JSON.stringify([tier, key, id])).toString('base64url')

/** The sort key of cases: microseconds. */
const MICROS = /^\d{1,16}$/

/** Reads the cursor of a page, which only the desk makes. */
export function readPlace(cursor: string | undefined, kind: SearchKind): Place | undefined {
  if (cursor === undefined) return undefined
  const parts = parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (!Value.Check(Parts, parts)) return refuse()
  const [tier, key, id] = parts
  if (kind !== 'account' && !MICROS.test(key)) return refuse()
  refuseUnstorable({ cursor: key + id })
  return { tier, key, id }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refuse(): never {
  throw invalidField('cursor', message('field.cursor'))
}
