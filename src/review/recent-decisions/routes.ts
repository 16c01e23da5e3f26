import { type Static, Type } from 'typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import { ACTIONS, CATEGORIES, CONCLUSIONS, ENFORCEMENT_STATES } from '../../foundation/domain.ts'
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
import { CSV, EXPORT_ROWS_MAX, sendExport } from '../../oversight/views/send-export.ts'
import { maySee } from '../../oversight/views/seen.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { columnsFor } from './columns.ts'
import { readDecisions } from './read-decisions.ts'

const name = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 64, description }))

const FILTER = {
  from: Type.Optional({ ...GivenTime, description: `Seven days ago by default, and at most ${DAYS_MAX} days.` }),
  to: Type.Optional(GivenTime),
  queue: name('The present queue of the case.'),
  policyId: name('The policy that was violated.'),
  action: Type.Optional(Type.Enum([...ACTIONS])),
  conclusion: Type.Optional(Type.Enum([...CONCLUSIONS])),
  language: name('The language of the subject, in any case of letters.'),
  category: Type.Optional(Type.Enum(CATEGORIES)),
  rule: name('The automation rule that acted. Not for reviewers.'),
  guard: name('A guard that fired. Only policy and auditors see guards.'),
}
const DecisionsQuery = Type.Object({ ...FILTER, ...PageQuery }, strict)
const ExportQuery = Type.Object(FILTER, strict)

const Decision = Type.Object({
  id: Type.String({ description: 'The id of a decision, or of the enforcement of an automation rule.' }),
  at: Timestamp,
  rule: orNull(Type.String(), 'The automation rule that acted. Null: a person decided, or you may not see rules.'),
  byRule: Type.Boolean(),
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
  enforcements: Type.Array(
    Type.Object({ id: EnforcementId, action: Type.Enum([...ACTIONS]), state: Type.Enum([...ENFORCEMENT_STATES]) }),
  ),
  guards: Type.Optional(
    Type.Array(Type.String(), { description: 'The guards that fired. Policy and auditors alone.' }),
  ),
  reviewer: orNull(
    Type.String(),
    'The pseudonym of the person who decided. Null: only the lead of their team sees it.',
  ),
})
export type Decision = Static<typeof Decision>
export type DecisionFilterQuery = Static<typeof ExportQuery>

/** Routes that list recent decisions and export the list. */
export function recentDecisionRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List recent decisions, newest first',
    description:
      'Decisions of people on cases that you may open, and enforcements of automation rules. Judged appeals and bulk actions are not among them. The reviewer is a pseudonym, and only the lead of their team sees it. The list has no order or count by person. 503: the filter took too long.',
    querystring: DecisionsQuery,
    response: { 200: Page(Decision), 503: Problem },
  }
  app.get('/v1/decisions', { schema: list }, async (request) =>
    readDecisions(desk, staffOf(request), request.query, pageOf(request.query)),
  )

  const file = {
    summary: 'Export recent decisions as CSV',
    description: `The rows of GET /v1/decisions with the same filter, at most ${EXPORT_ROWS_MAX}, newest first. Text that a spreadsheet would run as a formula stays text. Each page is in the access log.`,
    querystring: ExportQuery,
    response: {
      200: { description: 'The file', content: { [CSV]: { schema: Type.String() } } },
      503: Problem,
    },
  }
  app.get('/v1/decision-exports', { schema: file }, async (request, reply) => {
    const caller = staffOf(request)
    return sendExport(desk, reply, {
      name: 'decisions',
      format: 'csv',
      staffId: caller.id,
      list: (page) => readDecisions(desk, caller, request.query, page),
      columns: columnsFor(maySee('guard_reasons', caller)),
    })
  })
}
