import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList, showsNothing } from '../../policy/stage/view.ts'
import { forgetAutomation } from './forget-automation.ts'
import { automationRoutes } from './routes.ts'
import { runAutomation } from './run-automation.ts'

const AUTOMATION_ALERTS = {
  automation: {
    calls: false,
    act: 'Look at what the rules did, and pause the source if it is wrong.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    automation: keyof typeof AUTOMATION_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    /** The run of an automation rule on a case, carried out or in shadow mode. */
    automation:
      | { kind: 'rule_spoke'; runId: number; contentHash: string }
      | { kind: 'automation_paused'; pauseId: number; source: string; ruleId?: string; reasonHash: string }
      | { kind: 'automation_resumed'; pauseId: number; changeId: string }
  }
}

export const automationStage: Stage = {
  personal: [
    { kind: 'signal', about: ['account'], deletedBy: 'delete-old-signals', tables: ['signal', 'automation_run'] },
    { kind: 'change', about: ['staff'], deletedBy: null, tables: ['automation_pause'] },
  ],
  alerts: AUTOMATION_ALERTS,
  routes: [automationRoutes],
  operations: tagged('automation', {
    'POST /v1/signals': {
      id: 'receiveSignal',
      request: {
        id: 'sig-771',
        subject: { kind: 'content', id: 'post-771' },
        category: 'SCAMS_AND_FRAUD',
        at: '2026-05-04T06:59:58Z',
        kind: 'classifier',
        classifier: 'fake-shops',
        version: '2026-04',
        score: 0.982,
      },
      answer: {
        id: 'sig-771',
        signalId: 'signal_1',
        source: 'link-classifier',
        receivedAt: '2026-05-04T07:00:00.204Z',
      },
    },
    'GET /v1/automation': { id: 'readAutomation', shows: showsNothing },
    'GET /v1/automation/runs': { id: 'listAutomationRuns', shows: showsList },
    'POST /v1/automation/pauses': {
      id: 'pauseAutomation',
      request: { source: 'link-classifier', reason: 'it hides the pages of a real shop' },
    },
  }),
  jobs: () => ({
    automate: runAutomation,
  }),
  periodicTasks: [{ name: 'delete-old-signals', everyMs: 3_600_000, run: forgetAutomation }],
}
