import sql from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'
import { descending, type PageOf, type PageRequest, selectPage } from '../../../foundation/database/select-page.ts'
import { RULE_SETS, type RuleSetName } from '../../../policy/rule-sets.ts'
import type { Direction } from '../../change/wanted.ts'

/**
 * The states of a version. in_force: it counts now. planned: it takes effect later. past: it counted until a later one.
 * withdrawn: it never counted, because a later one took effect first.
 */
export const VERSION_STATES = ['in_force', 'planned', 'past', 'withdrawn'] as const

/** A version of a rule set with the change that adopted it. No change: it came with the setup. */
export interface VersionRow {
  name: RuleSetName
  version: number
  hash: string
  adoptedAt: Date
  /** The time at which it takes effect: its adoption, or later. */
  effectiveAt: Date
  state: (typeof VERSION_STATES)[number]
  changeId: string | null
  direction: Direction | null
  reason: string | null
  /** The proposer, and those who agreed, as actors. */
  proposedBy: string | null
  agreedBy: string[]
}

const VERSIONS = sql`
  select adopted.name, adopted.version, encode(adopted.hash, 'hex') as hash, adopted.adopted_at as "adoptedAt",
    coalesce(adopted.effective_at, adopted.adopted_at) as "effectiveAt",
    case when adopted.version = (select version from version_in_force(adopted.name, desk_now())) then 'in_force'
      when exists (select from rule_set_version later where later.name = adopted.name and later.version > adopted.version
        and coalesce(later.effective_at, later.adopted_at) <= coalesce(adopted.effective_at, adopted.adopted_at))
        then 'withdrawn'
      when adopted.effective_at > desk_now() then 'planned' else 'past' end as state,
    change.id as "changeId", change.direction, change.reason, 'staff:' || change.proposed_by as "proposedBy",
    array(select 'staff:' || staff_id from change_answer
      where change_id = change.id and answer = 'agree' order by id) as "agreedBy"
  from rule_set_version adopted left join desk_change change on change.id = adopted.change_id`

/** Lists the versions of a rule set, the newest first. */
export const listVersions = (db: Queryable, name: RuleSetName, page: PageRequest): Promise<PageOf<VersionRow>> =>
  selectPage<VersionRow>(
    db,
    { rows: sql`${VERSIONS} where adopted.name = ${name}`, key: [descending(sql`listed.version`, 'number')] },
    page,
  )

/** Finds one version of a rule set with its text. */
export async function findVersion(
  db: Queryable,
  name: RuleSetName,
  version: number,
): Promise<(VersionRow & { text: string }) | undefined> {
  return db.find<VersionRow & { text: string }>(sql`
    select listed.*, adopted.text from (${VERSIONS} where adopted.name = ${name} and adopted.version = ${version}) listed
    join rule_set_version adopted on adopted.name = listed.name and adopted.version = listed.version`)
}

/** Lists the versions in force and the planned ones, in the order of `RULE_SETS` and in that of their numbers. */
export async function listCurrent(db: Queryable): Promise<VersionRow[]> {
  const rows = await db.list<VersionRow>(sql`
    select listed.* from (${VERSIONS}) listed where listed.state in ('in_force', 'planned') order by listed.version`)
  return RULE_SETS.flatMap((name) => rows.filter((row) => row.name === name))
}

/** Counts the changes of each rule set that wait. */
export async function countWaiting(db: Queryable): Promise<Map<string, number>> {
  const rows = await db.list<{ name: string; count: number }>(sql`
    select body::jsonb ->> 'name' as name, count(*)::integer as count from desk_change
    where kind = 'rule_set' and state in ('proposed', 'agreed') group by 1`)
  return new Map(rows.map(({ name, count }) => [name, count]))
}
