import type { Stage } from '../policy/stage/stage.ts'
import { escalateAlert } from './escalate-alert.ts'

declare module '../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    alerts: { kind: 'alerted'; why: string; to: string }
  }
}

export const alertsStage: Stage = {
  personal: [{ kind: 'notification', about: ['account', 'staff'], deletedBy: null, tables: ['alert'] }],
  jobs: () => ({
    escalate: escalateAlert,
  }),
}
