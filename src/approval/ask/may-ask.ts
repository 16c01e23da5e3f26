import type { Action, Actor, OrderSource } from '../../domain.ts'
import { actorKey } from '../../domain.ts'
import type { Queryable } from '../../lib/db.ts'
import { DeskError } from '../../lib/errors.ts'
import { prepared } from '../../lib/prepared.ts'

/** Why somebody may not ask for harm now. Of leaving it says no more than that they may not. */
const SENTENCES = {
  ended: 'you are no longer here',
  restricted: 'you were restricted: you can stop and restore, and others do the rest',
  standing: 'your standing does not allow it now: give the case back, or ask others about it',
} as const

/**
 * Refuses harm that this person may not ask for at this moment: any, when they were restricted, and in the last hour of
 * their last shift all but what the law lets one person do alone and what ends by itself soon. PostgreSQL refuses the order by the same rule.
 */
export async function refuseBarred(
  db: Queryable,
  asked: { by: Actor; action: Action; alone: boolean; lesser?: boolean; source: OrderSource },
): Promise<void> {
  // Whoever asked for a campaign was asked about their standing when they did.
  const isMild = asked.alone || (asked.lesser ?? false) || asked.source === 'campaign'
  const { rows } = await db.query<{ why: keyof typeof SENTENCES | null }>(prepared('why-not-ask')`
    select why_not_ask(${actorKey(asked.by)}, ${asked.action}, ${isMild}) as why`)
  const why = rows[0]?.why ?? null
  if (why !== null) throw new DeskError('not_allowed', `Not done: ${SENTENCES[why]}.`, { why })
}
