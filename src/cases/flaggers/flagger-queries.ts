import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { ascending, mapPage, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
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

/** The outcomes of a flagger's reports of the last 365 days, and its open ones that come before others. */
interface FlaggerRecord {
  notices: number
  upheld: number
  notUpheld: number
  inLane: number
  /** True: further reports wait like those of others until some of these are decided. */
  isLaneFull: boolean
}

/** Lists every trusted flagger, active ones first. Reports are counted for those on the page alone. */
export async function listFlaggers(db: Queryable, page: PageRequest): Promise<PageOf<Flagger & FlaggerRecord>> {
  const key = [
    ascending(sql`(not listed."isActive")::integer`, 'number'),
    ascending(sql`lower(listed.name)`, 'text'),
    ascending(sql`listed.id`, 'text'),
  ]
  const found = await selectPage<Flagger>(db, { rows: sql`select ${COLUMNS} from trusted_flagger`, key }, page)
  const records = await db.list<FlaggerRecord & { id: string }>(sql`
    select id, count(sent.case_id)::integer as notices,
      (count(*) filter (where conclusion = 'violation'))::integer as upheld,
      (count(*) filter (where conclusion = 'no_violation'))::integer as "notUpheld",
      (select count(*)::integer from flagger_report where flagger_id = id and in_lane) as "inLane",
      lane_room(id) = 0 as "isLaneFull"
    from unnest(${found.items.map(({ id }) => id)}::text[]) known (id)
      left join flagger_outcomes(${found.items.map(({ id }) => id)}, desk_now() - interval '365 days', 'infinity') sent
        on sent.flagger_id = id
    group by id`)
  const recordOf = new Map(records.map(({ id, ...record }) => [id, record]))
  return mapPage(found, (flagger) => {
    const record = recordOf.get(flagger.id)
    if (record === undefined) throw new Error(`nothing was counted for ${flagger.id}`)
    return { ...flagger, ...record }
  })
}

/** Finds the active flagger whose notices come from an e-mail address. */
export const findFlaggerByEmail = (db: Queryable, email: string): Promise<string | undefined> =>
  db.findValue<string>(sql`
    select id from trusted_flagger where email = ${email.toLowerCase()} and is_flagger_active(trusted_flagger)`)

export interface Sending {
  flaggerId: string
  areas: readonly string[]
  /** The number of cases that it may still bring forward. */
  room: number
  /** The key that is bound to it. Null: it has none of those asked about. */
  keyId: string | null
}

/** Lists the active flaggers among those that these keys are bound to, or that are named. */
export async function listSending(
  tx: Tx,
  { keyIds, flaggerIds }: { keyIds: readonly string[]; flaggerIds: readonly string[] },
): Promise<Sending[]> {
  const { rows } = await tx.query<Sending>(prepared('list-sending-flaggers')`
    select known.id as "flaggerId", areas, lane_room(known.id) as room, key.id as "keyId"
    from api_key key join trusted_flagger known on known.id = key.flagger_id
    where key.id = any (${keyIds}) and is_flagger_active(known)
    union all select known.id, areas, lane_room(known.id), null from trusted_flagger known
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
    from json_to_recordset(${JSON.stringify(reports)}::json) given("reportId" text, "caseId" text, "flaggerId" text)
    on conflict do nothing`)
}

/** Puts an accepted report into the lane whose sender is known as a trusted flagger only now. */
export async function joinLane(
  tx: Tx,
  sent: { reportId: string; caseId: string; flaggerId: string; category: string },
): Promise<void> {
  const { reportId, caseId, flaggerId, category } = sent
  const [flagger] = await listSending(tx, { keyIds: [], flaggerIds: [flaggerId] })
  if (flagger === undefined) return
  const isInLane = flagger.areas.includes(category) && flagger.room > 0
  await tx.query(sql`
    update review_case set rank_boost_hours = greatest(rank_boost_hours, ${isInLane ? LANE_HOURS : 0}::float8)
    where id = ${caseId} and closed_at is null
      and not exists (select from flagger_report where report_id = ${reportId})`)
  queueFlaggerReports(tx, [{ reportId, caseId, flaggerId }])
}

/** The most reports and cases that leave the lane in one statement. */
const LAPSED_AT_ONCE = 500

/** Takes out of the lane what has no active flagger any more, in parts: a flooded lane ends as surely as a short one. */
export async function endLapsedLanes(db: Queryable): Promise<void> {
  let done: number
  do done = await db.onlyValue<number>(sql`select end_lapsed_lanes(${LAPSED_AT_ONCE})`)
  while (done === LAPSED_AT_ONCE)
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
