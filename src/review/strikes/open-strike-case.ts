import { retryAfterRace } from '../../cases/intake/commit-reports.ts'
import { joinOrOpenCase } from '../../cases/routing/open-case.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { accountKey, DESK } from '../../foundation/domain.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { finishJob, type Job, postponeJob, queueJob } from '../../foundation/jobs.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Severity } from '../../policy/queues.ts'
import { STRIKE_CASES_AN_HOUR_MAX } from '../../policy/strikes/count-strikes.ts'
import { insertStrikeCase, readStanding } from './strike-queries.ts'

/** The pause while the cases of an hour are used up. */
const LATER_MS = 10 * MINUTE_MS
/** A case of strikes precedes none about a person in danger: what it is about was decided already. */
const SEVERITY_MAX: Severity = 3

/**
 * Opens a case about an account whose strikes reach a threshold, once for each further strike. The person who decides it
 * proposes an enforcement, or none, through every guard. May run twice: PostgreSQL refuses a second case.
 */
export async function openStrikeCase(desk: Desk, job: Job): Promise<void> {
  const accountId = accountOf(job)
  const outcome = await retryAfterRace(() => inTransaction(desk.db, (tx) => open(tx, desk, accountId)))
  if (outcome === 'done') return finishJob(desk.db, job)
  // The counts that an hour leaves over become one for each account.
  const key = `later ${accountId}`
  if (job.key === key) return postponeJob(desk.db, job, LATER_MS)
  await inTransaction(desk.db, async (tx) => {
    queueJob(tx, job.kind, key, job.priority, LATER_MS)
    await finishJob(tx, job)
  })
}

/** The key of a count names the transaction of its effects, or that it was put off, then the account. */
const accountOf = ({ key }: Job): string => key.slice(key.indexOf(' ') + 1)

async function open(tx: Tx, { policies }: Desk, accountId: string): Promise<'done' | 'later'> {
  const { threshold, policyId, isAnswered, openedInHour } = await readStanding(tx, accountId)
  if (threshold === null || isAnswered) return 'done'
  if (openedInHour >= STRIKE_CASES_AN_HOUR_MAX) return 'later'
  const category = policies.policies.get(policyId ?? '')?.category ?? 'OTHER_VIOLATION_TC'
  const subject = accountKey(accountId)
  const said = { subject, category, by: DESK, severityMax: SEVERITY_MAX, keepsHeld: true }
  const { id: caseId } = await joinOrOpenCase(tx, policies, said)
  const { id: strikeCaseId, points, threshold: reached, enforcementIds } = await insertStrikeCase(tx, accountId, caseId)
  const { action } = reached
  queueEntry(tx, { kind: 'strikes_reached', strikeCaseId, caseId, points, action, enforcementIds, by: DESK, subject })
  return 'done'
}
