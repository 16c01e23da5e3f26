import type { AlertRows } from '../policy/stage/alert-kinds.ts'

/** The alerts about enforcements, their effects and drift. */
export const ENFORCEMENT_ALERTS = {
  offline: {
    calls: true,
    act: 'Open Live: confirm that the desk restored the account, and find who acted at the platform.',
  },
  disagrees: {
    calls: true,
    act: 'Open the drift, compare both states, and restore or close it with a reason.',
  },
  confirm: {
    calls: true,
    act: 'Read the effect at the platform, and confirm or restore it.',
  },
  acts_alone: {
    calls: true,
    act: 'Read the document or match, and confirm or restore the effect.',
  },
  interim: {
    calls: true,
    act: 'Second the interim measure, or let it end.',
  },
  asked: {
    calls: false,
    act: 'Review the enforcement, and approve or decline it.',
  },
  no_approver: {
    calls: false,
    act: 'Find an approver, or ask a lead to take a shift.',
  },
  fate: {
    calls: false,
    act: 'Read the outcome of the enforcement.',
  },
  unconfirmed: {
    calls: false,
    act: 'Read the effect that is being restored, and decide the case again.',
  },
  counter_notice: {
    calls: false,
    act: 'Read the counter-notice and the other ground, and restore the content or leave it.',
  },
  restore: {
    calls: false,
    act: 'Open the enforcement: the platform does not show the baseline; contact its operators.',
  },
  unread: {
    calls: false,
    act: "Check the platform's availability; drift is not detected meanwhile.",
  },
} as const satisfies AlertRows

declare module '../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    enforcement: keyof typeof ENFORCEMENT_ALERTS
  }
}
