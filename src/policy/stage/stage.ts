import type { Act, Signable } from '../../foundation/acts.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import type { Job, JobKind } from '../../foundation/jobs.ts'
import type { LesserAction } from '../../foundation/schemas/lesser-body.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import type { App, Desk } from '../desk.ts'
import type { AlertRows, AlertTable } from './alert-kinds.ts'
import type { PersonalData } from './personal-data.ts'
import type { Tag } from './tags.ts'
import type { Shows } from './view.ts'

/** One part of the desk and everything that it registers. `src/app/stages.ts` lists all stages. */
export interface Stage {
  routes?: readonly StageRoutes[]
  /** The operations of the API by method and address, for its description and the record of views. */
  operations?: Operations
  /**
   * Creates the job handlers. It is called once for each worker, so that the state they share (a pace, a rate) is the
   * worker's.
   */
  jobs?: (joined: Joined) => Partial<JobHandlers>
  periodicTasks?: readonly PeriodicTask[]
  signables?: Partial<Signables>
  alerts?: AlertRows
  /** The tables of this stage that have data about people. */
  personal?: readonly PersonalData[]
}

/** Adds the routes of one part of a stage. */
export type StageRoutes = (app: App, desk: Desk, joined: Joined) => void
/** The tables that all stages fill together, for the few routes, jobs and tasks that need them. */
export interface Joined {
  readonly signables: Signables
  readonly ledgerChecks: readonly CrossCheck[]
  readonly alertKinds: AlertTable
}

export interface Operation {
  tag: Tag
  /**
   * The operation's name in generated clients. It never changes: a new name removes a function from programs outside.
   */
  id: string
  /** Returns the views that the answer to a GET by people is recorded as. */
  shows?: Shows
  /** Examples, which a test checks against the operation's schemas. */
  request?: unknown
  answer?: unknown
}
export type Operations = Readonly<Record<string, Operation>>

/** Returns operations that the API's description lists under one tag. */
export const tagged = (tag: Tag, operations: Readonly<Record<string, Omit<Operation, 'tag'>>>): Operations =>
  Object.fromEntries(Object.entries(operations).map(([route, operation]) => [route, { tag, ...operation }]))

/** The handler of each kind of job. Every handler may run twice, or late, and does its work once. */
export type JobHandlers = Record<JobKind, (desk: Desk, job: Job) => Promise<void>>

/** A periodic task: work that is repeated at an interval short enough that no person waits for it. */
export interface PeriodicTask {
  name: string
  everyMs: number
  /** True: it reads new rows alone, so it is left out while nothing was written to the database since it began last. */
  afterWrites?: true
  run: (desk: Desk, joined: Joined) => Promise<unknown>
}

interface PrepareRequest {
  about: string
  by: StaffCaller
  /** The time by which an exception must be reviewed again. */
  reviewBy?: string | undefined
  /** The action that takes the place of an appealed enforcement. */
  lesser?: LesserAction | undefined
}

/** Returns the text that is signed for each act, if this person may do it now. */
export type Signables = Record<Act, (desk: Desk, request: PrepareRequest) => Promise<Signable>>
