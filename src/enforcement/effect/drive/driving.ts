import type { Desk } from '../../../policy/desk.ts'
import type { Pool } from '../../../foundation/database/db.ts'
import type { Job } from '../../../foundation/jobs.ts'

/** One run over a set of subjects. */
export interface Driving {
  desk: Desk
  db: Pool
  /** Handles the failure of one subject. It never rejects. */
  fail: (job: Job, generation: number | undefined, error: unknown) => Promise<void>
}

/** The part of one subject in a run. */
interface Part {
  job: Job
  generation?: number
}

/**
 * Runs a step for each subject and returns the parts that go on, in their order. A part ends when its step returns
 * undefined or fails; the others go on. `atOnce`: the steps that run at once.
 */
export async function forEachPart<In extends Part, Out>(
  { fail }: Driving,
  parts: readonly In[],
  step: (part: In) => Promise<Out | undefined>,
  atOnce = parts.length,
): Promise<Out[]> {
  const results: (Out | undefined)[] = []
  const waiting = parts.entries()
  const work = async () => {
    for (const [place, part] of waiting) {
      try {
        results[place] = await step(part)
      } catch (error) {
        await fail(part.job, part.generation, error)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results.filter((result) => result !== undefined)
}
