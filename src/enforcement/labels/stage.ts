import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { labelRoutes } from './label-routes.ts'
import { makeLabelFollower } from './lost/follow-labels.ts'
import { noticeLostLabels } from './lost/notice-lost-labels.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    labels: /** A label that the desk published as a labeler, or took back. */
      | { kind: 'label_published'; seq: number; contentHash: string }
      /** A label that consumers have and that a restored database had lost. */
      | { kind: 'lost_label_found'; seq: number; contentHash: string }
      /** A person took a lost label back. */
      | { kind: 'lost_label_retracted'; seq: number; contentHash: string; reason: string }
  }
}

/** The stage of the desk as a labeler of the AT Protocol. */
export const labelsStage: Stage = {
  personal: [{ kind: 'enforcement', about: ['account'], deletedBy: null, tables: ['label'] }],
  routes: [labelRoutes],
  operations: tagged('effect', {
    'GET /xrpc/com.atproto.label.queryLabels': {
      id: 'queryAtprotoLabels',
      answer: {
        labels: [
          {
            ver: 1,
            src: 'did:web:desk.example',
            uri: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
            val: 'spam',
            cts: '2026-05-04T07:00:01.204Z',
            sig: { $bytes: 'hmDjTLUj4Bhbj8oHpSsPVzGVVdLJbUUJhjCJTkJJXGgJXgCxjiNpmRKvFVvWxgLHlbZxGSTzpOzSLDMPbrGoFw' },
          },
        ],
      },
    },
    'GET /xrpc/com.atproto.label.subscribeLabels': { id: 'subscribeAtprotoLabels' },
  }),
  periodicTasks: [
    { name: 'copy-published-labels', everyMs: 1_000, afterWrites: true, run: makeLabelFollower() },
    { name: 'compare-published-labels', everyMs: 3_600_000, run: noticeLostLabels },
  ],
}
