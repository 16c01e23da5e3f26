import { type Actor, DESK, parseSubjectKey } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'
import type { Policies } from '../../policy/policies.ts'
import { type ClockEnd, endDecided, endMet, insertClocks, type LegalClock, type StartedClock } from './clock-queries.ts'

type TimedPolicies = Pick<Policies, 'policies'>

/** Starts legal clocks on contents whose cases are locked, each at the receipt of its cause, with one ledger entry. */
export async function startClocks(tx: Tx, wanted: readonly StartedClock[], by: Actor): Promise<void> {
  if (wanted.length > 0) queueStartedEntries(tx, await insertClocks(tx, wanted), by)
}

/** A decision on a content whose case is locked. `policyId`: the violated policy. Undefined: none. */
interface Concluded {
  subject: string
  policyId: string | undefined
  by: Actor
}

/**
 * Ends the legal clocks of policies that a decision ruled out. The clock of the violated policy runs until the platform
 * shows the content as offline. A decision starts no clock: only an arrival from outside does.
 */
export async function concludeClocks(tx: Tx, { policies }: TimedPolicies, decided: Concluded): Promise<void> {
  const { subject, policyId, by } = decided
  queueEndedEntries(tx, await endDecided(tx, subject, policies.get(policyId ?? '')?.id ?? null), 'decided', by)
}

/** Ends the legal clocks of a subject that the platform shows as offline. The caller locks cases first. */
export async function meetClocks(tx: Tx, subject: string): Promise<void> {
  queueEndedEntries(tx, await endMet(tx, parseSubjectKey(subject)), 'met', DESK)
}

/** Queues the ledger entry of clocks that started; none of no clocks. */
export function queueStartedEntries(tx: Tx, started: readonly LegalClock[], by: Actor): void {
  if (started.length === 0) return
  const clocks = started.map(({ id: clockId, subject, policyId, caseId, cause, dueAt }) => ({
    clockId,
    subject,
    policyId,
    caseId,
    cause,
    dueAt: dueAt.toISOString(),
  }))
  queueEntry(tx, { kind: 'legal_clocks_started', clocks, by })
}

/** Queues a ledger entry for each clock that ended. */
export function queueEndedEntries(tx: Tx, ended: readonly LegalClock[], how: ClockEnd, by: Actor): void {
  for (const { id: clockId, subject, caseId } of ended) {
    queueEntry(tx, { kind: 'legal_clock_ended', clockId, caseId, how, by, subject })
  }
}
