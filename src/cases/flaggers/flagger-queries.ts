import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { ascending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { Category } from '../../foundation/domain.ts'

/**
 * The hours by which a case with a report of a trusted flagger counts as older. It stays in its queue, with the same
 * clearances, and behind every case in which life or a child is in danger.
 * Twin of lane_hours in SQL.
 */
export const LANE_HOURS = 96

/** A trusted flagger: an organisation whose reports come before others (Regulation (EU) 2022/2065, article 22). */
export interface Flagger {
  id: string
  name: string
  contact: string
  email: string | null
  coordinator: string
  reference: string
  areas: Category[]
  expiresAt: Date
  registeredAt: Date
  /** The change that set these columns last. */
  changeId: string
  suspendedAt: Date | null
  isActive: boolean
}

const COLUMNS = sql`id, name, contact, email, coordinator, reference, areas, expires_at as "expiresAt",
  registered_at as "registeredAt", change_id as "changeId", suspended_at as "suspendedAt",
  is_flagger_active(trusted_flagger) as "isActive"`

export const findFlagger = (db: Queryable, id: string): Promise<Flagger | undefined> =>
  db.find<Flagger>(sql`select ${COLUMNS} from trusted_flagger where id = ${id}`)

/** A trusted flagger with what became of its reports of the last 365 days. */
interface ListedFlagger extends Flagger {
  notices: number
  upheld: number
  notUpheld: number
}

/** Lists every trusted flagger, active ones first. */
export function listFlaggers(db: Queryable, page: PageRequest): Promise<PageOf<ListedFlagger>> {
  const rows = sql`
    select ${COLUMNS}, coalesce(notices, 0) as notices, coalesce(upheld, 0) as upheld,
      coalesce(not_upheld, 0) as "notUpheld"
    from trusted_flagger left join (
      select flagger_id, sum(notices)::integer as notices, sum(upheld)::integer as upheld,
        sum(not_upheld)::integer as not_upheld
      from flagger_figures(desk_now() - interval '365 days', 'infinity') group by flagger_id) sent on flagger_id = id`
  const key = [
    ascending(sql`(not listed."isActive")::integer`, 'number'),
    ascending(sql`lower(listed.name)`, 'text'),
    ascending(sql`listed.id`, 'text'),
  ]
  return selectPage<ListedFlagger>(db, { rows, key }, page)
}

/** Finds the active flagger whose notices come from an e-mail address. */
export const findFlaggerByEmail = (db: Queryable, email: string): Promise<string | undefined> =>
  db.findValue<string>(sql`
    select id from trusted_flagger where email = ${email.toLowerCase()} and is_flagger_active(trusted_flagger)`)

export interface Sending {
  flaggerId: string
  areas: readonly string[]
  /** The key that is bound to it. Null: it has none of those asked about. */
  keyId: string | null
}

/** Lists the active flaggers among those that these keys are bound to, or that are named. */
export async function listSending(
  tx: Tx,
  { keyIds, flaggerIds }: { keyIds: readonly string[]; flaggerIds: readonly string[] },
): Promise<Sending[]> {
  const { rows } = await tx.query<Sending>(prepared('list-sending-flaggers')`
    select known.id as "flaggerId", areas, key.id as "keyId"
    from api_key key join trusted_flagger known on known.id = key.flagger_id
    where key.id = any (${keyIds}) and is_flagger_active(known)
    union all select known.id, areas, null from trusted_flagger known
    where known.id = any (${flaggerIds}) and is_flagger_active(known)`)
  return rows
}

/** Stores which of these reports came from a trusted flagger. */
export function queueFlaggerReports(
  tx: Tx,
  reports: readonly { reportId: string; caseId: string; flaggerId: string }[],
): void {
  if (reports.length === 0) return
  tx.queue(prepared('insert-flagger-reports')`
    insert into flagger_report (report_id, case_id, flagger_id, category, in_lane)
    select "reportId", "caseId", "flaggerId", '-', false
    from json_to_recordset(${JSON.stringify(reports)}::json) given("reportId" text, "caseId" text, "flaggerId" text)`)
}

/** The outcomes of the reports of one flagger in one category. */
export interface FlaggerFigure {
  flaggerId: string
  name: string
  category: Category
  notices: number
  /** Those after which a violation was decided. */
  upheld: number
  notUpheld: number
  open: number
  /** The median hours from receipt to decision. Null: none is decided. */
  medianHours: number | null
  actions: Record<string, number>
}

export const listFigures = (db: Queryable, from: Date, to: Date): Promise<FlaggerFigure[]> =>
  db.list<FlaggerFigure>(sql`
    select flagger_id as "flaggerId", name, category, notices, upheld, not_upheld as "notUpheld", open,
      median_hours as "medianHours", actions
    from flagger_figures(${from}, ${to})`)
