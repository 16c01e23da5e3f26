import type { AlertRows } from '../policy/stage/alert-kinds.ts'

/** The alerts about enforcements, their effects and drift. */
export const ENFORCEMENT_ALERTS = {
  offline: {
    calls: true,
    says: 'A protected account is offline without an enforcement.',
    act: 'Open Live: confirm that the desk restored the account, and find who acted at the platform.',
  },
  disagrees: {
    calls: true,
    says: 'The state of a protected account at the platform differs from the desired state.',
    act: 'Open the drift, compare both states, and restore or close it with a reason.',
  },
  confirm: {
    calls: true,
    says: 'An enforcement on a protected account waits for confirmation.',
    act: 'Read the effect at the platform, and confirm or restore it.',
  },
  acts_alone: {
    calls: true,
    says: 'An action that one person took alone on a protected account waits for confirmation.',
    act: 'Read the document or match, and confirm or restore the effect.',
  },
  interim: {
    calls: true,
    says: 'An interim measure on a protected account waits for a second person.',
    act: 'Second the interim measure, or let it end.',
  },
  asked: {
    calls: false,
    says: 'An enforcement on a protected account waits for approval.',
    act: 'Review the enforcement, and approve or decline it.',
  },
  no_approver: {
    calls: false,
    says: 'An enforcement on a protected account waits, and no one on duty can approve it.',
    act: 'Find an approver, or ask a lead to take a shift.',
  },
  fate: {
    calls: false,
    says: 'An enforcement on a protected account has ended: read its outcome.',
    act: 'Read the outcome of the enforcement.',
  },
  unconfirmed: {
    calls: false,
    says: 'An enforcement on a protected account was not confirmed in time: it is being undone.',
    act: 'Read the effect that is being restored, and decide the case again.',
  },
  restore: {
    calls: false,
    says: 'The restore of a protected account needs attention.',
    act: 'Open the enforcement: the platform does not show the baseline; contact its operators.',
  },
  unread: {
    calls: false,
    says: 'Protected accounts could not be read for some time.',
    act: "Check the platform's availability; drift is not detected meanwhile.",
  },
} as const satisfies AlertRows

declare module '../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    enforcement: keyof typeof ENFORCEMENT_ALERTS
  }
}
