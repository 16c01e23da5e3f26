import { approvalRoutes } from '../approval/ask/approval-routes.ts'
import { budgetRoutes } from '../approval/brakes/budget-routes.ts'
import { appealRoutes } from '../appeal/routes.ts'
import { automationRoutes } from '../automation/routes.ts'
import { bulkRestoreRoutes } from '../approval/bulk/bulk-routes.ts'
import { freezeRoutes } from '../approval/brakes/freeze-routes.ts'
import { liveRoutes } from '../approval/tell/live-routes.ts'
import { pageRoutes } from '../approval/page/page-routes.ts'
import { reachableRoutes } from '../approval/ask/reachable-routes.ts'
import { shadowRoutes } from '../approval/shadow/shadow-routes.ts'
import { orderRoutes } from '../approval/routes.ts'
import { ledgerRoutes } from '../audit/ledger-routes.ts'
import { auditRoutes } from '../audit/routes.ts'
import { campaignRoutes } from '../campaign/routes.ts'
import { enrolmentRoutes } from '../change/enrolment-routes.ts'
import { keyListRoutes } from '../change/key-list-routes.ts'
import { guardRoutes } from '../change/guard-routes.ts'
import { replayRoutes } from '../change/replay-routes.ts'
import { electionRoutes } from '../change/election-routes.ts'
import { reviewRoutes } from '../change/review-routes.ts'
import { changeRoutes } from '../change/routes.ts'
import { protectListRoutes } from '../change/protect-list/routes.ts'
import { webhookSecretRoutes } from '../change/webhook-secret-routes.ts'
import { effectRoutes } from '../effect/routes.ts'
import { drillRoutes } from '../drill/routes.ts'
import { incidentRoutes } from '../incident/routes.ts'
import { insightRoutes } from '../insight/routes.ts'
import { authorityOrderRoutes } from '../intake/authority/order-routes.ts'
import { removalRequestRoutes } from '../intake/authority/request-routes.ts'
import { intakeRoutes } from '../intake/routes.ts'
import { clockRoutes } from '../law/clock-routes.ts'
import { holdRoutes } from '../law/hold-routes.ts'
import { keptFactsRoutes } from '../law/kept-facts-routes.ts'
import { referralRoutes } from '../law/referral-routes.ts'
import { channelRoutes } from '../notice/channel-routes.ts'
import { eventRoutes } from '../notice/event-routes.ts'
import { moveRoutes } from '../queue/move-routes.ts'
import { queueRoutes } from '../queue/routes.ts'
import { accountHistoryRoutes } from '../review/account-history-routes.ts'
import { caseRoutes } from '../review/case-routes.ts'
import { decisionRoutes } from '../review/decision-routes.ts'
import { escalationRoutes } from '../review/escalation-routes.ts'
import { exceptionRoutes } from '../review/exception-routes.ts'
import { aloneRoutes } from '../approval/alone/routes.ts'
import { lesserRoutes } from '../review/lesser-routes.ts'
import { mediaRoutes } from '../review/media-routes.ts'
import { ownFactsRoutes } from '../review/own-facts-routes.ts'
import { policyRoutes } from '../review/policy-routes.ts'
import { previewRoutes } from '../review/preview-routes.ts'
import { proposalRoutes } from '../review/proposal-routes.ts'
import { reporterRoutes } from '../review/reporter-routes.ts'
import { matchRoutes } from '../review/match-check/match-routes.ts'
import { sealedRoutes } from '../review/sealed-routes.ts'
import { translationRoutes } from '../review/translation-routes.ts'
import { searchRoutes } from '../search/routes.ts'
import { demoSignRoutes } from '../signature/demo-routes.ts'
import { signingRoutes } from '../signature/routes.ts'
import { SIGNABLES } from './signables.ts'
import { keyRoutes } from '../staff/key-routes.ts'
import { invitationRoutes } from '../staff/passkey/invitation-routes.ts'
import { demoSignInRoutes } from '../staff/session/demo-routes.ts'
import { sessionRoutes } from '../staff/session/routes.ts'
import { peopleRoutes } from '../staff/people-routes.ts'
import { rotaRoutes } from '../staff/rota-routes.ts'
import { shiftRoutes } from '../staff/shift-routes.ts'
import { shiftSummaryRoutes } from '../staff/shift-summary-routes.ts'
import { staffRoutes } from '../staff/routes.ts'
import { watchRoutes } from '../watch/routes.ts'
import { scimDiscoveryRoutes } from '../staff/scim/discovery-routes.ts'
import { scimGroupRoutes } from '../staff/scim/group-routes.ts'
import { scimUserRoutes } from '../staff/scim/user-routes.ts'
import { signOnRoutes } from '../staff/sso/routes.ts'
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
