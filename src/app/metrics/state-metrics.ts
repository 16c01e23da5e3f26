import { setTimeout as pause } from 'node:timers/promises'
import { Gauge, type Registry } from 'prom-client'
import type { Pool } from '../../foundation/database/db.ts'
import { withinTime } from '../../foundation/database/within-time.ts'
import {
  findClocks,
  findEnforcementDuties,
  findInbox,
  findLedgerState,
  findSnapshotAge,
  listDrivenEnforcements,
  listDueJobs,
  listQueues,
  listWaitingEnforcements,
  type Row,
} from './state-queries.ts'

/** The database is read for scrapes at most this often, however many there are. */
const READ_EVERY_MS = 15_000
const READ_MS_MAX = 10_000
/** A scrape waits no longer than this for the database, so that it is answered while the database is away. */
const WAIT_MS_MAX = 3_000

interface Sample {
  labels: Record<string, string>
  value: number
}
type Samples = Record<StateMetric, readonly Sample[]>
type StateMetric = keyof typeof STATE_METRICS

/** The metrics that are the same in every process: they tell the state of the desk's database. None counts beyond 10,000. */
const STATE_METRICS = {
  countersign_queue_cases: ['Waiting cases at the last snapshot of the queue.', 'queue'],
  countersign_queue_late_cases: ['Waiting cases beyond their time at the last snapshot.', 'queue'],
  countersign_queue_oldest_seconds: ['The age of the oldest case that waited at the last snapshot.', 'queue'],
  countersign_queue_snapshot_age_seconds: ['The age of the last snapshot of the queue.'],
  countersign_jobs_due: ['Due jobs that no worker holds.', 'priority'],
  countersign_jobs_late: ['Due jobs that have waited longer than five seconds.', 'priority'],
  countersign_jobs_oldest_seconds: ['The time for which the first due job has waited.', 'priority'],
  countersign_reports_unjoined: ['Durable reports in no case yet: waiting or, when refused, set aside.', 'state'],
  countersign_reports_join_lag_seconds: ['The time for which the first of the waiting reports has been in no case.'],
  countersign_enforcements: ['Enforcements that wait, are held, or are on their way to a platform or back.', 'state'],
  countersign_enforcements_oldest_seconds: ['The longest time for which one has been in the state.', 'state'],
  countersign_enforcements_unconfirmed: ['Enforcements in effect that a second person must still confirm.'],
  countersign_enforcements_attention: ['Enforcements that need a person, for example because a platform refuses.'],
  countersign_freezes: ['Freezes of restrictive actions that are in force.'],
  countersign_legal_clocks: ['Legal deadlines: running, near (on-call is paged), or overdue.', 'state'],
  countersign_legal_clock_next_seconds: ['The time until the next legal deadline. Negative: it has passed.'],
  countersign_legal_clocks_missed: ['Legal deadlines of the last day that were missed.'],
  countersign_ledger_verified_age_seconds: ['The age of the last verification of the whole ledger.'],
  countersign_ledger_followed_age_seconds: ['The age of the last check of new ledger entries.'],
  countersign_ledger_problems: ['Problems that the last verification or check found.', 'check'],
  countersign_ledger_pending: ['Ledger entries that are not numbered yet.'],
} as const satisfies Record<string, readonly [help: string, label?: string]>

/**
 * Adds the metrics of the database's state. They are read when a scrape needs them and are kept for 15 s. While they can't
 * be read they are left out, so that no old figure passes for a present one.
 */
export function measureState(
  db: Pool,
  registry: Registry,
  readEveryMs = READ_EVERY_MS,
): { refresh: () => Promise<void> } {
  const registers = [registry]
  const entries = Object.entries(STATE_METRICS) as [StateMetric, readonly [string, string?]][]
  const gauges = entries.map(([name, [help, label]]) => {
    const labelNames = label === undefined ? [] : [label]
    return { name, label, gauge: new Gauge({ name, help, labelNames, registers }) }
  })
  const help = '1 if the state of the database could be read, else 0 and the other figures are left out.'
  const readable = new Gauge({ name: 'countersign_state_readable', help, registers })
  let readAt = -Infinity
  let reading: Promise<void> | undefined
  const read = async (): Promise<void> => {
    const samples = await readState(db).catch(() => undefined)
    readAt = performance.now()
    readable.set(samples === undefined ? 0 : 1)
    for (const { name, gauge, label } of gauges) {
      // A reset gauge without labels would show 0.
      if (label === undefined) gauge.remove()
      else gauge.reset()
      for (const { labels, value } of samples?.[name] ?? []) gauge.set(labels, value)
    }
  }
  const refresh = async (): Promise<void> => {
    if (performance.now() - readAt < readEveryMs) return
    reading ??= read().finally(() => {
      reading = undefined
    })
    await within(reading, WAIT_MS_MAX)
  }
  return { refresh }
}

