/** What a browser may be told of by name alone, so that it reads again what it shows. */
export const EVENT_KINDS = [
  'enforcement',
  'case',
  'account',
  'change',
  'appeal',
  'page',
  'freeze',
  'breaker',
  'staff',
  'queue',
  'bulk_action',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** That something changed, never what: whoever reads it asks for the thing itself, and is answered what they may see. */
export interface DeskEvent {
  kind: EventKind
  /** Of the thing; empty where there is one alone. */
  id: string
}

/** A recorded leaf, as far as it says what changed. */
export interface Happening {
  kind: string
  subject: string | null
  enforcementId: string | null
  payload: Readonly<Record<string, unknown>>
}

const ACCOUNT = 'account:'
/** Entries of what arrives from outside: the queue shows it. */
const ARRIVED = new Set(['reports_received', 'authority_order_received', 'removal_request_received'])

/** What a leaf makes stale. Pure; a leaf of a kind nobody looks at makes nothing stale. */
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
  if (kind === 'paged') add('page', '')
  if (kind === 'cases_late' || kind.startsWith('legal_clock') || ARRIVED.has(kind)) add('queue', '')
  // That notice was given is for administrators: an event after which nothing is seen to have changed would tell others.
  if (kind === 'staff_notice') return events
  if (kind.startsWith('staff_') || kind.startsWith('shift_') || kind.startsWith('break_')) add('staff', payload.staffId)
  return events
}
