import type { Desk } from '../../policy/desk.ts'
import type { Severity } from '../../policy/queues.ts'
import { type Actor, actorKey, type Category, parseSubjectKey } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import { type Arrived, legalTimesOf } from '../legal-clocks/legal-times.ts'
import { startClocks } from '../legal-clocks/run-clocks.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { routeCase } from './route-case.ts'
import { queueStaleFactsJobs } from '../accounts/stale-facts-jobs.ts'
import { queueContentLocks } from '../contents/content-lock.ts'
import { joinCases, listContents, lockHeldCase, queueCaseItems } from '../intake/report-queries.ts'
import { readRouteFacts } from './route-facts.ts'

type Policies = Desk['policies']

/** A source's statement about a subject that has no report. */
interface Said {
  subject: string
  category: Category
  by: Actor
  /** The time from now within which the case is due. */
  dueMs?: number
  /** The highest severity that this source gives a case. Undefined: that of the category. */
  severityMax?: Severity
  /** True: a case that a person holds stays as it is, because more clearances would take it from them. */
  keepsHeld?: boolean
}

/**
 * Returns the subject's open case, locked, or opens one without reports. Queue and clearances are those of a report in
 * this category. Throws `OpenedMeanwhile`: a retry joins that case.
 */
export const openCase = async (tx: Tx, policies: Policies, said: Said): Promise<string> =>
  (await joinOrOpenCase(tx, policies, said)).id

/** Does the same, and returns whether the case is a new one. */
export async function joinOrOpenCase(tx: Tx, policies: Policies, said: Said): Promise<{ id: string; opened: boolean }> {
  const { subject, category, by } = said
  const { kind, id } = parseSubjectKey(subject)
  const contentIds = kind === 'content' ? [id] : []
  queueContentLocks(tx, contentIds, 'still')
  const content = (await listContents(tx, contentIds)).get(id)
  const held = said.keepsHeld ? await lockHeldCase(tx, subject) : undefined
  if (held !== undefined) return { id: held, opened: false }
  const accountId = kind === 'account' ? id : (content?.accountId ?? null)
  const { language = null, itemType = null } = content ?? {}
  const facts = await readRouteFacts(tx, policies, { accountIds: accountId === null ? [] : [accountId], keyIds: [] })
  const route = routeCase(policies, {
    category,
    ground: 'terms',
    platform: platformOf({ kind, id }),
    ...(language === null ? {} : { language }),
    ...(itemType === null ? {} : { itemType }),
    ...(accountId === null ? {} : facts.accounts.get(accountId)),
  })
  const fresh = { subject, accountId, category, language, region: null, reportCount: 0, boostHours: 0, reporterIds: [] }
  const wanted = { ...route, ...fresh, dueMs: Math.min(route.dueMs, said.dueMs ?? route.dueMs) }
  if (said.severityMax !== undefined && said.severityMax < wanted.severity) wanted.severity = said.severityMax
  const joined = (await joinCases(tx, [wanted], actorKey(by))).get(subject)
  if (joined === undefined) throw new Error(`no case was opened of ${subject}`)
  queueCaseItems(tx, itemType === null ? [] : [{ caseId: joined.id, type: itemType }])
  if (joined.opened) queueStaleFactsJobs(tx, [wanted])
  return joined
}

/** The cause of a legal clock: an order, a valid request or a match, and the id of its row. */
interface Known extends Pick<Said, 'subject' | 'category' | 'by'> {
  arrived: Arrived
  cause: string
}

/**
 * Opens the case of a subject for which the law sets a time, and starts its clocks at the receipt of the cause. Returns
 * the number of clocks; 0: the law sets none, and no case is opened.
 */
export async function openCaseWithLegalClock(
  tx: Tx,
  policies: Policies,
  { arrived, cause, ...said }: Known,
): Promise<number> {
  const { subject, by } = said
  const times = legalTimesOf(policies, subject, arrived)
  if (times.length === 0) return 0
  const caseId = await openCase(tx, policies, { ...said, dueMs: Math.min(...times.map((time) => time.dueMs)) })
  await startClocks(
    tx,
    times.map((time) => ({ ...time, subject, caseId, cause })),
    by,
  )
  return times.length
}
