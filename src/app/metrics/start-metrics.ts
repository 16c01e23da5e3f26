import type { MetricsAddress } from '../../foundation/settings/telemetry-settings.ts'
import type { Desk } from '../../policy/desk.ts'

/**
 * Serves this process's metrics, if they have an address. The code that measures is loaded then alone, so a desk without
 * metrics starts as fast as one that can't have any. Returns the function that ends it.
 */
export async function startMetrics(desk: Desk, address: MetricsAddress | undefined): Promise<() => Promise<void>> {
  if (address === undefined) return async () => {}
  const { serveMetrics } = await import('./serve-metrics.ts')
  const { url, close } = await serveMetrics(desk, address)
  desk.log.info({ url }, 'metrics are served')
  return close
}
