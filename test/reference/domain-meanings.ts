import type { EnforcementState } from '../../src/foundation/domain.ts'
import type { JobKind } from '../../src/foundation/jobs.ts'

/** The meaning of each state, and the way back from it. */
export const STATE_MEANINGS: Record<EnforcementState, readonly [meaning: string, wayBack: string]> = {
  proposed: ['recorded, and not yet judged by the guards', 'stop'],
  awaiting_approval: ['waits for approvals', 'stop'],
  held: ['approved, and waits for the end of its hold, a freeze or an open circuit breaker', 'stop'],
  releasing: ['the worker calls the platform, which may already have acted', 'restore'],
  in_effect: ['the platform showed the effect in a read-back', 'restore'],
  confirmed: ['another person confirmed that the effect is right', 'restore'],
  restoring: ['the worker restores the baseline at the platform', ''],
  declined: ['an approver declined it', 'a new proposal; it takes a lead'],
  stopped: ['a person stopped it before the platform was called', 'resubmit'],
  expired: ['approvals did not come in time', 'a new proposal'],
  superseded: ['a stricter enforcement on the same subject replaced it', ''],
  failed: ['the platform refused it for good', 'a new proposal'],
  restored: ['the platform showed the baseline in a read-back', 'resubmit, within a day'],
}

/** The work of each kind of job. */
export const JOB_MEANINGS: Record<JobKind, string> = {
  drive: 'brings a subject to its desired state at the platform: an effect, a restore or a step of a schedule',
  end: 'restores a subject when its enforcement ends',
  reach: 'reads the reach of a restored account until it is back',
  reconcile: 'compares the platform with the desired state of a subject after an effect',
  facts: 'reads the facts of an account or content from the platform',
  bulk: 'carries out one stage of a bulk restore',
  outcome: 'adds a decision to the record of each reporter of its case',
  release: 'judges a held enforcement again at the end of its hold, and releases it',
  expire: 'expires an enforcement whose approvals did not come in time',
  confirm: 'asks for the confirmation of an effect, and alerts the on-call',
  alert: 'escalates an alert that was not acknowledged',
  leave: 'ends a person whose last day has come',
  escalate: 'marks an escalation that no specialist took on in time',
  detect_drift: 'compares a protected account with the platform (drift detection)',
  deliver: 'sends an alert or an event to a channel',
  bulk_action: 'carries out one step of a bulk action',
  automate: 'evaluates the automation rules for a signal or a report',
  unconfirmed: 'restores an effect that was not confirmed in time',
  notice: 'stores the report of a notice from outside',
  answer: 'finds the outcome of a case, and answers the people who notified it',
  letter: 'sends the waiting letters to people outside',
  sender: 'tells a sender of a warning or a pause, and hands on what came in a pause that ended early',
  strike: 'counts the strikes of an account, and opens a case where they reach a threshold',
  appeal: 'tells the appellant and the people who notified of the end of an appeal',
}