async function readState(db: Pool): Promise<Samples> {
  const tooSlow = () => new Error('the state of the database could not be read in time')
  return withinTime(db, { ms: READ_MS_MAX, tooSlow }, async (tx) => {
    const [queues, jobs, waiting, driven] = [
      await listQueues(tx),
      await listDueJobs(tx),
      await listWaitingEnforcements(tx),
      await listDrivenEnforcements(tx),
    ]
    const [snapshot, duties, clocks, ledger, inbox] = [
      await findSnapshotAge(tx),
      await findEnforcementDuties(tx),
      await findClocks(tx),
      await findLedgerState(tx),
      await findInbox(tx),
    ]
    const enforcements = [
      ...waiting,
      ...driven,
      ...WATCHED_STATES.map((state) => ({ state, enforcements: 0, oldest: 0 })),
    ]
    return {
      countersign_queue_cases: sampleEach(queues, 'queue', 'waiting'),
      countersign_queue_late_cases: sampleEach(queues, 'queue', 'late'),
      countersign_queue_oldest_seconds: sampleEach(queues, 'queue', 'oldest'),
      countersign_queue_snapshot_age_seconds: sample(snapshot.age),
      countersign_jobs_due: sampleEach(jobs, 'priority', 'due'),
      countersign_jobs_late: sampleEach(jobs, 'priority', 'late'),
      countersign_jobs_oldest_seconds: sampleEach(jobs, 'priority', 'oldest'),
      countersign_reports_unjoined: [
        ...sample(inbox.waiting, { state: 'waiting' }),
        ...sample(inbox.setAside, { state: 'set_aside' }),
      ],
      countersign_reports_join_lag_seconds: sample(inbox.oldest),
      countersign_enforcements: sampleEach(enforcements, 'state', 'enforcements'),
      countersign_enforcements_oldest_seconds: sampleEach(enforcements, 'state', 'oldest'),
      countersign_enforcements_unconfirmed: sample(duties.unconfirmed),
      countersign_enforcements_attention: sample(duties.attention),
      countersign_freezes: sample(duties.freezes),
      countersign_legal_clocks: ['running', 'near', 'overdue'].flatMap((state) => sample(clocks[state], { state })),
      countersign_legal_clock_next_seconds: sample(clocks.next),
      countersign_legal_clocks_missed: sample(clocks.missed),
      countersign_ledger_verified_age_seconds: sample(ledger.verified),
      countersign_ledger_followed_age_seconds: sample(ledger.followed),
      countersign_ledger_problems: [
        ...sample(ledger.problems, { check: 'whole' }),
        ...sample(ledger.followedProblems, { check: 'new_entries' }),
      ],
      countersign_ledger_pending: sample(ledger.pending),
    }
  })
}

/** A state without an enforcement is shown as 0, so that an alert rule can tell it from a figure that is missing. */
const WATCHED_STATES = ['proposed', 'awaiting_approval', 'held', 'releasing', 'restoring']

const sample = (value: string | number | null | undefined, labels: Record<string, string> = {}): Sample[] =>
  typeof value === 'number' ? [{ labels, value }] : []

/** Returns the figure of each row, the first one of each label's value. */
function sampleEach(rows: readonly Row[], label: string, figure: string): Sample[] {
  const byValue = Map.groupBy(rows, (row) => String(row[label]))
  return [...byValue].flatMap(([value, [row]]) => sample(row?.[figure], { [label]: value }))
}

/** Resolves when the work has ended, or after a time. */
async function within(work: Promise<void>, ms: number): Promise<void> {
  const waiting = new AbortController()
  const late = pause(ms, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined)
  await Promise.race([work, late])
  waiting.abort()
}
