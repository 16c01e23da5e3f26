import type { AccountFacts, ContentFacts, Fact } from '@countersign/platform-kit'
import { cut } from '../schemas/cut.ts'
import { parseTime } from '../time/parse-time.ts'
import { type CoopItem, type CoopTypes, formatCoopId } from './coop-item.ts'

const HANDLE_CHARS_MAX = 256
const NAME_CHARS_MAX = 1_024
const TEXT_CHARS_MAX = 50_000
const KIND_CHARS_MAX = 64

/** Returns the facts of a user. A field that the item does not have, or has in another form, is unknown. */
export function accountFacts({ fields }: CoopTypes, item: CoopItem): AccountFacts {
  const { data } = item
  const handle = textIn(data[fields.handle]) ?? item.id
  return {
    id: formatCoopId(item),
    handle: cut(handle, HANDLE_CHARS_MAX),
    displayName: cut(textIn(data[fields.displayName]) ?? handle, NAME_CHARS_MAX),
    reach: countIn(data[fields.reach]),
    // Coop has no words for either.
    verified: 'absent',
    tags: 'absent',
    createdAt: timeIn(data[fields.createdAt]),
  }
}

/** Returns the facts of a content. Undefined: the item names no author. */
export function contentFacts(types: CoopTypes, item: CoopItem): ContentFacts | undefined {
  const { fields, items } = types
  const accountId = findAuthor(types, item)
  if (accountId === undefined) return undefined
  const type = items[item.typeId]
  return {
    id: formatCoopId(item),
    accountId,
    kind: cut(item.typeId, KIND_CHARS_MAX),
    text: cut(textIn(item.data[fields.text]) ?? '', TEXT_CHARS_MAX),
    createdAt: timeIn(item.data[fields.createdAt]),
    ...(type !== undefined && { item: { type, fields: { ...item.data } } }),
  }
}

/** Finds the author of a content: an item with id and type, or the id of a user where there is one type of users. */
export function findAuthor({ accounts, fields }: CoopTypes, { data }: CoopItem): string | undefined {
  const author = data[fields.author]
  const [only, ...others] = accounts
  if (typeof author === 'string' && author !== '' && only !== undefined && others.length === 0)
    return formatCoopId({ id: author, typeId: only })
  if (typeof author !== 'object' || author === null) return undefined
  const { id, typeId } = { id: undefined, typeId: undefined, ...author }
  return typeof id === 'string' && id !== '' && typeof typeId === 'string' && accounts.includes(typeId)
    ? formatCoopId({ id, typeId })
    : undefined
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Reads a count of people. */
export const countIn = (value: unknown): Fact<number> =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null

const timeIn = (value: unknown): Fact<string> =>
  (typeof value === 'string' ? parseTime(value)?.toISOString() : undefined) ?? null
