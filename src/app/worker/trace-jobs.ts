import sql from 'sql-template-tag'
import type { Pool } from '../../foundation/database/db.ts'
import type { Job } from '../../foundation/jobs.ts'
import { listTraces } from '../../foundation/telemetry/stored-traces.ts'
import { isTracing, runInSpan, startSpan } from '../../foundation/telemetry/tracing.ts'

/**
 * Works on jobs as steps in the traces of their enforcements. A set of jobs is one step of the first trace, linked with the
 * others. A job without a trace is not traced: periodic work would fill the collector.
 */
export async function traceJobs<Failures extends ReadonlyMap<Job, unknown>>(
  db: Pool,
  jobs: readonly Job[],
  work: () => Promise<Failures>,
): Promise<Failures> {
  if (!isTracing()) return work()
  const traces = await listJobTraces(db, jobs).catch(() => [])
  const spans = traces.flatMap(({ job, id, traceparent }) => {
    const attributes = {
      'countersign.job': job.kind,
      'countersign.attempt': job.attempt,
      'countersign.enforcement_id': id,
    }
    const span = startSpan({ name: `job ${job.kind}`, kind: 'consumer', parent: traceparent, attributes })
    return span === undefined ? [] : [{ job, span }]
  })
  const [first, ...others] = spans
  for (const { span } of others) first?.span.link(span.traceparent)
  let failures: Failures | undefined
  try {
    failures = await runInSpan(first?.span, work)
    return failures
  } finally {
    for (const { job, span } of spans) span.end(failures === undefined || failures.has(job) ? 'failed' : undefined)
  }
}

interface JobTrace {
  job: Job
  id: string
  traceparent: string
}

/** The jobs whose enforcement has a trace. The job of a subject is a step of the enforcement that moved last. */
async function listJobTraces(db: Pool, jobs: readonly Job[]): Promise<JobTrace[]> {
  const keys = jobs.map(({ key }) => key)
  const traces = jobs.every(({ kind }) => kind === 'drive')
    ? await listSubjectTraces(db, keys)
    : (await listTraces(db, keys)).map((trace) => ({ ...trace, key: trace.id }))
  const byKey = new Map(traces.map((trace) => [trace.key, trace]))
  return jobs.flatMap((job) => {
    const trace = byKey.get(job.key)
    return trace === undefined ? [] : [{ job, id: trace.id, traceparent: trace.traceparent }]
  })
}

const listSubjectTraces = (
  db: Pool,
  subjects: readonly string[],
): Promise<{ key: string; id: string; traceparent: string }[]> =>
  db.list(sql`
    select distinct on (subject) subject as key, enforcement.id, traceparent
    from enforcement join trace_context on trace_context.id = enforcement.id
    where subject = any (${subjects}::text[]) and state in ('releasing', 'in_effect', 'confirmed', 'restoring')
    order by subject, moved_at desc`)
