import type { Ground } from './bench-desk.ts'

/**
 * One measurement. Times are those of single requests or effects; null means that there is no such time or no limit.
 */
export interface Result {
  name: string
  value: number
  unit: string
  p50Ms: number | null
  p99Ms: number | null
  /** The rate of the same machine in the same run without the desk, in the same unit. */
  limit: number | null
}

export interface BenchContext {
  /** Runs fewer and shorter measurements: shows that the bench works, not how fast the desk is. */
  quick: boolean
  /** True when a measurement of this name was requested. */
  wants: (name: string) => boolean
  ground: Ground
  say: (line: string) => void
}

/** One thing to measure, under one name, or several measurements that share their preparation. */
export interface Bench {
  names: readonly string[]
  title: string
  /** True for a bench that takes too long for a run of all benches. */
  onlyWhenNamed?: true
  /**
   * Measures, or throws a `BenchError` when any request failed, because numbers that include failures are meaningless.
   */
  run(context: BenchContext): Promise<Result[]>
}

/** The reason why something could not be measured, as a sentence for the person who runs it. */
export class BenchError extends Error {
  override readonly name = 'BenchError'
}
