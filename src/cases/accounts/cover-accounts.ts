import type { SubjectFacts } from '@countersign/platform-kit'
import { collectionKind } from '../../foundation/connector/collections.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'

interface Covered {
  /** The counted reach of the covered accounts together. */
  reach: number
  /** The protective tags that any of them has. */
  tags: readonly string[]
  /** True when the desk does not know the tags or the reach of one of them. */
  unknown: boolean
}

/**
 * Returns the facts of a collection with what the accounts that it covers add: taking a domain offline takes all of them
 * offline, so it is never judged milder than any of them. Facts of one of them that are unknown, or could not be read now
 * (`isUnread`), make its own unknown. Facts of any other subject stay as they are.
 */
export async function addCovered(db: Pool, facts: SubjectFacts, isUnread: boolean): Promise<SubjectFacts> {
  const { account } = facts
  if (collectionKind(account.id) === undefined) return facts
  const { covers = [], ...own } = account
  const covered = await inTransaction(db, (tx) =>
    tx.only<Covered>(prepared('cover-accounts')`
      select reach, tags, unknown from cover_accounts(${account.id}, ${covers}::text[])`),
  )
  return { ...facts, account: { ...own, ...merge(own, { ...covered, unknown: covered.unknown || isUnread }) } }
}

/** Merges the facts of a collection with those of its accounts: the strictest of both count. Pure. */
export function merge(
  { reach, tags }: Pick<SubjectFacts['account'], 'reach' | 'tags'>,
  covered: Covered,
): Pick<SubjectFacts['account'], 'reach' | 'tags'> {
  if (covered.unknown) return { reach: null, tags: null }
  const stated = tags === 'absent' ? [] : tags
  return {
    reach: reach === null ? null : Math.max(reach === 'absent' ? 0 : reach, covered.reach),
    tags: stated === null ? null : [...new Set([...stated, ...covered.tags])].sort(),
  }
}
