import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { alertRoutes } from './alert-routes.ts'
import { channelRoutes } from './channel-routes.ts'
import { deliver } from './deliver.ts'
import { forgetDeliveries, sendDigests, spreadAlert } from './spread-alert.ts'

const NOTIFICATIONS_ALERTS = {
  channel: {
    calls: false,
    act: 'Check that an administrator changed the channel.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    notifications: keyof typeof NOTIFICATIONS_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    notifications:
      | { kind: 'channel_added'; channelId: string; channel: string; contentHash: string }
      /** `reason`: of a channel of the desk. `changeId`: two people removed it. */
      | { kind: 'channel_removed'; channelId: string; reason?: string; changeId?: string }
      | { kind: 'channel_dead'; channelId: string }
  }
}

export const notificationsStage: Stage = {
  personal: [
    { kind: 'notification', about: ['staff'], deletedBy: null, tables: ['channel'] },
    { kind: 'notification', about: ['account'], deletedBy: 'delete-old-deliveries', tables: ['delivery'] },
  ],
  alerts: NOTIFICATIONS_ALERTS,
  routes: [alertRoutes, channelRoutes],
  operations: {
    ...tagged('approval', {
      'GET /v1/alerts': { id: 'listAlerts', shows: showsNothing },
      'POST /v1/alerts/:alertId/seen': { id: 'markAlertSeen' },
    }),
    ...tagged('notice', {
      'GET /v1/channels': { id: 'listChannels', shows: showsNothing },
      'POST /v1/channels': {
        id: 'addChannel',
        request: {
          kind: 'slack',
          name: 'On-call room',
          address: 'https://hooks.slack.example/T1/B2/x',
          takes: 'calls',
        },
      },
      'POST /v1/channels/:channelId/remove': {
        id: 'removeChannel',
        request: { reason: 'The team that read it was closed.' },
      },
      'POST /v1/channels/:channelId/test': { id: 'testChannel' },
      'GET /v1/me/channels': { id: 'listMyChannels', shows: showsNothing },
      'POST /v1/me/channels': {
        id: 'addMyChannel',
        request: { kind: 'mail', name: 'My mail', address: 'wren@desk.example', takes: 'digest' },
      },
      'DELETE /v1/me/channels/:channelId': { id: 'removeMyChannel' },
      'POST /v1/me/channels/:channelId/test': { id: 'testMyChannel' },
    }),
  },
  jobs: ({ alertKinds }) => ({
    alert: (desk, job) => spreadAlert(desk, job, alertKinds),
    deliver: (desk, job) => deliver(desk, job, alertKinds),
  }),
  periodicTasks: [
    { name: 'send-daily-digests', everyMs: 60_000, run: sendDigests },
    { name: 'delete-old-deliveries', everyMs: 3_600_000, run: forgetDeliveries },
  ],
}
