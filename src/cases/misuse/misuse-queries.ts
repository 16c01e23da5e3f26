import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import {
  ascending,
  descending,
  mapPage,
  type PageOf,
  type PageRequest,
  selectPage,
} from '../../foundation/database/select-page.ts'
import type { MisuseFigures } from '../../policy/misuse.ts'

export const MISUSE_CAUSES = ['unfounded', 'illegal'] as const
/** unfounded: reports, notices or appeals. illegal: contents. */
export type MisuseCause = (typeof MISUSE_CAUSES)[number]
export const MARKED_KINDS = ['report', 'appeal', 'decision'] as const
export type MarkedKind = (typeof MARKED_KINDS)[number]
export const GRAVITIES = ['slight', 'serious', 'grave'] as const
export type Gravity = (typeof GRAVITIES)[number]
export const INTENTS = ['unknown', 'careless', 'deliberate'] as const
export type Intent = (typeof INTENTS)[number]

export interface Mark {
  id: string
  senderId: string
  cause: MisuseCause
  aboutKind: MarkedKind
  aboutId: string
  sentAt: Date
  gravity: Gravity
  intent: Intent
  /** Null: erased. */
  reason: string | null
  /** The person who made it, by pseudonym. */
  by: string
  markedAt: Date
  withdrawnAt: Date | null
}

/** A warning or a pause. */
export interface Measure {
  id: string
  senderId: string
  kind: 'warning' | 'pause'
  cause: MisuseCause
  marks: number
  submissions: number
  beginsAt: Date
  endsAt: Date | null
  endedAt: Date | null
  endCause: 'early' | 'appeal' | null
  changeId: string | null
  isRunning: boolean
}

interface MisuseAppeal {
  id: string
  /** Null: erased. */
  words: string | null
  receivedAt: Date
  state: 'open' | 'upheld' | 'overturned'
  reason: string | null
}

/** A measure with the appeal against it, for people at the desk. */
interface ListedMeasure extends Measure {
  appeal: MisuseAppeal | null
}

export interface Sender extends MisuseFigures {
  id: string
  kind: 'reporter' | 'account'
  cause: MisuseCause
  /** The people who made the marks. */
  markers: number
  latestMarkAt: Date
  isPaused: boolean
  hasOpenAppeal: boolean
}

const MEASURE = sql`measure.id, measure.sender_id as "senderId", measure.kind, measure.cause, measure.marks, measure.submissions,
  measure.begins_at as "beginsAt", measure.ends_at as "endsAt", measure.ended_at as "endedAt", measure.end_cause as "endCause",
  measure.change_id as "changeId", measure.ended_at is null and measure.ends_at > desk_now() is not false as "isRunning"`

const SENDERS = sql`
  select sender.id, sender.kind, marked.cause, marked.latest as "latestMarkAt",
    exists (select from misuse_measure where sender_id = sender.id and kind = 'pause' and ended_at is null
      and ends_at > desk_now()) as "isPaused",
    exists (select from misuse_appeal against join misuse_measure measure on measure.id = against.measure_id
      where measure.sender_id = sender.id and against.state = 'open') as "hasOpenAppeal"
  from misuse_sender sender join (select sender_id, cause, max(marked_at) as latest from misuse_mark mark
    where withdrawn_at is null and (sent_at >= desk_now() - misuse_window()
      or exists (select from misuse_measure measure where measure.sender_id = mark.sender_id and (
        measure.ended_at is null and measure.ends_at > desk_now()
        or exists (select from misuse_appeal where measure_id = measure.id and state = 'open'))))
    group by sender_id, cause) marked on marked.sender_id = sender.id
  where sender.person_id is not null`

type Listed = Omit<Sender, 'marks' | 'markers' | 'submissions'>

