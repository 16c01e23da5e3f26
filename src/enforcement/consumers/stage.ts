import type { ConsumerKind } from '../../policy/notices/variables.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { consumerRoutes } from './consumer-routes.ts'
import { makeConsumerNotices } from './make-notices.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    consumers:
      | {
          /**
           * A text for consumers who bought what is illegal became due. Its words are those of the templates in force when
           * it is read; the hash is of those in force now.
           */
          kind: 'consumer_notice_made'
          noticeId: string
          of: ConsumerKind
          contentHash: string
          noticesHash: string
        }
      /** A later restriction of the offer lists a text again, for those who bought it since. */
      | { kind: 'consumer_notice_repeated'; noticeId: string }
      /** The platform stated how many buyers it told until now, and how many it can not reach. */
      | { kind: 'consumers_told'; noticeId: string; told: number; withoutContact: number }
  }
}

const ANSWER = {
  ...{ id: 'cnt_3', enforcementId: 'enf_12', kind: 'consumers', contentId: 'listing-88' },
  ...{ madeAt: '2026-05-05T07:00:01.204Z', listedAt: '2026-05-05T07:00:01.204Z', withdrawn: false },
  ...{ soldFrom: '2025-11-04T07:00:01.204Z', countries: null },
  texts: [{ language: 'en', text: 'You bought “Silver gramophone”. We learned that it is illegal to sell it.' }],
  receipt: { statedAt: '2026-05-05T08:00:01.204Z', told: 120, withoutContact: 3 },
}

export const consumersStage: Stage = {
  personal: [
    { kind: 'enforcement', about: ['account'], deletedBy: null, tables: ['consumer_duty', 'consumer_notice'] },
  ],
  routes: [consumerRoutes],
  operations: tagged('approval', {
    'GET /v1/consumer-notices': { id: 'listConsumerNotices', answer: { items: [ANSWER], nextCursor: null } },
    'POST /v1/consumer-notices/:noticeId/receipt': {
      ...{ id: 'stateConsumersTold', request: { told: 120, withoutContact: 3 }, answer: ANSWER },
    },
  }),
  periodicTasks: [{ name: 'make-consumer-notices', everyMs: 60_000, run: (desk) => makeConsumerNotices(desk) }],
}
