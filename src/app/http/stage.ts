import { type Stage, tagged } from '../../policy/stage/stage.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { deleteExpiredKeys } from './idempotency/queries.ts'

const SERVER_ALERTS = {
  stalled: {
    calls: true,
    act: 'Read the log of the worker; look for a database or platform that does not answer.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    server: keyof typeof SERVER_ALERTS
  }
}

export const serverStage: Stage = {
  personal: [
    {
      kind: 'session',
      about: ['account', 'reporter', 'staff', 'contact'],
      deletedBy: 'delete-expired-idempotency-keys',
      tables: ['idempotency_key'],
    },
  ],
  alerts: SERVER_ALERTS,
  periodicTasks: [{ name: 'delete-expired-idempotency-keys', everyMs: 600_000, run: deleteExpiredKeys }],
  operations: tagged('desk', {
    'GET /healthz': { id: 'checkHealth' },
    'GET /readyz': { id: 'checkReadiness' },
    'GET /v1/openapi.json': { id: 'readDescription' },
    'GET /docs': { id: 'browseDescription' },
  }),
}
