import { mapPage, type PageOf, type PageRequest } from '../../foundation/database/select-page.ts'
import { withinTime } from '../../foundation/database/within-time.ts'
import { parseSubjectKey, type Role, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { listFiredGuards } from '../../enforcement/present/list-fired-guards.ts'
import { readPeriod } from '../../oversight/insights/period.ts'
import { maySee } from '../../oversight/views/seen.ts'
import type { Desk } from '../../policy/desk.ts'
import { type DecisionRow, listDecisions } from './list-decisions.ts'
import { listOutcomes, type Outcome } from './list-outcomes.ts'
import type { Decision, DecisionFilterQuery } from './routes.ts'

/** The time of one page. A rare filter over a long period reads many decisions before it has found a page. */
const PAGE_MS_MAX = 5_000
/** The roles that read automation rules, as GET /v1/automation has it. */
const READ_RULES: readonly Role[] = ['senior', 'lead', 'policy', 'auditor']

/** Reads one page of recent decisions, without what the reader may not see. */
export async function readDecisions(
  desk: Desk,
  caller: StaffCaller,
  { from, to, ...filter }: DecisionFilterQuery,
  page: PageRequest,
): Promise<PageOf<Decision>> {
  const readsRules = caller.roles.some((role) => READ_RULES.includes(role))
  const seesGuards = maySee('guard_reasons', caller)
  if (filter.rule !== undefined && !readsRules) throw new DeskError('not_allowed', message('decision.rules'))
  if (filter.guard !== undefined && !seesGuards) throw new DeskError('not_allowed', message('decision.guards'))
  return withinTime(desk.db, { ms: PAGE_MS_MAX, tooSlow }, async (tx) => {
    const period = readPeriod({ ...(from && { from }), ...(to && { to }) }, tx.now)
    const guards = desk.policies.guards.guards
    // A guard that depends on a person's departure has another name for readers, so its own name finds nothing.
    const isNamed =
      filter.guard === undefined || nameGuards([{ fired: [fired(filter.guard)] }], guards)[0] === filter.guard
    if (!isNamed) return { items: [], nextCursor: null }
    const found = await listDecisions(tx, caller.id, { ...filter, from: period.from, to: period.to }, page)
    const outcomes = await listOutcomes(
      tx,
      found.items.map(({ id }) => id),
    )
    return mapPage(found, (row) => toDecision(row, outcomes.get(row.id) ?? [], { readsRules, seesGuards, guards }))
  })
}

const tooSlow = () => new DeskError('unavailable', message('decision.tooSlow'))

type Guards = Desk['policies']['guards']['guards']
const fired = (id: string) => ({ id, errored: false })
const nameGuards = (verdicts: Outcome['verdicts'], guards: Guards): string[] =>
  listFiredGuards(verdicts, guards).map(({ id }) => id)

const toDecision = (
  { rule, subject, ...row }: DecisionRow,
  outcomes: readonly Outcome[],
  { readsRules, seesGuards, guards }: { readsRules: boolean; seesGuards: boolean; guards: Guards },
): Decision => ({
  ...row,
  subject: parseSubjectKey(subject),
  byRule: rule !== null,
  rule: readsRules ? rule : null,
  enforcements: outcomes.map(({ id, action, state }) => ({ id, action, state })),
  ...(seesGuards && {
    guards: nameGuards(
      outcomes.flatMap(({ verdicts }) => verdicts),
      guards,
    ),
  }),
})
