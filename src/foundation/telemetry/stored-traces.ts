import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../database/db.ts'
import { findSpan, isTracing, type SpanTerms, traced } from './tracing.ts'

/** The flags of a trace that is sent. Others are not stored: what follows begins a trace of its own. */
const SAMPLED = '-01'
const KEPT_DAYS = 30
const DELETED_AT_ONCE = 5_000
/** A stop or a restore waits no longer for the trace that it is part of. */
const FOUND_WITHIN_MS = 100

/**
 * Stores the trace of cases and enforcements, so that a step of next week, or of another process, is part of it. Nothing
 * decides by it, and without a tracer nothing is stored.
 */
export function queueTraces(tx: Tx, traces: readonly { id: string; traceparent: string | undefined }[]): void {
  const known = traces.filter(({ traceparent }) => traceparent?.endsWith(SAMPLED))
  if (known.length === 0) return
  tx.queue(sql`
    insert into trace_context (id, traceparent)
    select * from unnest(${known.map(({ id }) => id)}::text[], ${known.map(({ traceparent }) => traceparent)}::text[])
    on conflict do nothing`)
}

/** Stores the active span as the trace of a case or an enforcement. */
export const queueActiveTrace = (tx: Tx, id: string): void =>
  queueTraces(tx, [{ id, traceparent: findSpan()?.traceparent }])

export const listTraces = (db: Queryable, ids: readonly string[]): Promise<{ id: string; traceparent: string }[]> =>
  db.list(sql`select id, traceparent from trace_context where id = any (${ids}::text[])`)

/** Runs work as a step in the trace of a case or an enforcement. The active span is linked: it is another trace. */
export async function tracedFrom<T>(db: Queryable, id: string, terms: SpanTerms, work: () => Promise<T>): Promise<T> {
  if (!isTracing()) return work()
  const request = findSpan()
  const [found] = await Promise.race([listTraces(db, [id]).catch(() => []), pause(FOUND_WITHIN_MS, [], { ref: false })])
  return traced({ ...terms, ...(found && { parent: found.traceparent }) }, () => {
    if (found !== undefined && request !== undefined) findSpan()?.link(request.traceparent)
    return work()
  })
}

/** Runs an act about an enforcement as a step in its trace: an approval, a stop or a restore. */
export const traceAct = <T>(db: Queryable, enforcementId: string, name: string, work: () => Promise<T>): Promise<T> =>
  tracedFrom(db, enforcementId, { name, attributes: { 'countersign.enforcement_id': enforcementId } }, work)

/** Deletes old traces, some at a time. */
export async function deleteOldTraces({ db }: { db: Queryable }): Promise<void> {
  await db.query(sql`
    delete from trace_context where id = any (array(
      select id from trace_context where at < desk_now() - ${KEPT_DAYS} * interval '1 day'
      order by at limit ${DELETED_AT_ONCE}))`)
}
