import sql from 'sql-template-tag'
import { settlementRoutes } from '../../enforcement/settlements/settlement-routes.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList } from '../../policy/stage/view.ts'
import { conclusionRoutes } from './conclusions/conclusion-routes.ts'
import { coopAppealRoutes } from './coop-routes.ts'
import { questionRoutes } from './questions/question-routes.ts'
import { appealRoutes } from './routes.ts'

const APPEAL_ALERTS = {
  settlement: {
    calls: false,
    act: 'Open the enforcement or the appeal, and check the record. Two people correct one.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    appeals: keyof typeof APPEAL_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    appeals:
      | {
          /** An appeal: a person says that an enforcement is wrong. */
          kind: 'appeal_received'
          appealId: string
          caseId: string
          /** The decision that a reporter contests. Left out: an enforcement is contested. */
          decisionId?: string
          /** The salted hash of the appellant and the text. */
          saidHash: string
        }
      /** The one question of a judge to the person who appeals, with a salted hash of it. */
      | { kind: 'appeal_asked'; appealId: string; caseId: string; questionHash: string; answerBy: string }
      | { kind: 'appeal_answered'; appealId: string; caseId: string; answerHash: string }
      /** The own conclusion of a judge, from before they read what was said at the time. */
      | { kind: 'appeal_concluded'; appealId: string; caseId: string; contentHash: string }
      | {
          /** The decision of a body for out-of-court settlement, and whether the platform follows it. */
          kind: 'settlement_recorded'
          settlementId: string
          /** The decision that led to nothing. Left out: an enforcement is contested. */
          decisionId?: string
          /** The appeal that came before. Left out: none did. */
          appealId?: string
          /** The record that it corrects, and the change to which two people agreed. Left out: it is a first record. */
          corrects?: string
          changeId?: string
          outcome: 'appellant' | 'platform' | 'settled'
          follows: boolean
          contentHash: string
        }
  }
}

export const appealsStage: Stage = {
  alerts: APPEAL_ALERTS,
  personal: [
    {
      kind: 'appeal',
      about: ['account', 'staff', 'contact'],
      deletedBy: 'delete-old-appeal-texts',
      tables: ['appeal'],
    },
    { kind: 'appeal', about: ['account', 'contact'], deletedBy: 'delete-old-appeal-texts', tables: ['appeal_file'] },
    {
      kind: 'appeal',
      about: ['account', 'contact', 'staff'],
      deletedBy: 'delete-old-appeal-texts',
      tables: ['appeal_question'],
    },
    { kind: 'appeal', about: ['contact'], deletedBy: null, tables: ['appeal_page'] },
    {
      kind: 'decision',
      about: ['account', 'staff'],
      deletedBy: null,
      tables: ['appeal_conclusion', 'appeal_settlement'],
    },
  ],
  routes: [appealRoutes, conclusionRoutes, settlementRoutes, questionRoutes, coopAppealRoutes],
  operations: tagged('appeal', {
    'POST /v1/appeals': {
      id: 'receiveAppeal',
      request: {
        id: 'appeal-31',
        enforcementId: 'enf_12',
        appellantId: 'user-900',
        words: 'Those tickets were real: the theatre sold them through us.',
        language: 'en',
      },
      answer: {
        id: 'appeal-31',
        appealId: 'apl_1',
        enforcementId: 'enf_12',
        subject: { kind: 'account', id: 'user-900' },
        state: 'open',
        receivedAt: '2026-05-04T07:00:00.204Z',
        dueAt: '2026-05-07T07:00:00.204Z',
        endedAt: null,
        reason: null,
        question: null,
        judgeable: true,
      },
    },
    'GET /v1/appeals/:appealId': { id: 'readAppeal' },
    'POST /api/v1/report/appeal': {
      id: 'receiveCoopAppeal',
      request: {
        ...{ appealId: 'appeal-31', appealedAt: '2026-05-04T07:00:00.000Z', actionsTaken: ['delist'] },
        appealedBy: { id: '900', typeId: 'user' },
        actionedItem: { id: '77', typeId: 'listing', data: {} },
        appealReason: 'Those tickets were real: the theatre sold them through us.',
      },
    },
    'POST /v1/cases/:caseId/appeal/conclusion': {
      id: 'concludeAppeal',
      request: {
        ...{ conclusion: 'violation', policyId: 'scam' },
        wished: { action: 'suspend', durationMs: 604_800_000 },
        rationale: 'The theatre does not know the seller.',
      },
      answer: {
        ...{ conclusion: 'violation', policyId: 'scam', action: 'suspend', durationMs: 604_800_000, label: null },
        ...{ rationale: 'The theatre does not know the seller.', concludedAt: '2026-05-04T08:00:00.000Z' },
      },
    },
    'POST /v1/cases/:caseId/appeal/question': {
      id: 'askAppellant',
      request: { question: 'Did the theatre sell the tickets through you?' },
      answer: {
        ...{ question: 'Did the theatre sell the tickets through you?', askedAt: '2026-05-04T08:00:00.000Z' },
        ...{ answerBy: '2026-05-11T08:00:00.000Z', answer: null, answeredAt: null },
      },
    },
    'POST /v1/appeals/:appealId/answer': {
      id: 'answerAppealQuestion',
      request: { answer: 'Yes. The contract is with the theatre.' },
      answer: {
        ...{ question: 'Did the theatre sell the tickets through you?', askedAt: '2026-05-04T08:00:00.000Z' },
        ...{ answerBy: '2026-05-11T08:00:00.000Z', answer: 'Yes. The contract is with the theatre.' },
        answeredAt: '2026-05-05T08:00:00.000Z',
      },
    },
    'GET /v1/settlements': { id: 'listSettlements', shows: showsList },
    'POST /v1/settlements': {
      id: 'recordSettlement',
      request: {
        ...{ enforcementId: 'enf_12', body: 'User Rights', reference: 'UR-2026-118', decidedOn: '2026-06-01' },
        ...{ outcome: 'appellant', follows: true, reason: 'The body shows that the tickets were real.' },
      },
    },
    'POST /v1/cases/:caseId/appeal': {
      id: 'judgeAppeal',
      request: { outcome: 'overturn', reason: 'The theatre confirms that it sold them.' },
      answer: { appealId: 'apl_1', caseId: 'case_9', enforcementId: 'enf_12', state: 'overturned' },
    },
  }),
  periodicTasks: [
    {
      name: 'delete-old-appeal-texts',
      everyMs: 3_600_000,
      run: ({ db }) => db.query(sql`select delete_expired_appeals()`),
    },
    {
      name: 'release-appeals-of-lone-teams',
      everyMs: 600_000,
      run: ({ taskDb }) => taskDb.query(sql`select release_unjudged_teams()`),
    },
  ],
}
