import type { AccountFacts } from '@countersign/platform-kit'
import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'

/** Facts about an account, as one source read them at one time. */
export interface AccountReading {
  account: AccountFacts
  /** The time at which the account was created. Null: unknown, or the platform has no such fact. */
  createdAt: Date | null
  source: string
  factsAt: Date
}

/** The stored facts of an account, without the reach that limits count. */
export interface AccountRecord {
  id: string
  handle: string
  displayName: string
  reach: number | null
  verified: boolean | null
  tags: readonly string[]
  createdAt: Date | null
  /** The number of contents of the account. */
  items: number | null
  /** The domains of the links in the account's description, in lower case. Null: not known. */
  bioDomains: readonly string[] | null
  /** The names of facts that the platform does not have. */
  absent: readonly string[]
  source: string
  factsAt: Date
}

/**
 * Merges new facts into the stored facts. Newer facts replace older ones. Protective tags are only ever added, even by
 * older facts; without readable tags, the stored ones stay.
 */
export function mergeAccount(known: AccountRecord | undefined, reading: AccountReading): AccountRecord {
  const { account, source, factsAt } = reading
  const read = tagsOf(account)
  if (known !== undefined && known.factsAt > factsAt) {
    return { ...known, tags: union(known.tags, (read ?? []).filter(protects)) }
  }
  const kept = known?.tags ?? []
  return {
    id: account.id,
    handle: account.handle,
    displayName: account.displayName,
    reach: account.reach === 'absent' ? null : account.reach,
    verified: account.verified === 'absent' ? null : account.verified,
    tags: union(read ?? [], read === null ? kept : kept.filter(protects)),
    createdAt: reading.createdAt,
    items: account.items === 'absent' ? null : (account.items ?? null),
    bioDomains: domainsOf(account),
    absent: ABSENTABLE.filter((name) => account[name] === 'absent'),
    source,
    factsAt,
  }
}

const tagsOf = ({ tags }: AccountFacts): readonly string[] | null => (tags === 'absent' ? [] : tags)

const ABSENTABLE = ['reach', 'verified', 'tags', 'createdAt', 'items', 'bioDomains'] as const

const domainsOf = ({ bioDomains }: AccountFacts): readonly string[] | null =>
  bioDomains === 'absent' || bioDomains === undefined || bioDomains === null
    ? null
    : union(
        bioDomains.map((domain) => domain.toLowerCase()),
        [],
      )

const protects = (tag: string): boolean => PUBLIC_INTEREST_TAGS.some((known) => known === tag)

const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])].sort()
