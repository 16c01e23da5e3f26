import { FACTS_IN_SET, runFactsJobs } from '../../cases/accounts/run-facts-jobs.ts'
import { driveSubjects } from '../../enforcement/effect/drive/drive-subjects.ts'
import { JOB_KINDS, type Job, type JobPriority } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'
import type { JobHandlers } from '../../policy/stage/stage.ts'
import { JOINED } from '../http/routes.ts'
import { completeTable } from '../join-tables.ts'
import { STAGES } from '../stages.ts'
import { RightOfWay } from './right-of-way.ts'
import type { PrioritySetup } from './work-priority.ts'

/**
 * The handler of every kind of job, created for one worker. A kind without a handler, or with two, prevents its start.
 */
export const makeJobHandlers = (): JobHandlers =>
  completeTable(
    'job',
    JOB_KINDS,
    STAGES.map(({ jobs }) => jobs?.(JOINED) ?? {}),
  )

/** The most effects at a time, so that restrictive actions never crowd out restores at the platform. */
const EFFECTS_AT_ONCE = 8
const RESTORES_AT_ONCE = 16
/** The most subjects of one set. A person's Stop or restore waits for the rows of a set no longer than it is settled. */
const RESTORES_IN_SET = 100
/** Fewer than restores, because a restore may begin between two sets. */
const EFFECTS_IN_SET = 40
/** An effect begins at least this often, for any number of restores: many in a row must not stop everything else. */
const MAKE_WAY_MAX_MS = 250
const BACKGROUND_AT_ONCE = 4
const LOOKS_AT_ONCE = 4
/** The jobs of bulk actions at a time: one proposes enforcements, the others carry them out. */
const OF_BULK_ACTIONS_AT_ONCE = 8
/** The deliveries at a time: a slow receiver delays others no longer than its own answer takes. */
const TELLING_AT_ONCE = 8
const ASKING_AT_ONCE = 4
/** Few, because each is a set, and a restore goes before the next. */
const STATEMENTS_AT_ONCE = 2
/** Each drift check waits for its turn among all checks of the platform. */
const RECONCILING_AT_ONCE = 2

/** Restores depend on no other loop, should `lookForDue` neither look nor tell that it can't. */
const RESTORE_POLL_MS = 1_000

/** Sets up how each priority is worked on: by which connections, how much at once, and what goes before it. */
export function setUpPriorities(desk: Desk): Readonly<Record<JobPriority, PrioritySetup>> {
  const handlers = makeJobHandlers()
  const handle = (on: Desk, job: Job) => handlers[job.kind](on, job)
  const way = new RightOfWay()
  const makeWay = () => way.clear(MAKE_WAY_MAX_MS)
  const sets = { kind: 'drive', sizeMax: EFFECTS_IN_SET, handle: driveSubjects } as const
  const setUp = (priority: JobPriority, concurrencyMax: number) => ({ priority, db: desk.db, concurrencyMax, handle })
  return {
    restore: {
      ...{ priority: 'restore', db: desk.restoreDb, concurrencyMax: RESTORES_AT_ONCE },
      pollMs: RESTORE_POLL_MS,
      handle: (on, job) => way.first(() => handle(on, job)),
      sets: {
        kind: 'drive',
        sizeMax: RESTORES_IN_SET,
        handle: (on, jobs) => way.first(() => driveSubjects(on, jobs)),
      },
    },
    effect: { ...setUp('effect', EFFECTS_AT_ONCE), db: desk.effectDb, sets, makeWay },
    bulk_action: { ...setUp('bulk_action', OF_BULK_ACTIONS_AT_ONCE), sets, makeWay },
    statement: { ...setUp('statement', STATEMENTS_AT_ONCE), sets, makeWay },
    background: {
      ...setUp('background', BACKGROUND_AT_ONCE),
      sets: { kind: 'facts', sizeMax: FACTS_IN_SET, handle: runFactsJobs, retriesAlone: true },
    },
    drift: setUp('drift', LOOKS_AT_ONCE),
    notice: setUp('notice', TELLING_AT_ONCE),
    automation: setUp('automation', ASKING_AT_ONCE),
    reconcile: setUp('reconcile', RECONCILING_AT_ONCE),
  }
}
