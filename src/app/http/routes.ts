import { approvalRoutes } from '../../enforcement/approve/approval-routes.ts'
import { budgetRoutes } from '../../enforcement/limits/budget-routes.ts'
import { appealRoutes } from '../../review/appeals/routes.ts'
import { automationRoutes } from '../../bulk/automation/routes.ts'
import { bulkRestoreRoutes } from '../../enforcement/restore/bulk-routes.ts'
import { freezeRoutes } from '../../enforcement/limits/freeze-routes.ts'
import { liveRoutes } from '../../enforcement/waits/live-routes.ts'
import { pageRoutes } from '../../oversight/notifications/page-routes.ts'
import { reachableRoutes } from '../../enforcement/approvers/reachable-routes.ts'
import { shadowRoutes } from '../../enforcement/shadow/shadow-routes.ts'
import { orderRoutes } from '../../enforcement/routes.ts'
import { ledgerRoutes } from '../../oversight/ledger/ledger-routes.ts'
import { auditRoutes } from '../../oversight/views/routes.ts'
import { campaignRoutes } from '../../bulk/actions/routes.ts'
import { enrolmentRoutes } from '../../admin/passkeys/enrolment-routes.ts'
import { keyListRoutes } from '../../admin/passkeys/key-list-routes.ts'
import { guardRoutes } from '../../admin/policies/guard-routes.ts'
import { replayRoutes } from '../../admin/sent-policies/replay-routes.ts'
import { electionRoutes } from '../../admin/protections/election-routes.ts'
import { reviewRoutes } from '../../admin/protections/review-routes.ts'
import { changeRoutes } from '../../admin/change/routes.ts'
import { protectListRoutes } from '../../admin/protect-list/routes.ts'
import { webhookSecretRoutes } from '../../admin/setup/webhook-secret-routes.ts'
import { effectRoutes } from '../../enforcement/effect/routes.ts'
import { drillRoutes } from '../../enforcement/drill/routes.ts'
import { incidentRoutes } from '../../oversight/incidents/routes.ts'
import { insightRoutes } from '../../oversight/insights/routes.ts'
import { authorityOrderRoutes } from '../../cases/authority/order-routes.ts'
import { removalRequestRoutes } from '../../cases/authority/request-routes.ts'
import { intakeRoutes } from '../../cases/intake/routes.ts'
import { clockRoutes } from '../../cases/legal-clocks/clock-routes.ts'
import { holdRoutes } from '../../cases/legal-holds/hold-routes.ts'
import { keptFactsRoutes } from '../../cases/legal-holds/kept-facts-routes.ts'
import { referralRoutes } from '../../cases/referrals/referral-routes.ts'
import { channelRoutes } from '../../oversight/notifications/channel-routes.ts'
import { eventRoutes } from '../../oversight/events/event-routes.ts'
import { moveRoutes } from '../../cases/queue/move-routes.ts'
import { queueRoutes } from '../../cases/queue/routes.ts'
import { accountHistoryRoutes } from '../../review/account-history/account-history-routes.ts'
import { caseRoutes } from '../../review/case/case-routes.ts'
import { decisionRoutes } from '../../review/decide/decision-routes.ts'
import { escalationRoutes } from '../../review/escalate/escalation-routes.ts'
import { exceptionRoutes } from '../../review/exceptions/exception-routes.ts'
import { aloneRoutes } from '../../enforcement/alone/routes.ts'
import { lesserRoutes } from '../../review/interim-measure/lesser-routes.ts'
import { mediaRoutes } from '../../review/media/media-routes.ts'
import { ownFactsRoutes } from '../../enforcement/facts/own-facts-routes.ts'
import { policyRoutes } from '../../review/case/policy-routes.ts'
import { previewRoutes } from '../../review/preview/preview-routes.ts'
import { proposalRoutes } from '../../review/decide/proposal-routes.ts'
import { reporterRoutes } from '../../review/search/reporter-routes.ts'
import { matchRoutes } from '../../review/match-check/match-routes.ts'
import { sealedRoutes } from '../../review/media/sealed-routes.ts'
import { translationRoutes } from '../../review/case/translation-routes.ts'
import { searchRoutes } from '../../review/search/routes.ts'
import { demoSignRoutes } from '../../people/signatures/demo-routes.ts'
import { signingRoutes } from '../../people/signatures/routes.ts'
import { SIGNABLES } from './signables.ts'
import { keyRoutes } from '../../people/access/key-routes.ts'
import { invitationRoutes } from '../../people/invitations/invitation-routes.ts'
import { demoSignInRoutes } from '../../people/sessions/demo-routes.ts'
import { sessionRoutes } from '../../people/sessions/routes.ts'
import { peopleRoutes } from '../../admin/offboarding/people-routes.ts'
import { rotaRoutes } from '../../people/shifts/rota-routes.ts'
import { shiftRoutes } from '../../people/shifts/shift-routes.ts'
import { shiftSummaryRoutes } from '../../people/shifts/shift-summary-routes.ts'
import { staffRoutes } from '../../people/staff/routes.ts'
import { watchRoutes } from '../../enforcement/drift/routes.ts'
import { scimDiscoveryRoutes } from '../../admin/directory/discovery-routes.ts'
import { scimGroupRoutes } from '../../admin/directory/groups/group-routes.ts'
import { scimUserRoutes } from '../../admin/directory/users/user-routes.ts'
import { signOnRoutes } from '../../people/sso/routes.ts'
import type { StageRoutes } from './server.ts'

/** Every stage's routes, in the order of the flow. Who may use which is in the table of rights. */
export const ROUTES: readonly StageRoutes[] = [
  intakeRoutes,
  authorityOrderRoutes,
  removalRequestRoutes,
  automationRoutes,
  queueRoutes,
  clockRoutes,
  referralRoutes,
  holdRoutes,
  keptFactsRoutes,
  moveRoutes,
  caseRoutes,
  mediaRoutes,
  sealedRoutes,
  matchRoutes,
  translationRoutes,
  policyRoutes,
  previewRoutes,
  lesserRoutes,
  aloneRoutes,
  proposalRoutes,
  decisionRoutes,
  escalationRoutes,
  exceptionRoutes,
  appealRoutes,
  accountHistoryRoutes,
  reporterRoutes,
  searchRoutes,
  orderRoutes,
  liveRoutes,
  approvalRoutes,
  bulkRestoreRoutes,
  campaignRoutes,
  freezeRoutes,
  budgetRoutes,
  pageRoutes,
  signingRoutes(SIGNABLES),
  demoSignRoutes,
  effectRoutes,
  watchRoutes,
  eventRoutes,
  channelRoutes,
  webhookSecretRoutes,
  keyRoutes,
  incidentRoutes,
  drillRoutes,
  insightRoutes,
  shadowRoutes,
  changeRoutes,
  protectListRoutes,
  electionRoutes,
  reviewRoutes,
  guardRoutes,
  replayRoutes,
  keyListRoutes,
  auditRoutes,
  ledgerRoutes,
  staffRoutes,
  shiftRoutes,
  shiftSummaryRoutes,
  ownFactsRoutes,
  peopleRoutes,
  rotaRoutes,
  reachableRoutes,
  scimDiscoveryRoutes,
  scimUserRoutes,
  scimGroupRoutes,
  invitationRoutes,
  enrolmentRoutes,
  sessionRoutes,
  signOnRoutes,
  demoSignInRoutes,
]
