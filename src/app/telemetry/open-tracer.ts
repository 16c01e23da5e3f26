import { ROOT_CONTEXT, SpanKind, SpanStatusCode, type SpanContext, trace, TraceFlags } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import type { Resource } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { Collector } from '../../foundation/settings/telemetry-settings.ts'
import type { OpenSpan, SpanTerms, Tracer } from '../../foundation/telemetry/tracing.ts'

/** Further spans are dropped while the collector is slow or away: the desk never waits for it, and its memory is bounded. */
export const QUEUE = { maxQueueSize: 4_096, maxExportBatchSize: 512, scheduledDelayMillis: 1_000 }
export const EXPORT_TIMEOUT_MS = 5_000
const EXPORTS_AT_ONCE = 2
const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/** The settings of an exporter of one kind of telemetry. */
export const exporterOf = ({ url, headers }: Collector, kind: 'traces' | 'logs') => ({
  ...{ url: `${url}/v1/${kind}`, headers, timeoutMillis: EXPORT_TIMEOUT_MS, concurrencyLimit: EXPORTS_AT_ONCE },
})

/** Opens a tracer that sends spans to a collector, in batches and beside all other work. */
export function openTracer(collector: Collector, resource: Resource): { tracer: Tracer; close: () => Promise<void> } {
  const provider = new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(collector.share) }),
    spanProcessors: [
      new BatchSpanProcessor({
        ...{ ...QUEUE, exporter: new OTLPTraceExporter(exporterOf(collector, 'traces')) },
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  })
  const tracer = provider.getTracer('countersign')
  const start = ({ name, kind, attributes, parent }: SpanTerms): OpenSpan => {
    const remote = parent === undefined ? undefined : readTraceparent(parent)
    const context = remote === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remote)
    const terms = { ...(kind && { kind: KINDS[kind] }), ...(attributes && { attributes: { ...attributes } }) }
    const span = tracer.startSpan(name, terms, context)
    return {
      traceparent: formatTraceparent(span.spanContext()),
      set: (more) => void span.setAttributes({ ...more }),
      link: (other) => {
        const linked = readTraceparent(other)
        if (linked !== undefined) span.addLink({ context: linked })
      },
      end: (outcome) => {
        // Without a message: it could quote a report.
        if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR })
        span.end()
      },
    }
  }
  return { tracer: { start }, close: () => provider.shutdown() }
}

const formatTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`

export function readTraceparent(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(text) ?? []
  if (traceId === undefined || spanId === undefined) return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(flags ?? '0', 16) & TraceFlags.SAMPLED, isRemote: true }
}
