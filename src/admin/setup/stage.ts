import type { Organisation } from '../../foundation/domain.ts'
import { MATERIAL } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { checklistRoutes } from './checklist-routes.ts'
import { platformRoutes } from './platform-routes.ts'
import { webhookSecretRoutes } from './webhook-secret-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    /** The organisation profile from now on. `shadow`: guards only record their verdicts. */
    setup:
      | { kind: 'profile_set'; organisation: Organisation; shadow: boolean; personMetrics: boolean; changeId?: string }
      | { kind: 'setup_ended'; people: readonly string[] }
      | { kind: 'webhook_secret_changed'; channelId: string; changeId: string }
      /** The address of the connector and the fingerprint of the secret that signs its calls. Without a change: setup. */
      | {
          kind: 'connector_pinned'
          pinId: number
          address: string
          secretFingerprint: string
          changeId?: string
          platform?: string
        }
  }
}

export const setupStage: Stage = {
  routes: [webhookSecretRoutes, checklistRoutes, platformRoutes],
  operations: tagged('change', {
    'GET /v1/setup-steps': { id: 'readSetupSteps', shows: showsNothing },
    'GET /v1/platforms': { id: 'listPlatforms', shows: showsNothing },
    'POST /v1/channels/:channelId/secret': {
      id: 'changeWebhookSecret',
      request: { reason: 'The old one was written to a log.' },
      answer: {
        changeId: 'chg_9',
        expiresAt: '2026-05-11T07:00:00Z',
        secret: 'whsec_bm90IGEgc2VjcmV0LCBvbmx5IGFuIGV4YW1wbGUhIQ==',
        fingerprint: MATERIAL,
      },
    },
  }),
}
