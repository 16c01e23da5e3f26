import type { Broken } from './serve-platform.ts'

/** A platform that is broken in one way, and the checks that notice it. */
export interface Mutant {
  is: string
  broken: Broken
  fails: readonly string[]
}

/** The ids of checks of one part. */
export const ids = (part: string, ...cases: string[]): string[] => cases.map((each) => `${part}.${each}`)
