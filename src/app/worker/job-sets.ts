import type { Pool } from '../../foundation/database/db.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { claimMore, type Job, type JobKind } from '../../foundation/jobs.ts'
import { platformOfId } from '../../foundation/platforms.ts'
import type { Desk } from '../../policy/desk.ts'

/** Jobs about subjects that one platform takes together. */
export interface JobSets {
  kind: JobKind
  /** The most jobs of one set. */
  sizeMax: number
  /** True: a job that failed before is alone, because it may be what keeps a set from being done. */
  retriesAlone?: boolean
  /** Works on the jobs and returns the errors of those that failed. */
  handle: (desk: Desk, jobs: readonly Job[]) => Promise<ReadonlyMap<Job, unknown>>
}

/**
 * Forms sets of claimed jobs, each for one platform, and claims further due jobs up to `sizeMax`. Nothing waits for a set
 * to be full. A job of another kind is alone, and so is each at a platform that takes no batch or does not fence: a batch
 * can outlast the lease of its jobs.
 */
export async function formJobSets(
  desk: Desk,
  { sets, db }: { sets: JobSets; db: Pool },
  claimed: readonly Job[],
  sizeMax: number,
): Promise<Job[][]> {
  const isSetWork = ({ kind, attempt }: Job) => kind === sets.kind && (sets.retriesAlone !== true || attempt === 1)
  const ofKind = claimed.filter(isSetWork)
  const formed = claimed.filter((job) => !isSetWork(job)).map((job) => [job])
  for (const [platform, jobs] of Map.groupBy(ofKind, platformOfJob)) {
    const [first] = jobs
    const together = first === undefined ? 1 : instructionsMax(desk, first)
    if (first === undefined || together < 2) {
      formed.push(...jobs.map((job) => [job]))
      continue
    }
    const more = Math.min(sizeMax, together) - jobs.length
    formed.push(
      more > 0
        ? [
            ...jobs,
            ...(await takeMore(desk, db, first, { platform, limit: more, attemptsMax: sets.retriesAlone ? 0 : null })),
          ]
        : jobs,
    )
  }
  return formed
}

/** Returns the platform of a job's subject. A key that names no subject fails later, in its own job alone. */
const platformOfJob = ({ key }: Job): string => platformOfId(key.slice(key.indexOf(':') + 1))

const SUBJECT_KEY = /^(account|content):/

function instructionsMax({ platform }: Desk, { key }: Job): number {
  if (!SUBJECT_KEY.test(key)) return 1
  const subject = parseSubjectKey(key)
  return platform.guarantees(subject).fences ? (platform.instructionsMax?.(subject) ?? 1) : 1
}

/** Claims further jobs. A failed claim leaves the set with the jobs that it has. */
async function takeMore({ log }: Desk, db: Pool, first: Job, more: Parameters<typeof claimMore>[2]): Promise<Job[]> {
  try {
    return await claimMore(db, first, more)
  } catch (error) {
    log.error({ priority: first.priority, error }, 'further jobs could not be read')
    return []
  }
}
