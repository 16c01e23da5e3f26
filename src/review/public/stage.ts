import sql from 'sql-template-tag'
import type { App, Desk } from '../../policy/desk.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { answerAppellant } from './appeals/answer-appellant.ts'
import { appealPages } from './appeals/appeal-pages.ts'
import { statementPage } from './appeals/statement-page.ts'
import { actionPages } from './counter-notices/action-pages.ts'
import { counterNoticePages } from './counter-notices/counter-notice-pages.ts'
import type { CounterNoticeEnd } from './counter-notices/counter-notice-queries.ts'
import { counterNoticeRoutes } from './counter-notices/counter-notice-routes.ts'
import { endOverCounterNotices } from './counter-notices/end-counter-notice.ts'
import { sendLetters } from './letters/send-letters.ts'
import { enqueueStatementLetters } from './letters/statements/statement-letter-queries.ts'
import { measurePages } from './misuse/measure-pages.ts'
import { notifySender } from './misuse/notify-sender.ts'
import { senderMeasureRoutes } from './misuse/sender-measure-routes.ts'
import { acceptNotice } from './notices/accept-notice.ts'
import { confirmPages } from './notices/confirm-pages.ts'
import type { NoticeKind } from './notices/notice-kinds.ts'
import { noticePages } from './notices/notice-pages.ts'
import type { Outcome } from './notices/notice-queries.ts'
import { registerPages } from './pages/register-pages.ts'
import { startPage } from './pages/start-page.ts'
import { productsPage } from './products/products-page.ts'
import { answerNotices } from './status/answer-notices.ts'
import { reportOutcomeRoutes } from './status/report-outcome-routes.ts'
import { statusPage } from './status/status-page.ts'
import { transparencyPage } from './transparency/transparency-page.ts'

const LETTER_ALERTS = {
  letter_undelivered: {
    calls: false,
    act: 'Read the notices and appeals whose letters were not delivered, and answer another way: their addresses return mail.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    letters: keyof typeof LETTER_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    notices:
      | {
          /** A notice of a person outside, with the report under which it joined its case. It says nothing of them. */
          kind: 'notice_received'
          noticeId: string
          noticeKind: NoticeKind
          reportId: string
          caseId: string
          removalRequestId: string | null
        }
      /** The legal clock of a received notice started when its sender confirmed it. */
      | { kind: 'notice_clock_started'; noticeId: string; removalRequestId: string }
      | { kind: 'notice_answered'; noticeId: string; caseId: string; outcome: Outcome }
      | {
          /** A person contests a restriction that followed a rights holder's notice, by this law. */
          kind: 'counter_notice_received'
          counterNoticeId: string
          statementId: string
          law: string
          /** The salted hash of the text. */
          saidHash: string
          policyId: string
          businessDays: number
          /** True: the rights holder gets the sender's name and contact. */
          discloses: boolean
        }
      /** A letter came back, with this status code. */
      | { kind: 'letter_returned'; letter: string; status: string }
      | {
          kind: 'counter_notice_ended'
          counterNoticeId: string
          how: CounterNoticeEnd
          /** The notice by whose page, or the API key by which, a court action was stated. */
          filedBy?: string
          /** The salted hash of the court's reference. */
          filedHash?: string
        }
  }
}

/** The pages for people outside. A further part adds its pages to this list. */
function publicRoutes(app: App, desk: Desk): void {
  registerPages(app, desk, [
    startPage,
    noticePages,
    confirmPages,
    statusPage,
    statementPage,
    appealPages,
    counterNoticePages,
    actionPages,
    measurePages,
    transparencyPage,
    productsPage,
  ])
}

const MEASURE_EXAMPLE = {
  ...{ id: 'msr_3', reporterId: 'user-52', accountId: null, kind: 'pause', cause: 'unfounded' },
  ...{ beginsAt: '2026-05-04T07:00:01.204Z', endsAt: '2026-06-03T07:00:01.204Z', endedAt: null, appeal: null },
  texts: [{ language: 'en', text: 'Your reports and appeals are not processed until 3 June 2026.' }],
  page: 'https://help.platform.example/public/measure/9f3c',
}

