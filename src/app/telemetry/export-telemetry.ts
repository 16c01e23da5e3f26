import { setTimeout as pause } from 'node:timers/promises'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { PACKAGE_VERSION } from '../../foundation/settings/package-paths.ts'
import type { Collector } from '../../foundation/settings/telemetry-settings.ts'
import { forwardLogs } from '../../foundation/telemetry/forward-logs.ts'
import { useTracer } from '../../foundation/telemetry/tracing.ts'
import { exportLogs } from './export-logs.ts'
import { openTracer } from './open-tracer.ts'

/** At the end of a process the collector gets this long for what is left. */
const FLUSH_MS_MAX = 2_000

/** Sends the traces and logs of this process to a collector. Returns the function that sends the rest and ends it. */
export function exportTelemetry(collector: Collector): () => Promise<void> {
  const resource = resourceFromAttributes({ 'service.name': collector.service, 'service.version': PACKAGE_VERSION })
  const traces = openTracer(collector, resource)
  const logs = exportLogs(collector, resource)
  useTracer(traces.tracer)
  forwardLogs(logs.forward)
  return async () => {
    useTracer(undefined)
    forwardLogs(undefined)
    const flushed = Promise.allSettled([traces.close(), logs.close()])
    await Promise.race([flushed, pause(FLUSH_MS_MAX, undefined, { ref: false })])
  }
}
