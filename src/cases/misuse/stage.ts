import sql from 'sql-template-tag'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsNothing } from '../../policy/stage/view.ts'
import { alertLostGrounds } from './alert-lost-grounds.ts'
import type { Measure, MisuseCause } from './misuse-queries.ts'
import { misuseRoutes } from './misuse-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    misuse:
      | {
          /** A person judged a submission as manifestly unfounded, or a content as manifestly illegal. */
          kind: 'misuse_marked'
          markId: string
          senderId: string
          cause: MisuseCause
          contentHash: string
        }
      | { kind: 'misuse_mark_withdrawn'; markId: string }
      | {
          /** A person warned a sender, or two people paused one (`changeId`). */
          kind: 'sender_measure_begun'
          measureId: string
          senderId: string
          measureKind: Measure['kind']
          cause: MisuseCause
          marks: number
          submissions: number
          endsAt: string | null
          changeId: string | null
        }
      | {
          kind: 'sender_measure_ended'
          measureId: string
          endCause: 'early' | 'appeal'
          /** The hash of the reason. Entries of earlier versions lack it. */
          contentHash?: string
        }
      | {
          kind: 'misuse_appeal_received'
          appealId: string
          measureId: string
          /** The hash of the words. Entries of earlier versions lack it. */
          contentHash?: string
        }
      | {
          kind: 'misuse_appeal_judged'
          appealId: string
          measureId: string
          outcome: 'upheld' | 'overturned'
          /** The hash of the reason. Entries of earlier versions lack it. */
          contentHash?: string
        }
  }
}

const MEASURE_ANSWER = {
  ...{ id: 'msr_3', senderId: 'snd_2', kind: 'warning', cause: 'unfounded', marks: 5, submissions: 7 },
  ...{ beginsAt: '2026-05-04T07:00:01.204Z', endsAt: null, endedAt: null, endCause: null, changeId: null },
  isRunning: true,
}

export const misuseStage: Stage = {
  personal: [
    {
      kind: 'report',
      about: ['reporter', 'contact', 'account', 'staff'],
      deletedBy: 'forget-misuse',
      tables: ['misuse_sender', 'misuse_mark', 'misuse_measure', 'misuse_appeal', 'paused_report'],
    },
  ],
  routes: [misuseRoutes],
  operations: tagged('intake', {
    'POST /v1/misuse-marks': {
      id: 'markMisuse',
      request: {
        ...{ kind: 'report', id: 'rep_12', caseId: 'case_3', gravity: 'serious', intent: 'deliberate' },
        reason: 'The fifth report of the same menu as child abuse.',
      },
      answer: {
        ...{ id: 'mark_9', senderId: 'snd_2', cause: 'unfounded', aboutKind: 'report', aboutId: 'rep_12' },
        ...{ sentAt: '2026-05-04T06:00:00Z', gravity: 'serious', intent: 'deliberate', by: 'Heron' },
        ...{ reason: 'The fifth report of the same menu as child abuse.', withdrawnAt: null },
        markedAt: '2026-05-04T07:00:01.204Z',
      },
    },
    'POST /v1/misuse-marks/:markId/withdraw': { id: 'withdrawMark' },
    'GET /v1/misuse-senders': { id: 'listMisuseSenders', shows: showsNothing },
    'GET /v1/misuse-senders/:senderId': {
      id: 'readMisuseSender',
      shows: shows<unknown>(() => [{ kind: 'reporter' }]),
    },
    'POST /v1/misuse-senders/:senderId/warnings': {
      ...{ id: 'warnSender', request: { cause: 'unfounded' }, answer: MEASURE_ANSWER },
    },
    'POST /v1/sender-measures/:measureId/end': { id: 'endMeasure', request: { reason: 'It was a class of pupils.' } },
    'POST /v1/sender-measures/:measureId/judgement': {
      id: 'judgeMeasure',
      request: { outcome: 'overturn', reason: 'Three of the reports named real threats.' },
    },
  }),
  periodicTasks: [
    { name: 'alert-lost-grounds', everyMs: 600_000, run: ({ taskDb }) => alertLostGrounds(taskDb) },
    { name: 'forget-misuse', everyMs: 3_600_000, run: ({ taskDb }) => taskDb.query(sql`select forget_misuse()`) },
  ],
}