const COUNTER_EXAMPLE = {
  ...{ counterNoticeId: 'ctn_1', enforcementId: 'enf_12', law: 'us-dmca', state: 'open' },
  ...{ receivedAt: '2026-05-04T07:00:00.204Z', liftAt: '2026-05-21T00:00:00.000Z', endedAt: null },
}

const DELETED_AT_ONCE_MAX = 500

export const publicStage: Stage = {
  alerts: LETTER_ALERTS,
  personal: [
    {
      kind: 'notice',
      about: ['contact', 'account'],
      deletedBy: 'erase-old-correspondents',
      tables: ['correspondent', 'notice_sender', 'public_link'],
    },
    {
      kind: 'notice',
      about: ['contact', 'account'],
      deletedBy: 'delete-unconfirmed-notices',
      tables: ['notice', 'notice_file', 'letter'],
    },
    {
      kind: 'notice',
      about: ['contact', 'account'],
      deletedBy: 'erase-old-counter-notices',
      tables: ['counter_notice'],
    },
  ],
  routes: [publicRoutes, reportOutcomeRoutes, senderMeasureRoutes, counterNoticeRoutes],
  operations: tagged('intake', {
    'GET /v1/reports/:id': {
      id: 'readReportOutcome',
      answer: {
        ...{ id: 'r-2026-118', reportId: 'rep_7', caseId: 'case_3' },
        ...{ receivedAt: '2026-05-04T07:00:01.204Z', outcome: 'actioned' },
      },
    },
    'POST /v1/counter-notices': {
      id: 'receiveCounterNotice',
      request: {
        ...{ id: 'counter-4', enforcementId: 'enf_12', name: 'Rosa Marsh', signature: 'Rosa Marsh' },
        ...{ address: '12 Quay Street, Port Vale, United States', phone: '+1 202 555 0100', statement: true },
        ...{ consent: true, words: 'I wrote this song myself, as the recording shows.', language: 'en' },
      },
      answer: COUNTER_EXAMPLE,
    },
    'GET /v1/counter-notices/:counterNoticeId': { id: 'readCounterNotice', answer: COUNTER_EXAMPLE },
    'POST /v1/counter-notices/:counterNoticeId/withdrawal': {
      id: 'withdrawCounterNotice',
      answer: { ...COUNTER_EXAMPLE, state: 'withdrawn', endedAt: '2026-05-06T09:00:00.000Z' },
    },
    'POST /v1/counter-notices/:counterNoticeId/action': {
      id: 'stateCourtAction',
      request: { reference: 'District Court of Port Vale, 26-cv-118' },
      answer: { ...COUNTER_EXAMPLE, state: 'action_filed', endedAt: '2026-05-06T09:00:00.000Z' },
    },
    'GET /v1/sender-measures': {
      id: 'listSenderMeasures',
      answer: { items: [MEASURE_EXAMPLE], nextCursor: null },
    },
  }),
  jobs: () => ({
    notice: acceptNotice,
    answer: answerNotices,
    letter: sendLetters,
    appeal: answerAppellant,
    sender: notifySender,
  }),
  periodicTasks: [
    {
      name: 'send-statement-letters',
      everyMs: 5_000,
      afterWrites: true,
      run: async ({ taskDb, outbox }) => (outbox.sendsMail ? enqueueStatementLetters(taskDb) : undefined),
    },
    { name: 'end-counter-notices', everyMs: 60_000, run: endOverCounterNotices },
    {
      name: 'erase-old-counter-notices',
      everyMs: 3_600_000,
      run: ({ taskDb }) => taskDb.query(sql`select erase_old_counter_notices()`),
    },
    {
      name: 'delete-unconfirmed-notices',
      everyMs: 600_000,
      run: ({ taskDb }) => taskDb.query(sql`select delete_unconfirmed_notices(${DELETED_AT_ONCE_MAX})`),
    },
    {
      name: 'erase-old-correspondents',
      everyMs: 600_000,
      run: ({ taskDb }) => taskDb.query(sql`select erase_old_correspondents()`),
    },
  ],
}
