import type { Ground } from './bench-desk.ts'

/** One measurement. Times are of single requests or effects; null: there is no such time, or no limit. */
export interface Result {
  name: string
  value: number
  unit: string
  p50Ms: number | null
  p99Ms: number | null
  /** The same machine's rate in the same run without the desk in the way, in the same unit. */
  limit: number | null
}

export interface BenchContext {
  /** Smaller and shorter: shows that it works, not how fast. */
  quick: boolean
  /** True when a measurement of this name was requested. */
  wants: (name: string) => boolean
  ground: Ground
  say: (line: string) => void
}

/** One thing to measure, under one name or several that share what has to be prepared. */
export interface Bench {
  names: readonly string[]
  title: string
  /** Too long for a run of everything. */
  onlyWhenNamed?: true
  /** Measures, or throws a `BenchError` when anything failed meanwhile: numbers with failures in them say nothing. */
  run(context: BenchContext): Promise<Result[]>
}

/** The reason why something could not be measured, as a sentence for the person who runs it. */
export class BenchError extends Error {
  override readonly name = 'BenchError'
}
