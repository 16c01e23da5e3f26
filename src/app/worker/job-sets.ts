import { setTimeout as pause } from 'node:timers/promises'
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

/** A large set that takes longer than this waits for its platform, so the other places go on without it. */
const SLOW_SET_MS = 1_000

/**
 * The large sets of one loop. A job in a set takes half the work of one alone, so while many are due the loop waits for
 * the end of a large set, rather than take them one by one into its last places. Those stay free for other platforms while
 * the large sets wait for a slow one.
 */
export class LargeSets {
  readonly #running = new Set<Promise<void>>()
  readonly #atOnceMax: number
  readonly #slowMs: number
  #progressAtMs = 0

  constructor(atOnceMax: number, slowMs = SLOW_SET_MS) {
    this.#atOnceMax = atOnceMax
    this.#slowMs = slowMs
  }

  /** True when another large set may begin. */
  get isFree(): boolean {
    return this.#running.size < this.#atOnceMax
  }

  add(work: Promise<void>): void {
    const counted = work.finally(() => {
      this.#running.delete(counted)
      this.#progressAtMs = performance.now()
    })
    this.#running.add(counted)
    this.#progressAtMs = performance.now()
  }

  /** Waits until another large set may begin, as long as the running ones make progress, or until the signal. */
  async waitUntilFree(signal: AbortSignal): Promise<void> {
    while (!this.isFree && !signal.aborted) {
      const restMs = this.#progressAtMs + this.#slowMs - performance.now()
      if (restMs <= 0) return
      const ended = new AbortController()
      const late = pause(restMs, undefined, { signal: AbortSignal.any([signal, ended.signal]) }).catch(() => undefined)
      await Promise.race([late, ...this.#running])
      ended.abort()
    }
  }
}
