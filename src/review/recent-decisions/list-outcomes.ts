import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Action, EnforcementState } from '../../foundation/domain.ts'
import type { Fired } from '../../policy/guards/judge-guards.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'

/** An enforcement that a decision led to, with the guards of each of its verdicts. */
export interface Outcome {
  id: string
  decision: string
  action: Action
  ownAction: StoredAction | null
  state: EnforcementState
  verdicts: { fired: Fired[] }[]
}

/** Lists the enforcements of decisions, the oldest first. The id of a rule's decision is that of its enforcement. */
export async function listOutcomes(db: Queryable, decisions: readonly string[]): Promise<Map<string, Outcome[]>> {
  const found = await db.list<Outcome>(sql`
    select led.id, case when led.decision_id = any (${decisions}) then led.decision_id else led.id end as decision,
      led.action, led.own_action as "ownAction", led.state,
      coalesce((select json_agg(json_build_object('fired', judged.fired) order by judged.id)
        from verdict judged where judged.enforcement_id = led.id), '[]') as verdicts
    from enforcement led where led.decision_id = any (${decisions}) or led.id = any (${decisions})
    order by led.proposed_at, led.id`)
  return Map.groupBy(found, ({ decision }) => decision)
}
