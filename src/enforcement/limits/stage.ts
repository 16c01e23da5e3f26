import sql from 'sql-template-tag'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { budgetRoutes } from './budget-routes.ts'
import { prepareExtension } from './freeze.ts'
import { freezeRoutes } from './freeze-routes.ts'
import { alertFrequentStops } from './alert-frequent-stops.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'

const LIMITS_ALERTS = {
  freeze: {
    calls: true,
    act: 'Find the reason of the freeze; end or extend it.',
  },
  breaker: {
    calls: true,
    act: 'Look at the enforcements of that party; restore the wrong ones, then propose `countersign change close`.',
  },
  budget: {
    calls: false,
    act: "Look at that party's enforcements of the day.",
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    limits: keyof typeof LIMITS_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    /**
     * A circuit breaker opened: restrictive actions of its party wait. `key`: the party that overspent; for a person,
     * their id.
     */
    limits:
      | {
          kind: 'breaker_opened'
          breakerId: number
          budget: string
          of: string
          key: string
          enforcements: number
          reach: number
          withinMs: number
        }
      | { kind: 'breaker_closed'; breakerId: number; changeId: string }
      | {
          kind: 'freeze_begun' | 'freeze_reason_given' | 'freeze_extended' | 'freeze_ended'
          freezeId: number
          until: string
          reasonHash: string
        }
  }
}

export const limitsStage: Stage = {
  personal: [
    { kind: 'enforcement', about: ['staff'], deletedBy: null, tables: ['enforcement_freeze', 'breaker', 'stop_alarm'] },
  ],
  alerts: LIMITS_ALERTS,
  routes: [freezeRoutes, budgetRoutes],
  operations: tagged('approval', {
    'GET /v1/budgets': { id: 'readBudgets', shows: showsNothing },
    'GET /v1/freezes': { id: 'listFreezes', shows: showsNothing },
    'POST /v1/freezes': { id: 'beginFreeze', request: { reason: 'A stolen laptop is used to suspend newsrooms.' } },
    'POST /v1/freezes/:freezeId/reason': {
      id: 'giveFreezeReason',
      request: { reason: 'A stolen laptop is used to suspend newsrooms.' },
    },
    'POST /v1/freezes/:freezeId/extend': { id: 'extendFreeze' },
    'POST /v1/freezes/:freezeId/end': { id: 'endFreeze' },
  }),
  periodicTasks: [
    { name: 'alert-frequent-stops', everyMs: 5_000, run: alertFrequentStops },
    {
      name: 'delete-spent-budgets',
      everyMs: 600_000,
      run: ({ db }) => db.query(sql`select delete_expired_spending()`),
    },
  ],
  signables: {
    freeze_extend: prepareExtension,
  },
}
