import { type Static, Type } from 'typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import { ACTIONS, CATEGORIES, CONCLUSIONS, ENFORCEMENT_STATES } from '../../foundation/domain.ts'
import { PLATFORM_NAME } from '../../foundation/platforms.ts'
import {
  CaseId,
  EnforcementId,
  GivenTime,
  orNull,
  Page,
  PageQuery,
  Problem,
  strict,
  SubjectSchema,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { DAYS_MAX } from '../../oversight/insights/period.ts'
import { Reason } from '../../oversight/views/request-view-reason.ts'
import { EXPORT_RULES, EXPORTED_CSV, sendExport } from '../../oversight/views/send-export.ts'
import { maySee } from '../../oversight/views/seen.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { columnsFor } from './columns.ts'
import { hasMoreDecisions, readDecisions, REVIEWER_SHOWN_DAYS } from './read-decisions.ts'
import { OwnActionReply } from '../../policy/items/own-action-reply.ts'

const name = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 64, description }))

const FILTER = {
  from: Type.Optional({ ...GivenTime, description: `Seven days ago by default, and at most ${DAYS_MAX} days.` }),
  to: Type.Optional(GivenTime),
  queue: name('The present queue of the case.'),
  policyId: name('The policy that was violated.'),
  action: Type.Optional(
    Type.Enum([...ACTIONS], { description: 'One of the eight; also as which one of the organisation’s own counts.' }),
  ),
  ownAction: name('The id of an action of the organisation’s own.'),
  conclusion: Type.Optional(Type.Enum([...CONCLUSIONS])),
  language: name('The language of the subject, in any case of letters.'),
  platform: Type.Optional(
    Type.String({
      pattern: PLATFORM_NAME.source,
      maxLength: 30,
      description: 'The platform of the subject. default: the platform without a name.',
    }),
  ),
  category: Type.Optional(Type.Enum(CATEGORIES)),
  rule: name('The automation rule that acted. Not for reviewers.'),
  guard: name('A guard that fired. Only policy and auditors see guards.'),
}
const DecisionsQuery = Type.Object({ ...FILTER, ...PageQuery }, strict)
const FilterQuery = Type.Object(FILTER)
const ExportQuery = Type.Object({ ...FILTER, reason: Reason }, strict)

const Decision = Type.Object({
  id: Type.String({ description: 'The id of a decision, or of the enforcement of an automation rule.' }),
  at: Timestamp,
  rule: orNull(Type.String(), 'The automation rule that acted. Null: a person decided, or you may not see rules.'),
  byRule: Type.Boolean({ description: 'True when an automation rule acted, and no person decided.' }),
  caseId: CaseId,
  subject: SubjectSchema,
  accountId: orNull(Type.String()),
  handle: orNull(Type.String()),
  queue: Type.String(),
  category: Type.Enum(CATEGORIES),
  language: orNull(Type.String()),
  conclusion: Type.Enum(CONCLUSIONS),
  policyId: orNull(Type.String()),
  actions: Type.Array(Type.Enum([...ACTIONS])),
  ownActions: Type.Array(Type.String(), { description: 'The ids of those that are the organisation’s own.' }),
  enforcements: Type.Array(
    Type.Object({
      id: EnforcementId,
      action: Type.Enum([...ACTIONS]),
      own: OwnActionReply,
      state: Type.Enum([...ENFORCEMENT_STATES]),
    }),
  ),
  guards: Type.Optional(
    Type.Array(Type.String(), { description: 'The guards that fired. Policy and auditors alone.' }),
  ),
  reviewer: orNull(
    Type.String(),
    `The pseudonym of the person who decided, for the lead of their team and for ${REVIEWER_SHOWN_DAYS} days, if the organisation counts work by person. Null: withheld, or a rule.`,
  ),
})
export type Decision = Static<typeof Decision>
export type DecisionFilterQuery = Static<typeof FilterQuery>

/** Routes that list recent decisions and export the list. */
export function recentDecisionRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List recent decisions, newest first',
    description: `Decisions of people on cases that you may open, and enforcements of automation rules. Judged appeals and bulk actions are not among them. Only the lead of their team sees the reviewer, as a pseudonym and for ${REVIEWER_SHOWN_DAYS} days. The list has no order or count by person. The rows count as reading. 503: the filter took too long.`,
    querystring: DecisionsQuery,
    response: { 200: Page(Decision), 503: Problem },
  }
  app.get('/v1/decisions', { schema: list }, async (request) =>
    readDecisions(desk, staffOf(request), request.query, pageOf(request.query)),
  )

  const file = {
    summary: 'Export recent decisions as CSV',
    description: `The rows of GET /v1/decisions with the same filter, newest first, without the reviewer. ${EXPORT_RULES}`,
    querystring: ExportQuery,
    response: EXPORTED_CSV,
  }
  app.get('/v1/decision-exports', { schema: file }, async (request, reply) => {
    const { reason, ...filter } = request.query
    return sendExport(
      desk,
      { request, reply },
      {
        ...{ name: 'decisions', format: 'csv', reason, filter },
        hasMore: (than) => hasMoreDecisions(desk, staffOf(request), filter, than),
        list: (page, caller) => readDecisions(desk, caller, filter, page),
        columns: columnsFor(maySee('guard_reasons', staffOf(request))),
      },
    )
  })
}
