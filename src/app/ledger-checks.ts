import { CHANGE_CHECKS } from '../admin/change-checks.ts'
import { DIRECTORY_CHECKS } from '../admin/directory-checks.ts'
import { ERASURE_CHECKS } from '../admin/erasure/erasure-checks.ts'
import { MATCH_CHECKS } from '../admin/match-list/match-checks.ts'
import { BULK_ACTION_CHECKS } from '../bulk/actions/bulk-action-checks.ts'
import { AUTOMATION_CHECKS } from '../bulk/automation-checks.ts'
import { AUTHORITY_CHECKS } from '../cases/authority/authority-checks.ts'
import { CASE_CHECKS } from '../cases/case-checks.ts'
import { FLAGGER_CHECKS } from '../cases/flaggers/flagger-checks.ts'
import { LAW_CHECKS } from '../cases/law-checks.ts'
import { MISUSE_CHECKS } from '../cases/misuse/misuse-checks.ts'
import { OPENING_CHECKS } from '../cases/openings/opening-checks.ts'
import { SNOOZE_CHECKS } from '../cases/snoozes/snooze-checks.ts'
import { CONSUMER_CHECKS } from '../enforcement/consumers/consumer-checks.ts'
import { LABEL_CHECKS } from '../enforcement/labels/label-checks.ts'
import { DRIFT_CHECKS } from '../enforcement/ledger-checks/drift-checks.ts'
import { ENFORCEMENT_CHECKS } from '../enforcement/ledger-checks/enforcement-checks.ts'
import { GATE_CHECKS } from '../enforcement/ledger-checks/gate-checks.ts'
import { RECOVERY_CHECKS } from '../enforcement/recovery/recovery-checks.ts'
import { STATEMENT_CHECKS } from '../enforcement/statements/statement-checks.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'
import { erasedPayloads } from '../oversight/ledger/erased-payloads.ts'
import { DAY_CHECK } from '../oversight/transparency/counts/count-days.ts'
import { REPORT_CHECK } from '../oversight/transparency/report/stored-reports.ts'
import { DSA_CHECKS } from '../oversight/transparency/submission/submission-checks.ts'
import { VIEW_CHECKS } from '../oversight/views/view-checks.ts'
import { PEOPLE_CHECKS } from '../people/people-checks.ts'
import { SIGN_IN_CHECKS } from '../people/sign-in-checks.ts'
import { SIGNATURE_CHECKS } from '../people/signature-checks.ts'
import { APPEAL_CHECKS } from '../review/appeals/appeal-checks.ts'
import { SET_CHECKS } from '../review/dismissals/set-checks.ts'
import { COUNTER_NOTICE_CHECKS } from '../review/public/counter-notices/counter-notice-checks.ts'
import { RETURN_CHECKS } from '../review/public/letters/returned/return-checks.ts'
import { NOTICE_CHECKS } from '../review/public/notices/notice-checks.ts'
import { STRIKE_CHECKS } from '../review/strikes/strike-checks.ts'

/**
 * Every table that is compared with the ledger, in the order of the stages. The ledger proves nothing about a table that
 * is missing here. The list stands apart from `stages.ts`, so that a verification loads no routes and jobs.
 */
export const LEDGER_CHECKS: readonly CrossCheck[] = [
  ...CASE_CHECKS,
  ...AUTHORITY_CHECKS,
  ...FLAGGER_CHECKS,
  ...MISUSE_CHECKS,
  ...AUTOMATION_CHECKS,
  ...OPENING_CHECKS,
  ...SNOOZE_CHECKS,
  ...LAW_CHECKS,
  ...ENFORCEMENT_CHECKS,
  ...GATE_CHECKS,
  ...DRIFT_CHECKS,
  ...STATEMENT_CHECKS,
  ...CONSUMER_CHECKS,
  ...SET_CHECKS,
  ...APPEAL_CHECKS,
  ...STRIKE_CHECKS,
  ...NOTICE_CHECKS,
  ...RETURN_CHECKS,
  ...COUNTER_NOTICE_CHECKS,
  ...RECOVERY_CHECKS,
  ...LABEL_CHECKS,
  ...BULK_ACTION_CHECKS,
  ...PEOPLE_CHECKS,
  ...SIGN_IN_CHECKS,
  ...SIGNATURE_CHECKS,
  ...DSA_CHECKS,
  DAY_CHECK,
  REPORT_CHECK,
  ...CHANGE_CHECKS,
  ...MATCH_CHECKS,
  ...VIEW_CHECKS,
  erasedPayloads,
  ...ERASURE_CHECKS,
  ...DIRECTORY_CHECKS,
]
