/**
 * Returns the smallest sample that at least this percentage of all samples does not exceed. The value is a sample;
 * nothing is interpolated.
 */
export function percentile(samples: readonly number[] | Float64Array, percent: number): number {
  if (!(percent > 0 && percent <= 100)) throw new Error(`there is no percentile ${percent}`)
  if (samples.length === 0) throw new Error('there is no percentile of no samples')
  const sorted = Float64Array.from(samples).sort()
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? Number.NaN
}

/** The two percentiles that every result states. */
export const percentiles = (samples: readonly number[] | Float64Array): { p50Ms: number; p99Ms: number } => ({
  p50Ms: percentile(samples, 50),
  p99Ms: percentile(samples, 99),
})
