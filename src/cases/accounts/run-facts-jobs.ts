import { ConnectorError, isFinal } from '../../foundation/connector/connector.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { parseSubjectKey, type Subject } from '../../foundation/domain.ts'
import { finishJob, finishJobs, type Job, postponeJob } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'
import { fetchFactsApart } from './fetch-facts.ts'
import { READ_AGAIN_AFTER_MS } from './stale-facts-jobs.ts'

/** The most jobs of one set. */
export const FACTS_IN_SET = 50

/**
 * The most attempts, over about four hours. After the last the account stays as it was: an unknown one counts as
 * protected.
 */
const FETCH_ATTEMPTS_MAX = 24
/** The first pause between attempts. Each later one is twice as long, up to BACKOFF_MAX_MS. */
const BACKOFF_FIRST_MS = 5_000
const BACKOFF_MAX_MS = 15 * 60_000
/** Random jitter, so that reads that failed together are not retried together. */
const BACKOFF_JITTER_SHARE = 0.5

/** Reads the facts that a job requests, as `runFactsJobs` does. */
export async function runFactsJob(desk: Desk, job: Job): Promise<void> {
  for (const error of (await runFactsJobs(desk, [job])).values()) throw error
}

/**
 * Reads the facts that jobs request, and stores those of all subjects together. A subject that fails is tried again with
 * growing pauses, and given up after the last attempt; it delays no other. Facts are stored before their jobs end: after
 * a crash in between they are fresh, so the next attempt does not read them again. Returns the errors that are not the
 * platform's, by their jobs.
 */
export async function runFactsJobs(desk: Desk, jobs: readonly Job[]): Promise<ReadonlyMap<Job, unknown>> {
  const errors = new Map<Job, unknown>()
  const asked = jobs.flatMap((job) => {
    try {
      return [{ job, subject: parseSubjectKey(job.key) }]
    } catch (error) {
      errors.set(job, error)
      return []
    }
  })
  const { stale, now } = await findStale(desk.db, new Map(asked.map(({ job, subject }) => [job.key, subject])))
  const read = await fetchFactsApart(desk, [...stale.values()], now)
  const outcomes = new Map([...stale.keys()].map((key, place) => [key, read[place]]))
  const unknown = [...outcomes].flatMap(([key, one]) =>
    one?.status === 'fulfilled' && one.value === undefined ? [key] : [],
  )
  if (unknown.length > 0) desk.log.warn({ subjects: unknown }, 'the platform knows no such subjects')
  const ended = asked.flatMap(({ job }) => (outcomes.get(job.key)?.status === 'rejected' ? [] : [job]))
  const failing = asked.map(async ({ job }) => {
    const outcome = outcomes.get(job.key)
    if (outcome?.status !== 'rejected') return
    await handleFailure(desk, job, outcome.reason).catch((error: unknown) => errors.set(job, error))
  })
  await Promise.all([finishJobs(desk.db, ended), ...failing])
  return errors
}

/** Finds the subjects whose facts a case that opened now would have read, and the desk's time. */
async function findStale(
  db: Queryable,
  subjects: ReadonlyMap<string, Subject>,
): Promise<{ stale: ReadonlyMap<string, Subject>; now: Date }> {
  const given = [...subjects].map(([key, { kind, id }]) => ({ key, kind, id }))
  const { now, keys } = await db.only<{ now: Date; keys: string[] }>(prepared('find-stale-facts')`
    select desk_now() as now, array(
      select key from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) given(key text, kind text, id text)
      where not exists (
        select from account
        where account.id = case given.kind when 'account' then given.id
            else (select account_id from content where content.id = given.id) end
          and facts_at >= desk_now() - ${READ_AGAIN_AFTER_MS} * interval '1 ms')) as keys`)
  const stale = new Set(keys)
  return { now, stale: new Map([...subjects].filter(([key]) => stale.has(key))) }
}

/** Postpones the job of a subject that the platform could not show, or ends it. Throws other errors. */
async function handleFailure({ db, log }: Desk, job: Job, error: unknown): Promise<void> {
  if (!(error instanceof ConnectorError)) throw error
  const givenUp = isFinal(error.failure) || job.attempt >= FETCH_ATTEMPTS_MAX
  const told = { subject: job.key, failure: error.failure, attempt: job.attempt }
  log.warn(told, givenUp ? 'facts could not be read: given up' : 'facts could not be read: put off')
  await (givenUp ? finishJob(db, job) : postponeJob(db, job, backoffMs(job.attempt)))
}

function backoffMs(attempt: number): number {
  const plain = Math.min(BACKOFF_FIRST_MS * 2 ** (attempt - 1), BACKOFF_MAX_MS)
  return Math.round(plain * (1 + BACKOFF_JITTER_SHARE * Math.random()))
}
