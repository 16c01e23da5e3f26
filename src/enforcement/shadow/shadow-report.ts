import sql from 'sql-template-tag'
import type { Action } from '../../foundation/domain.ts'
import { type Language, renderMessage } from '../../foundation/messages/render-message.ts'
import { requirementMessage } from '../../policy/requirements/describe-requirement.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import type { Queryable } from '../../foundation/database/db.ts'

export const REPORT_DAYS = 14
export const REPORT_DAYS_MAX = 90

/** The enforcements of one action, one requirement and one team. */
export interface ShadowGroup {
  action: Action
  requirement: Requirement
  /** The team of the proposers. Null: no person proposed them. */
  team: string | null
  enforcements: number
  /** The number that the people on duty could not have approved. */
  couldNot: number
  /** The number that a person undid since, as mistakes, on appeal or for another reason. */
  undone: number
}

/** A requirement that guards would have set, and the number of its enforcements. */
interface WouldAsk {
  action: Action
  /** The requirement in words. */
  asks: string
  enforcements: number
  couldNot: number
  undone: number
  /** The hold of each enforcement, with all approvals at once. */
  holdMs: number
}

export interface ShadowReport {
  /** The beginning of shadow mode. Null: requirements are in force now. */
  since: Date | null
  from: Date
  to: Date
  /** The number of enforcements in shadow mode. */
  enforcements: number
  /** The number for which guards would have required something. */
  asked: number
  couldNot: number
  /** The number that a person undid since, among those for which guards would have required something. */
  undone: number
  actions: readonly WouldAsk[]
  teams: readonly { team: string | null; enforcements: number; asked: number; longestHoldMs: number; holdMs: number }[]
}

/**
 * Reads the requirements that guards would have set in the last days of shadow mode, by action and by team, never by
 * person.
 */
export async function readShadowReport(db: Queryable, days: number, language?: Language): Promise<ShadowReport> {
  const { groups, ...span } = await db.only<{
    since: Date | null
    from: Date
    to: Date
    groups: ShadowGroup[] | null
  }>(sql`
    with span as (select desk_now() - ${days} * interval '1 day' as begins, desk_now() as ends),
    grouped as (
      select ordered.action, first.requirement, member.team, count(*) as enforcements,
        count(*) filter (where not noted.could_agree) as "couldNot",
        count(*) filter (where undone.cause in ('mistake', 'appeal', 'undo')) as undone
      from enforcement ordered
      cross join lateral (
        select requirement from verdict where enforcement_id = ordered.id order by id limit 1) first
      left join shadow_enforcement noted on noted.enforcement_id = ordered.id
      left join enforcement_restore undone on undone.enforcement_id = ordered.id
      left join staff member on 'staff:' || member.id = ordered.proposed_by
      where ordered.shadow and not ordered.interim and ordered.proposed_at > (select begins from span)
      group by 1, 2, 3)
    select span.begins as from, span.ends as to, case when in_shadow() then (select min(set_at) from desk_profile
        where id > coalesce((select max(id) from desk_profile where not shadow), 0)) end as since,
      (select jsonb_agg(grouped) from grouped) as groups
    from span`)
  return { ...span, ...summariseShadow(groups ?? [], language) }
}

/** Sums the groups up by action and by team, the most frequent first. Pure. */
export function summariseShadow(
  groups: readonly ShadowGroup[],
  language?: Language,
): Omit<ShadowReport, 'since' | 'from' | 'to'> {
  const asking = groups.filter(({ requirement }) => requirementMessage(requirement).key !== 'requirement.none')
  const actions = new Map<string, WouldAsk>()
  for (const { action, requirement, ...counted } of asking) {
    const asks = renderMessage(requirementMessage(requirement), language)
    const key = `${action} ${asks}`
    const before = actions.get(key) ?? {
      action,
      asks,
      enforcements: 0,
      couldNot: 0,
      undone: 0,
      holdMs: requirement.holdMs,
    }
    actions.set(key, { ...before, ...added(before, counted) })
  }
  const teams = [...new Set(groups.map(({ team }) => team))].map((team) => {
    const [theirs, asked] = [groups, asking].map((all) => all.filter((group) => group.team === team))
    const holds = (asked ?? []).map(({ requirement, enforcements }) => requirement.holdMs * enforcements)
    const longestHoldMs = Math.max(0, ...(asked ?? []).map(({ requirement }) => requirement.holdMs))
    return { team, enforcements: count(theirs), asked: count(asked), longestHoldMs, holdMs: total(holds) }
  })
  return {
    enforcements: count(groups),
    asked: count(asking),
    couldNot: total(asking.map(({ couldNot }) => couldNot)),
    undone: total(asking.map(({ undone }) => undone)),
    actions: [...actions.values()].sort((a, b) => b.enforcements - a.enforcements),
    teams: teams.sort((a, b) => b.asked - a.asked),
  }
}

type Counted = Pick<ShadowGroup, 'enforcements' | 'couldNot' | 'undone'>
const added = (one: Counted, other: Counted): Counted => ({
  enforcements: one.enforcements + other.enforcements,
  couldNot: one.couldNot + other.couldNot,
  undone: one.undone + other.undone,
})
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
const count = (groups: readonly ShadowGroup[] = []): number => total(groups.map(({ enforcements }) => enforcements))
