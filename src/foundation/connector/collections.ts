import { domainToASCII } from 'node:url'
import { SUBJECT_KINDS, type Subject } from '../domain.ts'

/**
 * The kinds of collections. Each counts as an account whose id names it, such as `@domain:bad.example`, so every rule for
 * accounts holds for it.
 */
export const COLLECTION_KINDS = ['list', 'community', 'domain'] as const
export type CollectionKind = (typeof COLLECTION_KINDS)[number]

/** The kinds of what is reported: subjects, and collections by the id of their platform. */
export const REPORTED_KINDS = [...SUBJECT_KINDS, ...COLLECTION_KINDS] as const

/** A reported subject or collection, by the id of its platform. */
export interface Reported {
  kind: (typeof REPORTED_KINDS)[number]
  id: string
}

const COLLECTION = /^(?:[a-z][a-z0-9-]{0,29}~)?@(list|community|domain):([\s\S]*)$/

/** Returns what the id of an account names. Undefined: no collection. Twin of collection_kind in SQL. */
export const collectionKind = (accountId: string): CollectionKind | undefined =>
  COLLECTION_KINDS.find((kind) => kind === COLLECTION.exec(accountId)?.[1])

/** Returns the collection that an account's id names, by the id of its platform. Undefined: it names none. */
export function parseCollection(accountId: string): { kind: CollectionKind; id: string } | undefined {
  const kind = collectionKind(accountId)
  return kind && { kind, id: COLLECTION.exec(accountId)?.[2] ?? '' }
}

/** Returns the subject as which a collection counts. A domain has one name: lower case, without a dot at the end. */
export function toSubject({ kind, id }: Reported): Subject {
  if (kind === 'account' || kind === 'content') return { kind, id }
  return { kind: 'account', id: `@${kind}:${kind === 'domain' ? canonicalDomain(id) : id}` }
}

/** Returns the one name of a domain, in ASCII. A text that is none gets one name too. */
export function canonicalDomain(domain: string): string {
  const named = domain.replace(/\.+$/, '')
  return (
    domainToASCII(named) ||
    named
      .toWellFormed()
      .replace(/[^!-~]/gu, encodeURIComponent)
      .toLowerCase()
  )
}

/**
 * Returns the one id of an account: a domain has one name, so that no rule about it is avoided by another spelling.
 * Twin of is_other_spelling in SQL.
 */
export function canonicalId(accountId: string): string {
  const named = parseCollection(accountId)
  if (named?.kind !== 'domain') return accountId
  return accountId.slice(0, accountId.length - named.id.length) + canonicalDomain(named.id)
}
