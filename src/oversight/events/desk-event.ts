/** The kinds of objects about which a browser gets events, so that it reads them again. */
export const EVENT_KINDS = [
  'enforcement',
  'case',
  'account',
  'change',
  'appeal',
  'alert',
  'freeze',
  'breaker',
  'staff',
  'queue',
  'bulk_action',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/**
 * A notice that one object changed, without the change itself. The reader requests the object, and its route decides
 * what they see.
 */
export interface DeskEvent {
  kind: EventKind
  /** The id of the object; empty where there is only one of the kind. */
  id: string
}

/** A ledger entry, with the fields that tell what changed. */
export interface Happening {
  kind: string
  subject: string | null
  enforcementId: string | null
  payload: Readonly<Record<string, unknown>>
}

const ACCOUNT = 'account:'
/** Kinds of ledger entries about objects that arrive from outside; the queue shows them. */
const ARRIVED = new Set(['reports_received', 'authority_order_received', 'removal_request_received'])

/** Returns the events that a ledger entry causes. Pure; a kind of entry that no page shows causes none. */
export function eventsOf({ kind, subject, enforcementId, payload }: Happening): DeskEvent[] {
  const events: DeskEvent[] = []
  const add = (of: EventKind, id: unknown) => {
    if (typeof id === 'string' || typeof id === 'number') events.push({ kind: of, id: String(id) })
  }
  if (enforcementId !== null) add('enforcement', enforcementId)
  add('case', payload.caseId)
  add('change', payload.changeId)
  add('bulk_action', payload.bulkActionId)
  add('appeal', payload.appealId)
  if (subject?.startsWith(ACCOUNT)) add('account', subject.slice(ACCOUNT.length))
  if (kind.startsWith('freeze_')) add('freeze', payload.freezeId)
  if (kind.startsWith('breaker_')) add('breaker', payload.breakerId)
  // The end of the recovery state alerts no person, and the band on every page goes with it.
  if (kind === 'alerted' || kind === 'recovery_ended') add('alert', '')
  if (kind === 'cases_late' || kind.startsWith('case_set_') || kind.startsWith('legal_clock') || ARRIVED.has(kind))
    add('queue', '')
  // Only administrators learn about a departure: an event without a visible change would give it away to others.
  if (kind === 'staff_notice') return events
  if (kind.startsWith('staff_') || kind.startsWith('shift_') || kind.startsWith('break_')) add('staff', payload.staffId)
  return events
}
