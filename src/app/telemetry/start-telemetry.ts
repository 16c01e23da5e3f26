import type { Collector } from '../../foundation/settings/telemetry-settings.ts'

/**
 * Starts sending traces and logs, if a collector is set. OpenTelemetry is loaded then alone, so a desk without a collector
 * starts as fast as before. Returns the function that ends it.
 */
export async function startTelemetry(collector: Collector | undefined): Promise<() => Promise<void>> {
  if (collector === undefined) return async () => {}
  const { exportTelemetry } = await import('./export-telemetry.ts')
  return exportTelemetry(collector)
}
