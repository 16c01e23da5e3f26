import { MATERIAL } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { webhookSecretRoutes } from './webhook-secret-routes.ts'

export const setupStage: Stage = {
  routes: [webhookSecretRoutes],
  operations: tagged('change', {
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
