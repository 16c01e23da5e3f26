import { AsyncLocalStorage } from 'node:async_hooks'

/** Values that a span states: names of the program, ids of the desk, numbers. Never a text of a report. */
type SpanAttributes = Readonly<Record<string, string | number | boolean>>

export interface SpanTerms {
  name: string
  kind?: 'server' | 'client' | 'consumer'
  attributes?: SpanAttributes
  /** The span that this one is part of, as a W3C traceparent. Missing: the active one; none begins a trace. */
  parent?: string
}

/** One step of a trace, while it runs. */
export interface OpenSpan {
  /** Its place in the trace, as a W3C traceparent: what a call to another system carries, and what is stored. */
  readonly traceparent: string
  set(attributes: SpanAttributes): void
  /** Names another trace in which the same step has a part. */
  link(traceparent: string): void
  end(outcome?: 'failed'): void
}

export interface Tracer {
  start(terms: SpanTerms): OpenSpan
}

const active = new AsyncLocalStorage<OpenSpan>()
/** One tracer for the process, because the active span follows the process's own calls. Undefined: nothing is traced. */
let tracer: Tracer | undefined

export function useTracer(next: Tracer | undefined): void {
  tracer = next
}

export const isTracing = (): boolean => tracer !== undefined

/** Returns the span in which this code runs. Without a tracer there is none. */
export const findSpan = (): OpenSpan | undefined => (tracer === undefined ? undefined : active.getStore())

export function startSpan(terms: SpanTerms): OpenSpan | undefined {
  if (tracer === undefined) return undefined
  const parent = terms.parent ?? active.getStore()?.traceparent
  return tracer.start(parent === undefined ? terms : { ...terms, parent })
}

export const runInSpan = <T>(span: OpenSpan | undefined, work: () => T): T =>
  span === undefined ? work() : active.run(span, work)

/** Runs work in a span of its own. Without a tracer it only runs it. */
export async function traced<T>(terms: SpanTerms, work: () => Promise<T>): Promise<T> {
  const span = startSpan(terms)
  if (span === undefined) return work()
  try {
    const value = await active.run(span, work)
    span.end()
    return value
  } catch (error) {
    span.end('failed')
    throw error
  }
}

/** The ids of the active span, for a line of the log. */
export function traceFields(): { traceId?: string; spanId?: string } {
  const [, traceId, spanId] = findSpan()?.traceparent.split('-') ?? []
  return traceId === undefined || spanId === undefined ? {} : { traceId, spanId }
}
