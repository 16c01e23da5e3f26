import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { parseCursor, unfitCursor, writeCursor } from '../../foundation/database/page-cursor.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'

/** The kinds of search: cases, accounts, enforcements, or the cases of a reporter. */
export const SEARCH_KINDS = ['case', 'account', 'enforcement', 'reporter'] as const
type SearchKind = (typeof SEARCH_KINDS)[number]

/**
 * The result after which a page begins: its tier (exact names come before words), its sort key in the tier, and its id
 * among equal keys.
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
 * The longest cursor of a search, longer than in other lists: a platform's id or handle may have 256 characters of four
 * bytes.
 */
export const PLACE_LENGTH_MAX = 8_192

export const writePlace = ({ tier, key, id }: Place): string => writeCursor([tier, key, id])

/** The sort key of cases and enforcements: their time in microseconds. */
const MICROS = /^\d{1,16}$/

/** Reads the cursor of a page, which only the desk makes. */
export function readPlace(cursor: string | undefined, kind: SearchKind): Place | undefined {
  if (cursor === undefined) return undefined
  const parts = parseCursor(cursor)
  if (!Value.Check(Parts, parts)) throw unfitCursor()
  const [tier, key, id] = parts
  if (kind !== 'account' && !MICROS.test(key)) throw unfitCursor()
  refuseUnstorable({ cursor: key + id })
  return { tier, key, id }
}
