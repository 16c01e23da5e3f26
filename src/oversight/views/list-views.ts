import sql, { empty, join, type Sql } from 'sql-template-tag'
import {
  descending,
  hasMoreRows,
  type PageOf,
  type PageRequest,
  selectPage,
} from '../../foundation/database/select-page.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { ViewKind } from '../../policy/stage/view.ts'

export interface FoundView {
  id: string
  staff: string
  kind: ViewKind
  subject: string | null
  accountId: string | null
  caseId: string | null
  enforcementId: string | null
  mediaId: string | null
  reason: string | null
  words: string | null
  inCase: boolean
  shown: number
  at: Date
}

/** The kinds of views that ordinary work causes all day. A view with a reason, such as an export, is never routine. */
export const ROUTINE_VIEWS: readonly ViewKind[] = ['list', 'case', 'enforcement']

export interface ViewFilter {
  /** False: without the routine kinds. */
  routine?: boolean
  staffId?: string
  /** The key of the subject that was viewed; an account's key also finds the views of its contents. */
  subject?: string
  kind?: ViewKind
  since?: Date
  until?: Date
}

/** Lists recorded views, the newest first. */
export async function listViews(db: Queryable, filter: ViewFilter, page: PageRequest): Promise<PageOf<FoundView>> {
  const conditions = conditionsOf(filter)
  const rows = sql`
    select view.id, viewer.pseudonym as staff, view.kind, view.subject, view.account_id as "accountId",
      view.case_id as "caseId", view.enforcement_id as "enforcementId", view.media_id as "mediaId", view.reason, view.words, view.in_case as "inCase", view.shown,
      view.at
    from staff_view view join staff viewer on viewer.id = view.staff_id
    ${whereOf(conditions)}`
  const key = [descending(sql`listed.at`, 'time'), descending(sql`listed.id`, 'text')]
  return selectPage<FoundView>(db, { rows, key }, page)
}

/** True when a filter finds more views than a number. */
export const hasMoreViews = (db: Queryable, filter: ViewFilter, than: number): Promise<boolean> =>
  hasMoreRows(db, sql`select from staff_view view ${whereOf(conditionsOf(filter))}`, than)

const whereOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? empty : sql`where ${join([...conditions], ' and ')}`

function conditionsOf({ staffId, subject, kind, since, until, routine }: ViewFilter): Sql[] {
  return [
    ...(staffId === undefined ? [] : [sql`view.staff_id = ${staffId}`]),
    ...(subject === undefined ? [] : [isAbout(subject)]),
    ...(routine === false ? [sql`(view.kind <> all (${[...ROUTINE_VIEWS]}) or view.reason is not null)`] : []),
    ...(kind === undefined ? [] : [sql`view.kind = ${kind}`]),
    ...(since === undefined ? [] : [sql`view.at >= ${since}`]),
    ...(until === undefined ? [] : [sql`view.at < ${until}`]),
  ]
}

function isAbout(subject: string): Sql {
  const { kind, id } = parseSubjectKey(subject)
  return kind === 'account'
    ? sql`(view.subject = ${subject} or view.account_id = ${id})`
    : sql`view.subject = ${subject}`
}
