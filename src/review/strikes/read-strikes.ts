import type { Queryable } from '../../foundation/database/db.ts'
import type { Policies } from '../../policy/policies.ts'
import { countStrikes, pointsTowards, sum } from '../../policy/strikes/count-strikes.ts'
import type { StrikeThreshold } from '../../policy/strikes/strikes-file.ts'
import { type ListedGround, listGrounds, listThresholds } from './strike-queries.ts'

/** The strikes that are listed. All count. */
const LISTED_MAX = 100

/** The strikes of an account now. */
export interface Strikes {
  points: number
  /** The newest first. */
  items: (Pick<ListedGround, 'enforcementId' | 'policyId' | 'action' | 'points' | 'struckAt' | 'expiresAt'> & {
    /** The title of the policy. Null: no file names it any more. */
    policy: string | null
  })[]
  thresholds: (StrikeThreshold & { counted: number })[]
}

interface StrikesOf {
  accountId: string
  /** The person who reads them. Null: a machine of the platform, or the person affected. */
  staffId: string | null
}

/** Reads the strikes of an account, as this reader may know of them. */
export async function readStrikes(
  db: Queryable,
  { policies }: Pick<Policies, 'policies'>,
  { accountId, staffId }: StrikesOf,
): Promise<Strikes> {
  const strikes = countStrikes(await listGrounds(db, accountId, staffId))
  const thresholds = await listThresholds(db)
  return {
    points: sum(strikes.map(({ points }) => points)),
    items: strikes
      .toSorted((one, other) => other.struckAt.getTime() - one.struckAt.getTime())
      .slice(0, LISTED_MAX)
      .map(({ enforcementId, policyId, action, points, struckAt, expiresAt }) => {
        const policy = policies.get(policyId)?.title ?? null
        return { enforcementId, policyId, policy, action, points, struckAt, expiresAt }
      }),
    thresholds: thresholds.map((threshold) => ({ ...threshold, counted: pointsTowards(threshold, strikes) })),
  }
}
