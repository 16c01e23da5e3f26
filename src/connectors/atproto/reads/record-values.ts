import { formatAtUri, parseAtUri } from '../../../foundation/atproto/at-uri.ts'
import { VERSION_CHARS_MAX } from '../../../foundation/connector/connector.ts'
import { toStorable } from '../../../foundation/messages/stored-text.ts'
import { PLATFORM_ID_LENGTH_MAX } from '../../../foundation/schemas/schemas.ts'
import type { FoundRecord } from './read-record.ts'

const NAME_CHARS_MAX = 1_024
/** The longest name of a platform, with the sign after it. */
const PLATFORM_CHARS_MAX = 31
/** The longest id of another content. The desk puts the name of the platform before it. */
const PARENT_CHARS_MAX = PLATFORM_ID_LENGTH_MAX - PLATFORM_CHARS_MAX

/** Returns the version of a record: its CID in a text form of it. Any other text is no version. */
export const versionOf = (cid: string | undefined): { version?: string } =>
  cid !== undefined && CID_TEXT.test(cid) ? { version: cid } : {}

const CID_TEXT = new RegExp(`^[a-zA-Z0-9]{1,${VERSION_CHARS_MAX}}$`)

/** Returns the text of a record, at most so many characters: that of a post, or the name and description of a list. */
export function textOf(value: FoundRecord['value'], charsMax: number): string {
  const parts = [value.text, value.name, value.displayName, value.description]
  return toStorable(parts.filter((part) => typeof part === 'string').join('\n'), charsMax)
}

/** Returns the record to which a record replies. An address that the desk can't store is none. */
export function readParent({ reply }: FoundRecord['value']): string | undefined {
  const { parent } = (reply ?? {}) as { parent?: { uri?: unknown } }
  const at = typeof parent?.uri === 'string' ? parseAtUri(parent.uri) : undefined
  const id = at && formatAtUri(at)
  return id === undefined || id.length > PARENT_CHARS_MAX ? undefined : id
}

/** Returns a time that the author's own program wrote. Null: it is none, or has not come yet. */
export function timeOf(text: unknown, now: Date): string | null {
  const time = typeof text === 'string' ? new Date(text) : undefined
  if (time === undefined || !(time.getTime() >= 0 && time <= now)) return null
  return time.toISOString()
}

/** Returns the name that an author gave to an account or a list. Undefined: none. */
export const nameOf = (name: unknown): string | undefined =>
  typeof name === 'string' && name !== '' ? toStorable(name, NAME_CHARS_MAX) : undefined
