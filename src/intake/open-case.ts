import type { Desk } from '../desk.ts'
import { type Actor, actorKey, type Category, parseSubjectKey } from '../domain.ts'
import { dueByLaw, legalTimesOf } from '../law/legal-times.ts'
import { startClocks } from '../law/run-clocks.ts'
import type { Tx } from '../lib/db.ts'
import { routeCase } from '../queue/route-case.ts'
import { askForFactsOf } from './ask-for-facts.ts'
import { lockContents } from './content-lock.ts'
import { joinCases, listContents } from './report-queries.ts'
import { readRouteFacts } from './route-facts.ts'

type Policies = Desk['policies']

/** What a source says a subject is. Nobody reported it. */
interface Said {
  subject: string
  category: Category
  by: Actor
}

/**
 * The open case of a subject, locked, and opened where there is none: it has no reports, waits where a report of this category would,
 * and needs what that would need. Throws `OpenedMeanwhile` as reports do: run again, it is joined.
 */
export async function openCase(tx: Tx, policies: Policies, { subject, category, by }: Said): Promise<string> {
  const { kind, id } = parseSubjectKey(subject)
  const contentIds = kind === 'content' ? [id] : []
  lockContents(tx, contentIds, 'still')
  const content = (await listContents(tx, contentIds)).get(id)
  const accountId = kind === 'account' ? id : (content?.accountId ?? null)
  const language = content?.language ?? null
  const facts = await readRouteFacts(tx, policies, { accountIds: accountId === null ? [] : [accountId], keyIds: [] })
  const route = routeCase(policies, {
    category,
    ground: 'terms',
    ...(language === null ? {} : { language }),
    ...(accountId === null ? {} : facts.accounts.get(accountId)),
  })
  const fresh = { subject, accountId, category, language, region: null, reportCount: 0, reporterIds: [] }
  const wanted = { ...route, ...fresh, dueMs: dueByLaw(policies, subject, category, route.dueMs) }
  const joined = (await joinCases(tx, [wanted], actorKey(by))).get(subject)
  if (joined === undefined) throw new Error(`no case was opened of ${subject}`)
  if (joined.opened) askForFactsOf(tx, [wanted])
  return joined.id
}

/** What the law gives a time for has a case, and its time runs from this moment. Of anything else nothing is done. */
export async function knowByLaw(tx: Tx, policies: Policies, said: Said): Promise<void> {
  const { subject, category, by } = said
  if (legalTimesOf(policies, subject, category).length === 0) return
  const caseId = await openCase(tx, policies, said)
  await startClocks(tx, policies, [{ subject, caseId, category }], by)
}
