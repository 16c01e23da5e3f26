import type { Subject } from './protocol.ts'

export const COLLECTION_KINDS = ['list', 'community', 'domain'] as const
export type CollectionKind = (typeof COLLECTION_KINDS)[number]

const COLLECTION = /^@(list|community|domain):([\s\S]+)$/

/** A list, a community or a domain, by the platform's own id. */
export interface Collection {
  kind: CollectionKind
  id: string
}

/** Returns the list, the community or the domain that a subject names. Undefined: it is an account or a content. */
export function collectionOf({ kind, id }: Subject): Collection | undefined {
  const [, named, own] = (kind === 'account' && COLLECTION.exec(id)) || []
  const found = COLLECTION_KINDS.find((known) => known === named)
  return found && own !== undefined ? { kind: found, id: own } : undefined
}

/** Returns the subject as which a list, a community or a domain counts. */
export const subjectOf = ({ kind, id }: Collection): Subject => ({ kind: 'account', id: `@${kind}:${id}` })
