import type { Tx } from '../../foundation/database/db.ts'
import { subjectKey } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import type { Desk } from '../../policy/desk.ts'
import type { CaseToJoin, KnownContent } from '../intake/report-queries.ts'
import type { GivenReport } from '../intake/store-reports.ts'
import { type CaseRoute, routeCase } from './route-case.ts'
import { type RouteFacts, readRouteFacts } from './route-facts.ts'

/** A report with the stored facts about its subject. */
interface Told extends GivenReport {
  accountId: string | null
  language: string | null
  itemType: string | null
}

/** Builds one case per subject: its first report decides the queue, and all reports together the clearances. */
export async function gatherCases(
  tx: Tx,
  policies: Desk['policies'],
  reports: readonly GivenReport[],
  contents: ReadonlyMap<string, KnownContent>,
): Promise<Map<string, CaseToJoin>> {
  const told = reports.map((one) => completeReport(one, contents))
  const facts = await readRouteFacts(tx, policies, {
    accountIds: told.flatMap(({ accountId }) => accountId ?? []),
    keyIds: told.map(({ keyId }) => keyId),
  })
  const cases = new Map<string, CaseToJoin>()
  for (const one of told) {
    const { accountId, language } = one
    const { category, region = null, reporterId, ...body } = one.report.body
    const subject = subjectKey(body.subject)
    const route = routeOf(policies, one, facts)
    const before = cases.get(subject)
    const fresh = {
      subject,
      accountId,
      category,
      language,
      region,
      reportCount: 1,
      boostHours: 0,
      reporterIds: [reporterId],
      ...timesOf(one),
    }
    cases.set(subject, before === undefined ? { ...route, ...fresh } : join(before, route, reporterId, one))
  }
  return cases
}

function completeReport(one: GivenReport, contents: ReadonlyMap<string, KnownContent>): Told {
  const { subject, language, item } = one.report.body
  const known = subject.kind === 'content' ? contents.get(subject.id) : undefined
  return {
    ...one,
    accountId: subject.kind === 'account' ? subject.id : (known?.accountId ?? null),
    language: language ?? known?.language ?? null,
    itemType: item?.type ?? known?.itemType ?? null,
  }
}

function routeOf(
  policies: Desk['policies'],
  { keyId, report, accountId, language, itemType }: Told,
  facts: RouteFacts,
): CaseRoute {
  const { category, ground, region, subject } = report.body
  const keyName = facts.keyNames.get(keyId)
  return routeCase(policies, {
    category,
    ground,
    platform: platformOf(subject),
    ...(language === null ? {} : { language }),
    ...(region === undefined ? {} : { region }),
    ...(itemType === null ? {} : { itemType }),
    ...(accountId === null ? {} : facts.accounts.get(accountId)),
    ...(keyName === undefined ? {} : { source: { id: keyId, name: keyName } }),
  })
}

const timesOf = ({ waiting }: GivenReport) => {
  const at = waiting?.since.toISOString()
  return at === undefined ? {} : { firstAt: at, lastAt: at }
}

const join = (
  before: CaseToJoin,
  { clearances, dueMs, severity }: CaseRoute,
  reporterId: string,
  one: GivenReport,
): CaseToJoin => ({
  ...before,
  clearances: [...new Set([...before.clearances, ...clearances])].sort(),
  dueMs: Math.min(before.dueMs, dueMs),
  severity: severity > before.severity ? severity : before.severity,
  reportCount: before.reportCount + 1,
  reporterIds: before.reporterIds.includes(reporterId) ? before.reporterIds : [...before.reporterIds, reporterId],
  ...joinTimes(before, timesOf(one)),
})

const joinTimes = (before: Pick<CaseToJoin, 'firstAt' | 'lastAt'>, { firstAt, lastAt }: ReturnType<typeof timesOf>) =>
  firstAt === undefined || before.firstAt === undefined || before.lastAt === undefined
    ? {}
    : {
        firstAt: firstAt < before.firstAt ? firstAt : before.firstAt,
        lastAt: lastAt > before.lastAt ? lastAt : before.lastAt,
      }
