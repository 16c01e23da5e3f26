import { ROOT_CONTEXT, SeverityNumber, trace } from '@opentelemetry/api'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import type { Resource } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import type { Collector } from '../../foundation/settings/telemetry-settings.ts'
import { EXPORT_TIMEOUT_MS, exporterOf, QUEUE, readTraceparent } from './open-tracer.ts'

/** Severities of OpenTelemetry by pino's levels. */
const SEVERITIES: Readonly<Record<number, { severityNumber: SeverityNumber; severityText: string }>> = {
  10: { severityNumber: SeverityNumber.TRACE, severityText: 'TRACE' },
  20: { severityNumber: SeverityNumber.DEBUG, severityText: 'DEBUG' },
  30: { severityNumber: SeverityNumber.INFO, severityText: 'INFO' },
  40: { severityNumber: SeverityNumber.WARN, severityText: 'WARN' },
  50: { severityNumber: SeverityNumber.ERROR, severityText: 'ERROR' },
  60: { severityNumber: SeverityNumber.FATAL, severityText: 'FATAL' },
}

/** Sends lines of the log to a collector. Each line is written to standard error first, whether it answers or not. */
export function exportLogs(
  collector: Collector,
  resource: Resource,
): { forward: (line: string) => void; close: () => Promise<void> } {
  const provider = new LoggerProvider({
    resource,
    processors: [
      new BatchLogRecordProcessor({
        ...{ ...QUEUE, exporter: new OTLPLogExporter(exporterOf(collector, 'logs')) },
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  })
  const logger = provider.getLogger('countersign')
  const forward = (line: string): void => {
    const { level, time, msg, traceId, spanId, ...fields } = JSON.parse(line) as Record<string, unknown>
    const context = readTraceparent(`00-${String(traceId)}-${String(spanId)}-01`)
    logger.emit({
      ...(SEVERITIES[Number(level)] ?? {}),
      ...{ timestamp: Number(time), body: String(msg ?? ''), attributes: toAttributes(fields) },
      context: context === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, context),
    })
  }
  return { forward, close: () => provider.shutdown() }
}

/** Attributes are plain values: an object, such as an error, is its JSON. */
const toAttributes = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? value
        : JSON.stringify(value),
    ]),
  )
