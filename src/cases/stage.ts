import sql from 'sql-template-tag'
import { deleteOldTraces } from '../foundation/telemetry/stored-traces.ts'
import type { AlertRows } from '../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../policy/stage/stage.ts'
import { runFactsJob } from './accounts/run-facts-jobs.ts'
import { joinWaiting } from './intake/inbox/join-waiting.ts'
import { alertWaiting } from './intake/inbox/waiting-reports.ts'
import type { ReportReceived } from './intake/report-received.ts'
import { intakeRoutes } from './intake/routes.ts'
import { fillLookalikes } from './lookalikes/lookalike-queries.ts'

declare module '../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    intake: /** `receivedAt`: they came then, and waited for their cases in the inbox. */
      | { kind: 'reports_received'; reports: readonly ReportReceived[]; receivedAt?: string }
      | { kind: 'facts_read'; source: string; protected: boolean; factsAt: string }
      /** A restriction of another tool was imported. It has no effect. */
      | { kind: 'standing_imported'; standingId: string; tool: string; contentHash: string }
      | { kind: 'signal_received'; signalId: string; source: string; contentHash: string }
  }
}

const INTAKE_ALERTS = {
  set_aside: {
    calls: false,
    act: 'Update the desk. An operator reads why the database refuses the reports, in `report_inbox.sql_state`, and runs `countersign inbox retry` after it.',
  },
  reports_wait: {
    calls: false,
    act: 'An operator looks in `pg_stat_activity` for a transaction that holds the cases, and whether a worker runs.',
  },
} as const satisfies AlertRows

declare module '../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    intake: keyof typeof INTAKE_ALERTS
  }
}

const MONTHS_AHEAD = 2
const FORGOTTEN_AT_ONCE = 10_000

export const intakeStage: Stage = {
  personal: [
    {
      kind: 'report',
      about: ['reporter', 'account'],
      deletedBy: 'delete-expired-data',
      tables: ['report', 'report_inbox', 'report_key', 'report_words', 'report_words_place'],
    },
    {
      kind: 'report',
      about: ['reporter'],
      deletedBy: 'delete-expired-data',
      tables: ['case_reporter', 'reporter_record'],
    },
    {
      kind: 'evidence',
      about: ['account', 'reporter'],
      deletedBy: 'delete-expired-data',
      tables: ['evidence', 'evidence_bytes'],
    },
    {
      kind: 'account',
      about: ['account'],
      deletedBy: null,
      tables: [
        'account',
        'account_reach',
        'account_known',
        'account_lookalike',
        'collection_member',
        'protective_tag',
        'overwritten_facts',
      ],
    },
    { kind: 'account', about: ['account'], deletedBy: 'delete-content-counts', tables: ['content_count'] },
    { kind: 'account', about: ['account'], deletedBy: 'delete-credential-reports', tables: ['credential_report'] },
    {
      kind: 'content',
      about: ['account'],
      deletedBy: 'delete-expired-data',
      tables: [
        'content',
        'content_item',
        'content_item_words',
        'content_stems',
        'content_stems_place',
        'content_media',
        'content_time',
        'former_author',
      ],
    },
    { kind: 'enforcement', about: ['account'], deletedBy: null, tables: ['standing_restriction'] },
  ],
  routes: [intakeRoutes],
  operations: tagged('intake', {
    'POST /v1/reports': {
      id: 'receiveReport',
      request: {
        id: 'rep_20418',
        subject: { kind: 'content', id: 'post-771' },
        ground: 'terms',
        category: 'SCAMS_AND_FRAUD',
        reporterId: 'user-52',
        reportedAt: '2026-05-04T09:00:00+02:00',
        comment: 'Sells tickets that do not exist.',
        language: 'en',
        region: 'IE',
        evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: 'Last tickets, write to me.' }],
      },
      answer: { id: 'rep_20418', reportId: 'rep_1', caseId: 'case_1', receivedAt: '2026-05-04T07:00:01.204Z' },
    },
    'POST /v1/reports/batch': { id: 'receiveReports' },
    'PUT /v1/accounts/:accountId': {
      id: 'importAccount',
      request: {
        handle: 'harbour_news',
        displayName: 'Harbour News',
        reach: 48_200,
        verified: true,
        tags: ['newsroom'],
        createdAt: '2019-03-01T08:00:00Z',
        items: 5_310,
        factsAt: '2026-05-04T07:00:00Z',
      },
      answer: { id: 'user-900', outcome: 'recorded' },
    },
    'PUT /v1/contents/:contentId': {
      id: 'tellContent',
      request: {
        accountId: 'user-900',
        kind: 'post',
        text: 'The ferry is late again.',
        language: 'en',
        parentId: 'post-768',
        media: [
          { kind: 'image', mediaType: 'image/jpeg', alternativeText: 'A quay in the rain.', reference: 'photo-31' },
        ],
        createdAt: '2026-05-04T06:30:00Z',
        factsAt: '2026-05-04T07:00:00Z',
      },
      answer: { id: 'post-772', outcome: 'recorded' },
    },
  }),
  jobs: () => ({
    facts: runFactsJob,
  }),
  alerts: INTAKE_ALERTS,
  periodicTasks: [
    { name: 'join-reports', everyMs: 100, afterWrites: true, run: (desk) => joinWaiting(desk) },
    // Reports that waited for a time or a lock: nothing is written when it ends.
    { name: 'join-late-reports', everyMs: 10_000, run: (desk) => joinWaiting(desk) },
    { name: 'join-put-off-reports', everyMs: 3_600_000, run: (desk) => joinWaiting(desk, { isPutOff: true }) },
    { name: 'alert-waiting-reports', everyMs: 60_000, run: alertWaiting },
    {
      name: 'create-report-partitions',
      everyMs: 3_600_000,
      run: ({ db }) => db.query(sql`select ensure_report_months(${MONTHS_AHEAD})`),
    },
    { name: 'delete-old-traces', everyMs: 3_600_000, run: deleteOldTraces },
    { name: 'index-lookalikes', everyMs: 1_000, afterWrites: true, run: fillLookalikes },
    {
      name: 'delete-old-account-facts',
      everyMs: 600_000,
      run: ({ db }) => db.query(sql`select delete_released_facts(${FORGOTTEN_AT_ONCE})`),
    },
    {
      name: 'delete-content-counts',
      everyMs: 3_600_000,
      run: ({ db }) => db.query(sql`select delete_expired_content_counts(${FORGOTTEN_AT_ONCE})`),
    },
    {
      name: 'delete-credential-reports',
      everyMs: 3_600_000,
      run: ({ db }) => db.query(sql`select delete_expired_credential_reports(${FORGOTTEN_AT_ONCE})`),
    },
  ],
}
