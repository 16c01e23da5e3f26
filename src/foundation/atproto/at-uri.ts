import { toSubject } from '../connector/collections.ts'
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

export const LIST = 'app.bsky.graph.list'
/** A list of accounts to follow at the start, with feeds. */
export const STARTER_PACK = 'app.bsky.graph.starterpack'
/** The collections whose records list accounts: each record counts as a list and not as a content. */
const LISTS: readonly string[] = [LIST, STARTER_PACK]
export const isList = ({ collection }: AtUri): boolean => LISTS.includes(collection)

/** Returns the subject as which a record counts. */
export function subjectOfRecord(at: AtUri): Subject {
  return toSubject({ kind: isList(at) ? 'list' : 'content', id: formatAtUri(at) })
}

/**
 * Returns the record that a subject is. Undefined: it is an account, or its id names nothing of this network. A list has
 * one id: in another spelling it would be another subject, with its own decisions.
 */
export function recordOf({ kind, id }: Subject): AtUri | undefined {
  if (kind === 'content') return parseAtUri(id)
  const at = parseAtUri(id.replace(/^@list:/, ''))
  return at && isList(at) && subjectOfRecord(at).id === id ? at : undefined
}

/** Returns the address by which the network knows an account or a record. Twin of network_uri_of_subject in SQL. */
export function uriOf(subject: Subject): string {
  const at = recordOf(subject)
  return at === undefined ? subject.id : formatAtUri(at)
}

/** True for a list that is named as a content, as the desk did before it knew lists. It only gets back what it lost. */
export function isListAsContent({ kind, id }: Subject): boolean {
  const at = kind === 'content' ? parseAtUri(id) : undefined
  return at !== undefined && isList(at)
}

/** Returns the account that a subject is, or whose record it is. Undefined: the id names nothing of this network. */
export const didOf = (subject: Subject): string | undefined =>
  recordOf(subject)?.did ?? (subject.kind === 'account' && isDid(subject.id) ? subject.id : undefined)
