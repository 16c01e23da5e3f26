import type { Subject } from '../domain.ts'

/** A DID of the two methods that AT Protocol blesses. */
export const DID_PATTERN = '^did:(plc:[a-z2-7]{24}|web:[a-zA-Z0-9][a-zA-Z0-9.-]{0,199}(%3A[0-9]{1,5})?)$'
const DID = new RegExp(DID_PATTERN)
const AT_URI = /^at:\/\/([^/]+)\/([a-zA-Z][a-zA-Z0-9.-]{2,316})\/([a-zA-Z0-9._:~-]{1,512})$/

/** The place of a record in the repository of its author. */
export interface AtUri {
  did: string
  collection: string
  rkey: string
}

export const isDid = (text: string): boolean => DID.test(text)

/** Parses the address of a record. Undefined: it is none, or names its author by a handle, which may change hands. */
export function parseAtUri(text: string): AtUri | undefined {
  const [, did = '', collection = '', rkey = ''] = AT_URI.exec(text) ?? []
  return isDid(did) ? { did, collection, rkey } : undefined
}

export const formatAtUri = ({ did, collection, rkey }: AtUri): string => `at://${did}/${collection}/${rkey}`

/** Returns the account that a subject is, or whose record it is. Undefined: the id is no DID and no address of a record. */
export const didOf = ({ kind, id }: Subject): string | undefined =>
  kind === 'content' ? parseAtUri(id)?.did : isDid(id) ? id : undefined
