/**
 * The kinds of alert, each sent at most once per enforcement. `calls`: it is urgent, so it pages the on-call, and the
 * next tier without an acknowledgement; every other kind waits in the inbox. `everywhere`: it goes to every channel of
 * its recipient at once, including channels that take only urgent alerts. `says`: the text sent outside the desk about
 * a protected account, without a handle.
 */
export const ALERT_KINDS = {
  offline: { calls: true, says: 'A protected account is offline without an enforcement.' },
  disagrees: { calls: true, says: 'The state of a protected account at the platform differs from the desired state.' },
  journal: { calls: true, says: 'The recovery journal has an instruction that the database does not know.' },
  confirm: { calls: true, says: 'An enforcement on a protected account waits for confirmation.' },
  acts_alone: {
    calls: true,
    says: 'An action that one person took alone on a protected account waits for confirmation.',
  },
  interim: { calls: true, says: 'An interim measure on a protected account waits for a second person.' },
  freeze: { calls: true, says: 'All restrictive actions are frozen.' },
  breaker: {
    calls: true,
    says: 'A circuit breaker opened: a person, key or source exceeded an enforcement budget by far.',
  },
  clock: { calls: true, says: 'A legal deadline ends soon.' },
  stalled: { calls: true, says: 'A worker stalled and was restarted.' },
  asked: { calls: false, says: 'An enforcement on a protected account waits for approval.' },
  nobody: { calls: false, says: 'An enforcement on a protected account waits, and no one on duty can approve it.' },
  fate: { calls: false, says: 'An enforcement on a protected account has ended: read its outcome.' },
  unconfirmed: {
    calls: false,
    says: 'An enforcement on a protected account was not confirmed in time: it is being undone.',
  },
  restore: { calls: false, says: 'The restore of a protected account needs attention.' },
  unread: { calls: false, says: 'Protected accounts could not be read for some time.' },
  budget: { calls: false, says: 'A person, key or source exceeded an enforcement budget.' },
  bulk_action: { calls: false, says: 'A bulk action waits for a person, or stopped.' },
  automation: { calls: false, says: 'A source of automation reached its limit.' },
  change: { calls: false, says: 'The settings or rules changed.' },
  approver: { calls: false, says: 'A person gained the right to approve.' },
  channel: { calls: false, says: 'A notification channel changed.' },
  authority_order: { calls: false, says: 'An authority ordered content to be taken offline.' },
  clock_missed: { calls: false, says: 'A legal deadline was missed.' },
  late: { calls: false, says: 'A case is overdue and has not been claimed.' },
  exception: { calls: false, says: 'A newsworthy exception is due for review.' },
  drill: { calls: true, says: 'DRILL: this is an exercise on a test account.' },
  drill_refused: { calls: false, says: 'A drill was not started.' },
  review: { calls: false, says: 'Protections of accounts are due for review.' },
  review_missed: { calls: false, says: 'A review of protections was missed.' },
  look: { calls: false, says: 'A bulk action waits for a check by its proposer.' },
  reading: { calls: false, says: 'A person read an unusual number of cases or accounts.' },
  ledger: { calls: false, says: 'The verification of the ledger found a problem.' },
  passkey: { calls: false, everywhere: true, says: 'The passkeys of a person changed.' },
  enrolment: { calls: false, everywhere: true, says: 'A person gets a new way to sign in, or loses one.' },
  left: { calls: false, says: 'The access of a person ended.' },
  restricted: { calls: false, says: 'A person was restricted.' },
} as const satisfies Record<string, { calls: boolean; everywhere?: true; says: string }>

export type AlertKind = keyof typeof ALERT_KINDS

/** True when an alert of this kind pages a person at once. */
export const calls = (kind: AlertKind): boolean => ALERT_KINDS[kind].calls

/** True when every channel of its recipient gets an alert of this kind at once. */
export const goesEverywhere = (kind: AlertKind): boolean => 'everywhere' in ALERT_KINDS[kind]
