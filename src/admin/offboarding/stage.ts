import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { endLeaver } from './end-leaver.ts'
import { peopleRoutes } from './people-routes.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'

const OFFBOARDING_ALERTS = {
  left: { calls: false, act: 'Read what the departure stopped or restored.' },
  restricted: { calls: false, act: 'Read what the restriction stopped.' },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    offboarding: keyof typeof OFFBOARDING_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    offboarding:
      | {
          kind: 'staff_ended'
          staffId: string
          tokensRevoked: number
          claimsTakenBack: number
          enforcementsStopped: readonly string[]
          enforcementsRestored?: readonly string[]
        }
      /** A departure. Only administrators see `endsAt` of an involuntary one. */
      | { kind: 'staff_notice'; staffId: string; notice: 'voluntary' | 'involuntary'; endsAt: string }
      /** A person's end beyond another person's removal limit. Until then they only stop, restore and undo the removal. */
      | { kind: 'staff_ending'; staffId: string; endsAt: string }
      | { kind: 'staff_restricted'; staffId: string; restrictionId: number; cause: 'one' | 'many'; reasonHash: string }
      /** A restriction ended. `changeId` null: by a recovery of access. */
      | { kind: 'staff_unrestricted'; staffId: string; restrictionId: number; changeId: string | null }
      | { kind: 'staff_end_moved'; staffId: string; endsAt: string | null }
  }
}

export const offboardingStage: Stage = {
  alerts: OFFBOARDING_ALERTS,
  routes: [peopleRoutes],
  operations: tagged('staff', {
    'GET /v1/staff': { id: 'listStaff', shows: showsNothing },
    'GET /v1/staff/:staffId/passkeys': { id: 'listPasskeys', shows: showsNothing },
    'POST /v1/staff/:staffId/end': { id: 'endStaff' },
    'POST /v1/staff/:staffId/notice': { id: 'giveNotice' },
    'POST /v1/staff/:staffId/restrict': { id: 'restrictStaff' },
    'POST /v1/staff/:staffId/postpone': { id: 'postponeEnd' },
  }),
  jobs: () => ({
    leave: endLeaver,
  }),
}
