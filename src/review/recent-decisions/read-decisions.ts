import { listFiredGuards } from '../../enforcement/present/list-fired-guards.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { mapPage, type PageOf, type PageRequest } from '../../foundation/database/select-page.ts'
import { PAGE_MS_MAX, withinTime } from '../../foundation/database/within-time.ts'
import { parseSubjectKey, type Role, type StaffCaller } from '../../foundation/domain.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { readProfile } from '../../foundation/profile.ts'
import { readPeriod } from '../../oversight/insights/period.ts'
import { maySee } from '../../oversight/views/seen.ts'
import type { Desk } from '../../policy/desk.ts'
import { ownActionReply } from '../../policy/items/own-action-reply.ts'
import { type DecisionRow, listDecisions } from './list-decisions.ts'
import { listOutcomes, type Outcome } from './list-outcomes.ts'
import type { Decision, DecisionFilterQuery } from './routes.ts'

/** The time for which a lead sees who decided, as long as the desk stores other facts about people at work. */
export const REVIEWER_SHOWN_DAYS = 30
/** The roles that read automation rules, as GET /v1/automation has it. */
const READ_RULES: readonly Role[] = ['senior', 'lead', 'policy', 'auditor']

/** Reads one page of recent decisions, without what the reader may not see. */
export async function readDecisions(
  desk: Desk,
  caller: StaffCaller,
  query: DecisionFilterQuery,
  page: PageRequest,
): Promise<PageOf<Decision>> {
  const sees = listRights(desk, caller)
  return withinTime(desk.db, { ms: PAGE_MS_MAX, tooSlow, by: caller.id }, async (tx) => {
    const found = await findPage(tx, sees, query, page)
    const outcomes = await listOutcomes(
      tx,
      found.items.map(({ id }) => id),
    )
    const { personMetrics } = await readProfile(tx)
    const reviewersFrom = personMetrics ? new Date(tx.now.getTime() - REVIEWER_SHOWN_DAYS * DAY_MS) : undefined
    return mapPage(found, (row) => toDecision(row, outcomes.get(row.id) ?? [], { ...sees, reviewersFrom }))
  })
}

/** True when a filter finds more decisions than a number, that the reader may see. */
export async function hasMoreDecisions(
  desk: Desk,
  caller: StaffCaller,
  query: DecisionFilterQuery,
  than: number,
): Promise<boolean> {
  return withinTime(desk.db, { ms: PAGE_MS_MAX, tooSlow, by: caller.id }, async (tx) => {
    const { nextCursor } = await findPage(tx, listRights(desk, caller), query, { limit: than, cursor: undefined })
    return nextCursor !== null
  })
}

interface Rights {
  staffId: string
  readsRules: boolean
  seesGuards: boolean
  guards: Guards
}

const listRights = (desk: Desk, caller: StaffCaller): Rights => ({
  staffId: caller.id,
  readsRules: caller.roles.some((role) => READ_RULES.includes(role)),
  seesGuards: maySee('guard_reasons', caller),
  guards: desk.policies.guards.guards,
})

async function findPage(
  tx: Tx,
  { staffId, readsRules, seesGuards, guards }: Rights,
  { from, to, ...filter }: DecisionFilterQuery,
  page: PageRequest,
): Promise<PageOf<DecisionRow>> {
  if (filter.rule !== undefined && !readsRules) throw new DeskError('not_allowed', message('decision.rules'))
  if (filter.guard !== undefined && !seesGuards) throw new DeskError('not_allowed', message('decision.guards'))
  const period = readPeriod({ ...(from && { from }), ...(to && { to }) }, tx.now)
  // A guard that depends on a person's departure has another name for readers, so its own name finds nothing.
  const isNamed =
    filter.guard === undefined || nameGuards([{ fired: [fired(filter.guard)] }], guards)[0] === filter.guard
  if (!isNamed) return { items: [], nextCursor: null }
  return listDecisions(tx, staffId, { ...filter, from: period.from, to: period.to }, page)
}

const tooSlow = () => new DeskError('unavailable', message('decision.tooSlow'))

type Guards = Desk['policies']['guards']['guards']
const fired = (id: string) => ({ id, errored: false })
const nameGuards = (verdicts: Outcome['verdicts'], guards: Guards): string[] =>
  listFiredGuards(verdicts, guards).map(({ id }) => id)

const toDecision = (
  { rule, subject, ...row }: DecisionRow,
  outcomes: readonly Outcome[],
  { readsRules, seesGuards, guards, reviewersFrom }: Rights & { reviewersFrom: Date | undefined },
): Decision => ({
  ...row,
  subject: parseSubjectKey(subject),
  byRule: rule !== null,
  rule: readsRules ? rule : null,
  reviewer: reviewersFrom !== undefined && row.at >= reviewersFrom ? row.reviewer : null,
  enforcements: outcomes.map(({ id, action, ownAction, state }) => ({
    id,
    action,
    own: ownActionReply(ownAction),
    state,
  })),
  ...(seesGuards && {
    guards: nameGuards(
      outcomes.flatMap(({ verdicts }) => verdicts),
      guards,
    ),
  }),
})
