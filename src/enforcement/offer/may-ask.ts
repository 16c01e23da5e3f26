import type { Action, Actor, OrderSource } from '../../foundation/domain.ts'
import { actorKey } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/** Why somebody may not ask for harm now. Of leaving it says no more than that they may not. */
export const ASK_SENTENCES = {
  ended: 'you are no longer here',
  restricted: 'you were restricted: you can stop and restore, and others do the rest',
  standing: 'your standing does not allow it now: give the case back, or ask others about it',
  loosened:
    'you proposed or agreed to a change that loosened this protection within seven days. Ask another person to propose it, or apply an interim measure',
} as const

/**
 * Refuses harm that this person may not ask for at this moment: any, when they were restricted, and in the last hour of
 * their last shift all but what the law lets one person do alone and what ends by itself soon. Nor do the authors of a change that
 * loosened a protection propose anything there for seven days. PostgreSQL refuses the order by the same rules.
 */
export async function refuseBarred(
  db: Queryable,
  asked: {
    by: Actor
    action: Action
    alone: boolean
    lesser?: boolean
    source: OrderSource
    subject: string | null
    accountId: string | null
  },
): Promise<void> {
  // Whoever asked for a campaign was asked about their standing when they did.
  const isShort = asked.alone || (asked.lesser ?? false)
  const isMild = isShort || asked.source === 'campaign'
  const { subject, accountId } = asked
  const isGuarded =
    asked.by.kind === 'staff' && subject !== null && !isShort && !['warn', 'label'].includes(asked.action)
  const { rows } = await db.query<{ why: keyof typeof ASK_SENTENCES | null }>(prepared('why-not-ask')`
    select coalesce(why_not_ask(${actorKey(asked.by)}, ${asked.action}, ${isMild}),
      case when ${isGuarded} and loosened_lately(${asked.by.kind === 'staff' ? asked.by.id : null}, ${subject}, ${accountId})
        then 'loosened' end) as why`)
  const why = rows[0]?.why ?? null
  if (why !== null) throw new DeskError('not_allowed', `Not done: ${ASK_SENTENCES[why]}.`, { why })
}
