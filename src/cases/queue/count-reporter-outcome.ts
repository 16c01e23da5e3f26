import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { finishJob, type Job, queueJob } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'

const REPORTERS_AT_ONCE_MAX = 1_000
/**
 * The batches that one run of the job counts. The rest continues as a new job with its own lease, so that the lease
 * does not expire.
 */
const BATCHES_MAX = 50

/** Enqueues a background job that counts the outcome of a case in the records of its reporters. */
export const queueOutcomeJob = (tx: Tx, caseId: string): void => queueJob(tx, 'outcome', caseId, 'background')

/**
 * Counts the latest decision on a case in the record of each of its reporters. It counts once per case and survives a
 * crash at any point; a different later decision corrects the count.
 */
export async function countReporterOutcome(desk: Pick<Desk, 'db'>, job: Job): Promise<void> {
  let after = ''
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const last = await countBatch(desk.db, job.key, after)
    if (last === undefined) return finishJob(desk.db, job)
    after = last
  }
  await inTransaction(desk.db, async (tx) => queueOutcomeJob(tx, job.key))
}

/** Counts a batch and returns its last reporter. Undefined: none is left. */
async function countBatch(db: Pool, caseId: string, after: string): Promise<string | undefined> {
  return inTransaction(db, async (tx) => {
    const { rows } = await tx.query<{ last: string | null }>(prepared('count-reporter-outcome')`
      with outcome as (
        select conclusion = 'violation' as upheld from decision
        where case_id = ${caseId} and conclusion in ('violation', 'no_violation') order by decided_at desc, id desc limit 1),
      batch as (
        select reporter.reporter_id, reporter.upheld as before, outcome.upheld as now
        from case_reporter reporter cross join outcome
        where reporter.case_id = ${caseId} and reporter.reporter_id > ${after} collate "C"
          and reporter.upheld is distinct from outcome.upheld
        order by reporter.reporter_id limit ${REPORTERS_AT_ONCE_MAX} for update of reporter),
      marked as (
        update case_reporter set upheld = batch.now from batch
        where case_id = ${caseId} and case_reporter.reporter_id = batch.reporter_id),
      counted as (
        insert into reporter_record (reporter_id, upheld, decided)
        select reporter_id, now::integer, 1 from batch where before is null order by reporter_id
        on conflict (reporter_id) do update set decided = reporter_record.decided + 1,
          upheld = reporter_record.upheld + excluded.upheld),
      corrected as (
        update reporter_record record set upheld = record.upheld + batch.now::integer - batch.before::integer
        from batch where batch.before is not null and record.reporter_id = batch.reporter_id)
      select max(reporter_id collate "C") as last from batch`)
    return rows[0]?.last ?? undefined
  })
}
