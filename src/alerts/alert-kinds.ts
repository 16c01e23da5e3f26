/**
 * The kinds of alert, each sent at most once per enforcement. `calls`: it is urgent, so it pages the on-call, and the
 * next tier without an acknowledgement; every other kind waits in the inbox. `everywhere`: it goes to every channel of
 * its recipient at once, including channels that take only urgent alerts. `says`: the text sent outside the desk about
 * a protected account, without a handle.
 */
export const ALERT_KINDS = {
  offline: { calls: true, says: 'A protected account is not to be seen, and nobody ordered that.' },
  disagrees: { calls: true, says: 'The platform shows something else of a protected account than it should.' },
  journal: { calls: true, says: 'The platform was told something about an account that the database does not know.' },
  confirm: { calls: true, says: 'An effect on a protected account waits to be confirmed.' },
  acts_alone: {
    calls: true,
    says: 'An action that one person took alone on a protected account waits for confirmation.',
  },
  interim: { calls: true, says: 'A measure by one person on a protected account waits to be seconded.' },
  freeze: { calls: true, says: 'All restrictive effects are frozen.' },
  breaker: { calls: true, says: 'A breaker opened: somebody did far more harm than a budget lets.' },
  clock: { calls: true, says: 'The time that the law gives for something runs out soon.' },
  stalled: { calls: true, says: 'A worker of the desk stood still and was started anew.' },
  asked: { calls: false, says: 'Something was asked for about a protected account.' },
  nobody: { calls: false, says: 'What was asked for about a protected account waits for people who are not there.' },
  fate: { calls: false, says: 'What became of an enforcement on a protected account is to be read.' },
  unconfirmed: { calls: false, says: 'Nobody confirmed an effect on a protected account in time: it is being undone.' },
  restore: { calls: false, says: 'Restoring a protected account needs somebody to look.' },
  unread: { calls: false, says: 'Protected accounts could not be read for some time.' },
  budget: { calls: false, says: 'Somebody went over a budget.' },
  bulk_action: { calls: false, says: 'A decision about many accounts waits for somebody, or stopped.' },
  automation: { calls: false, says: 'A source of automation did as much as it may.' },
  change: { calls: false, says: 'The desk itself was changed.' },
  approver: { calls: false, says: 'Somebody may approve now who could not.' },
  channel: { calls: false, says: 'Something changed about where people are told.' },
  authority_order: { calls: false, says: 'An authority ordered content to be taken offline.' },
  clock_missed: { calls: false, says: 'The time that the law gives for something ran out.' },
  late: { calls: false, says: 'A case waits past its time for somebody who has not had it yet.' },
  exception: { calls: false, says: 'An exception is to be looked at again.' },
  drill: { calls: true, says: 'DRILL: this is an exercise on a test account.' },
  drill_refused: { calls: false, says: 'A drill was not begun.' },
  review: { calls: false, says: 'What protects accounts is to be looked at again.' },
  review_missed: { calls: false, says: 'What protects accounts was not looked at again in time.' },
  look: { calls: false, says: 'An enforcement waits for a second look by whoever asked for it.' },
  reading: { calls: false, says: 'Somebody read unusually much.' },
  ledger: { calls: false, says: 'The ledger needs to be looked at.' },
  passkey: { calls: false, everywhere: true, says: 'The passkeys of a person changed.' },
  enrolment: { calls: false, everywhere: true, says: 'A person gets a new way to sign in, or loses one.' },
  left: { calls: false, says: 'Somebody left.' },
  restricted: { calls: false, says: 'Somebody was restricted.' },
} as const satisfies Record<string, { calls: boolean; everywhere?: true; says: string }>

export type AlertKind = keyof typeof ALERT_KINDS

/** True when an alert of this kind pages a person at once. */
export const calls = (kind: AlertKind): boolean => ALERT_KINDS[kind].calls

/** True when every channel of its recipient gets an alert of this kind at once. */
export const goesEverywhere = (kind: AlertKind): boolean => 'everywhere' in ALERT_KINDS[kind]
