import { directoryStage } from '../admin/directory/stage.ts'
import { erasureStage } from '../admin/erasure/stage.ts'
import { offboardingStage } from '../admin/offboarding/stage.ts'
import { passkeyStage } from '../admin/passkeys/stage.ts'
import { protectListStage } from '../admin/protect-list/stage.ts'
import { protectionsStage } from '../admin/protections/stage.ts'
import { ruleSetsStage } from '../admin/rule-sets/stage.ts'
import { setupStage } from '../admin/setup/stage.ts'
import { changeStage } from '../admin/stage.ts'
import { alertsStage } from '../alerts/stage.ts'
import { bulkStage } from '../bulk/actions/stage.ts'
import { automationStage } from '../bulk/automation/stage.ts'
import { atprotoStage } from '../cases/atproto/stage.ts'
import { authorityStage } from '../cases/authority/stage.ts'
import { coopStage } from '../cases/coop/stage.ts'
import { flaggersStage } from '../cases/flaggers/stage.ts'
import { legalClocksStage } from '../cases/legal-clocks/stage.ts'
import { legalHoldsStage } from '../cases/legal-holds/stage.ts'
import { caseListStage } from '../cases/list/stage.ts'
import { mastodonStage } from '../cases/mastodon/stage.ts'
import { misuseStage } from '../cases/misuse/stage.ts'
import { openingsStage } from '../cases/openings/stage.ts'
import { queueStage } from '../cases/queue/stage.ts'
import { referralsStage } from '../cases/referrals/stage.ts'
import { snoozesStage } from '../cases/snoozes/stage.ts'
import { intakeStage } from '../cases/stage.ts'
import { approveStage } from '../enforcement/approve/stage.ts'
import { consumersStage } from '../enforcement/consumers/stage.ts'
import { drillStage } from '../enforcement/drill/stage.ts'
import { journalStage } from '../enforcement/journal/stage.ts'
import { labelsStage } from '../enforcement/labels/stage.ts'
import { limitsStage } from '../enforcement/limits/stage.ts'
import { recoveryStage } from '../enforcement/recovery/stage.ts'
import { restoreStage } from '../enforcement/restore/stage.ts'
import { enforcementStage } from '../enforcement/stage.ts'
import { statementsStage } from '../enforcement/statements/stage.ts'
import { eventsStage } from '../oversight/events/stage.ts'
import { incidentsStage } from '../oversight/incidents/stage.ts'
import { insightsStage } from '../oversight/insights/stage.ts'
import { ledgerStage } from '../oversight/ledger/stage.ts'
import { notificationsStage } from '../oversight/notifications/stage.ts'
import { retentionStage } from '../oversight/retention/stage.ts'
import { transparencyStage } from '../oversight/transparency/stage.ts'
import { viewsStage } from '../oversight/views/stage.ts'
import { warehouseStage } from '../oversight/warehouse/stage.ts'
import { shiftsStage } from '../people/shifts/stage.ts'
import { peopleStage } from '../people/stage.ts'
import type { Stage } from '../policy/stage/stage.ts'
import { accountHistoryStage } from '../review/account-history/stage.ts'
import { appealsStage } from '../review/appeals/stage.ts'
import { basisStage } from '../review/basis/stage.ts'
import { caseStage } from '../review/case/stage.ts'
import { copiesStage } from '../review/copies/stage.ts'
import { decideStage } from '../review/decide/stage.ts'
import { dismissalsStage } from '../review/dismissals/stage.ts'
import { escalateStage } from '../review/escalate/stage.ts'
import { exceptionsStage } from '../review/exceptions/stage.ts'
import { interimMeasureStage } from '../review/interim-measure/stage.ts'
import { matchCheckStage } from '../review/match-check/stage.ts'
import { mediaStage } from '../review/media/stage.ts'
import { noticeListStage } from '../review/notice-list/stage.ts'
import { previewStage } from '../review/preview/stage.ts'
import { profileStage } from '../review/profile/stage.ts'
import { publicStage } from '../review/public/stage.ts'
import { qualityReviewStage } from '../review/quality-review/stage.ts'
import { recentDecisionsStage } from '../review/recent-decisions/stage.ts'
import { relatedStage } from '../review/related/stage.ts'
import { searchStage } from '../review/search/stage.ts'
import { strikesStage } from '../review/strikes/stage.ts'
import { threadStage } from '../review/thread/stage.ts'
import { serverStage } from './http/stage.ts'

/** Every part of the desk, in the order of the flow. What it registers stands in its own `stage.ts`. */
export const STAGES: readonly Stage[] = [
  intakeStage,
  mastodonStage,
  atprotoStage,
  coopStage,
  authorityStage,
  flaggersStage,
  misuseStage,
  automationStage,
  queueStage,
  caseListStage,
  openingsStage,
  snoozesStage,
  legalClocksStage,
  referralsStage,
  legalHoldsStage,
  caseStage,
  mediaStage,
  profileStage,
  threadStage,
  relatedStage,
  copiesStage,
  matchCheckStage,
  previewStage,
  interimMeasureStage,
  enforcementStage,
  statementsStage,
  consumersStage,
  decideStage,
  basisStage,
  dismissalsStage,
  qualityReviewStage,
  escalateStage,
  exceptionsStage,
  appealsStage,
  strikesStage,
  accountHistoryStage,
  recentDecisionsStage,
  searchStage,
  publicStage,
  noticeListStage,
  approveStage,
  restoreStage,
  journalStage,
  recoveryStage,
  labelsStage,
  bulkStage,
  limitsStage,
  alertsStage,
  notificationsStage,
  peopleStage,
  eventsStage,
  setupStage,
  incidentsStage,
  drillStage,
  insightsStage,
  transparencyStage,
  warehouseStage,
  changeStage,
  protectListStage,
  protectionsStage,
  ruleSetsStage,
  passkeyStage,
  viewsStage,
  ledgerStage,
  retentionStage,
  shiftsStage,
  offboardingStage,
  erasureStage,
  directoryStage,
  serverStage,
]