/** Lists senders with marks that count: those with an open appeal or a running pause first, then the latest marks. */
export async function listSenders(db: Queryable, page: PageRequest): Promise<PageOf<Sender>> {
  const key = [
    ascending(sql`(not (listed."hasOpenAppeal" or listed."isPaused"))::integer`, 'number'),
    descending(sql`listed."latestMarkAt"`, 'time'),
    ascending(sql`listed.id`, 'text'),
    ascending(sql`listed.cause`, 'text'),
  ]
  const found = await selectPage<Listed>(db, { rows: SENDERS, key }, page)
  const figures = await db.list<MisuseFigures & Pick<Sender, 'id' | 'cause' | 'markers'>>(sql`
    select id, cause, marks, markers, submissions
    from unnest(${found.items.map(({ id }) => id)}::text[], ${found.items.map(({ cause }) => cause)}::text[]) known (id, cause)
      cross join lateral misuse_figures(id, cause)`)
  return mapPage(found, (listed) => {
    const own = figures.find(({ id, cause }) => id === listed.id && cause === listed.cause)
    if (own === undefined) throw new Error(`no figures were counted for ${listed.id}`)
    return { ...listed, ...own }
  })
}

interface FoundSender {
  id: string
  kind: 'reporter' | 'account'
  personId: string | null
}

export const findSender = (db: Queryable, id: string): Promise<FoundSender | undefined> =>
  db.find<FoundSender>(sql`select id, kind, person_id as "personId" from misuse_sender where id = ${id}`)

/** The most marks and measures of one sender that are shown. */
const SHOWN_MAX = 200

const MARK = sql`mark.id, mark.sender_id as "senderId", mark.cause, mark.about_kind as "aboutKind", mark.about_id as "aboutId",
  mark.sent_at as "sentAt", mark.gravity, mark.intent, mark.reason, staff.pseudonym as by, mark.marked_at as "markedAt",
  mark.withdrawn_at as "withdrawnAt"`

export const listMarks = (db: Queryable, senderId: string): Promise<Mark[]> =>
  db.list<Mark>(sql`
    select ${MARK} from misuse_mark mark join staff on staff.id = mark.marked_by
    where sender_id = ${senderId} order by marked_at desc, mark.id limit ${SHOWN_MAX}`)

export const findMark = (db: Queryable, id: string): Promise<Mark | undefined> =>
  db.find<Mark>(sql`select ${MARK} from misuse_mark mark join staff on staff.id = mark.marked_by where mark.id = ${id}`)

export async function listMeasures(db: Queryable, senderId: string): Promise<ListedMeasure[]> {
  const measures = await db.list<Measure>(sql`
    select ${MEASURE} from misuse_measure measure
    where sender_id = ${senderId} order by begins_at desc, measure.id limit ${SHOWN_MAX}`)
  const appeals = await db.list<MisuseAppeal & { measureId: string }>(sql`
    select id, measure_id as "measureId", words, received_at as "receivedAt", state, reason from misuse_appeal
    where measure_id = any (${measures.map(({ id }) => id)}) order by received_at desc, id desc`)
  return measures.map((measure) => ({
    ...measure,
    appeal: appeals.find(({ measureId }) => measureId === measure.id) ?? null,
  }))
}

export const findMeasure = (db: Queryable, id: string): Promise<Measure | undefined> =>
  db.find<Measure>(sql`select ${MEASURE} from misuse_measure measure where measure.id = ${id}`)

export const findMeasureOfChange = (db: Queryable, changeId: string): Promise<Measure | undefined> =>
  db.find<Measure>(sql`select ${MEASURE} from misuse_measure measure where change_id = ${changeId}`)

export const readFigures = (
  db: Queryable,
  senderId: string,
  cause: MisuseCause,
): Promise<MisuseFigures & { markers: number }> =>
  db.only(sql`select marks, markers, submissions from misuse_figures(${senderId}, ${cause})`)

export interface RunningPause {
  reporterId: string
  measureId: string
  beginsAt: Date
  endsAt: Date
}

/** Lists the running pauses of these reporters. */
export async function listPauses(tx: Tx, reporterIds: readonly string[]): Promise<Map<string, RunningPause>> {
  const { rows } = await tx.query<RunningPause>(prepared('list-paused-senders')`
    select sender.person_id as "reporterId", measure.id as "measureId", measure.begins_at as "beginsAt", measure.ends_at as "endsAt"
    from misuse_sender sender join misuse_measure measure on measure.sender_id = sender.id
    where sender.kind = 'reporter' and sender.person_id = any (${reporterIds}) and measure.kind = 'pause'
      and measure.ended_at is null and measure.ends_at > desk_now()
    order by measure.ends_at`)
  return new Map(rows.map((row) => [row.reporterId, row]))
}
