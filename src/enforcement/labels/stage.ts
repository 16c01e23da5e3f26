import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { LABEL_CHECKS } from './label-checks.ts'
import { labelRoutes } from './label-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    /** A label that the desk published as a labeler, or took back. */
    labels: { kind: 'label_published'; seq: number; contentHash: string }
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
  ledgerChecks: LABEL_CHECKS,
}
