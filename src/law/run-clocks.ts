import { type Actor, type Category, DESK, parseSubjectKey } from '../domain.ts'
import { append } from '../ledger/append.ts'
import type { Tx } from '../lib/db.ts'
import type { Policies } from '../review/policies.ts'
import { endDecided, endMet, insertClocks, type LegalClock } from './clock-queries.ts'
import { legalTimesOf } from './legal-times.ts'

type TimedPolicies = Pick<Policies, 'policies'>

/** A report, and the locked case it joined. */
interface Known {
  subject: string
  caseId: string
  category: Category
}

/** Has the law's clocks run on contents from the moment at which the desk knew of them. One leaf for all that began. */
export async function startClocks(tx: Tx, policies: TimedPolicies, known: readonly Known[], by: Actor): Promise<void> {
  const wanted = known.flatMap(({ subject, caseId, category }) =>
    legalTimesOf(policies, subject, category).map((time) => ({ ...time, subject, caseId })),
  )
  if (wanted.length > 0) recordStarted(tx, await insertClocks(tx, wanted), by)
}

/** What somebody concluded of a content whose case is locked. `policyId`: what it breaks; undefined: nothing. */
export interface Concluded {
  subject: string
  caseId: string
  policyId: string | undefined
  by: Actor
}

/**
 * A decision ends the clocks of what the content is not. The clock of what it is runs until it is read to be out of sight; where
 * none did, the desk knows from now on.
 */
export async function concludeClocks(tx: Tx, { policies }: TimedPolicies, decided: Concluded): Promise<void> {
  const { subject, caseId, policyId, by } = decided
  if (parseSubjectKey(subject).kind !== 'content') return
  const policy = policies.get(policyId ?? '')
  recordEnded(tx, await endDecided(tx, subject, policy?.id ?? null), 'decided', by)
  if (!policy?.clock) return
  recordStarted(tx, await insertClocks(tx, [{ ...policy.clock, policyId: policy.id, subject, caseId }]), by)
}

/** Ends the clocks of what was read to be out of sight. Lock cases first. */
export async function meetClocks(tx: Tx, subject: string): Promise<void> {
  recordEnded(tx, await endMet(tx, parseSubjectKey(subject)), 'met', DESK)
}

function recordStarted(tx: Tx, started: readonly LegalClock[], by: Actor): void {
  if (started.length === 0) return
  const clocks = started.map(({ id: clockId, subject, policyId, caseId, dueAt }) => ({
    clockId,
    subject,
    policyId,
    caseId,
    dueAt: dueAt.toISOString(),
  }))
  append(tx, { kind: 'legal_clocks_started', clocks, by })
}

function recordEnded(tx: Tx, ended: readonly LegalClock[], how: 'met' | 'decided', by: Actor): void {
  for (const { id: clockId, subject, caseId } of ended) {
    append(tx, { kind: 'legal_clock_ended', clockId, caseId, how, by, subject })
  }
}
