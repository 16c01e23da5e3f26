import { setTimeout as pause } from 'node:timers/promises'
import type { Statement } from '@countersign/platform-kit'
import type { Pool, Tx } from '../../foundation/database/db.ts'
import { DESK, parseSubjectKey } from '../../foundation/domain.ts'
import type { Job } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'
import { lockKnownSubjects } from '../desired-state/subject-state.ts'
import { counts, updateDesiredStates } from '../desired-state/update-desired-state.ts'
import type { Enforcement } from '../queries.ts'
import { makeStatements, type ReadyStatement } from './make-statements.ts'
import { queueDeliveries } from './statement-queries.ts'

/** The statements of one subject in a run. An instruction carries one, the oldest. */
export interface Carried {
  statement?: Statement
  /** The ids of those that have arrived once the instruction is settled. */
  shown: readonly string[]
  /** The ids of those that this platform shows to no person. */
  unsupported: readonly string[]
  /** True when another one waits for the next generation. */
  isMore: boolean
}

/** The longest time for which an instruction waits for its statement. */
const LATE_MS = 8_000

const NOTHING: Carried = { shown: [], unsupported: [], isMore: false }

/**
 * Makes the statements that wait and chooses what each instruction carries. It never rejects and a failure here delays no
 * effect: the statement follows. An instruction of a restore carries none, so it waits for none, and each attempt at it
 * has the same content: the platform refuses a generation with another one.
 */
export async function carryStatements(
  desk: Desk,
  db: Pool,
  jobs: readonly Job[],
): Promise<(subject: string) => Carried> {
  const subjects = jobs.filter(({ priority }) => priority !== 'restore').map(({ key }) => key)
  if (subjects.length === 0) return () => NOTHING
  const ready = new AbortController()
  try {
    return await Promise.race([chooseAll(desk, db, subjects), giveUp(ready.signal)])
  } catch (error) {
    desk.log.error({ err: error, subjects: subjects.length }, 'statements could not be made: instructions go without')
    return () => NOTHING
  } finally {
    ready.abort()
  }
}

/** Ends the wait after a time. The making goes on, so that its content is ready for a later instruction. */
async function giveUp(signal: AbortSignal): Promise<never> {
  await pause(LATE_MS, undefined, { ref: false, signal })
  throw new Error(`no statement within ${LATE_MS} ms`)
}

async function chooseAll(desk: Desk, db: Pool, subjects: readonly string[]): Promise<(subject: string) => Carried> {
  const statements = await makeStatements(desk, db, subjects)
  const [first] = statements.keys()
  // The subjects of a run are of one platform.
  const shows = first === undefined ? false : await showsStatements(desk, first)
  return (subject) => choose(statements.get(subject) ?? [], shows)
}

const showsStatements = async ({ platform }: Desk, subject: string): Promise<boolean | undefined> =>
  platform.showsStatements === undefined ? false : platform.showsStatements(parseSubjectKey(subject))

function choose(statements: readonly ReadyStatement[], shows: boolean | undefined): Carried {
  const [first, ...others] = statements
  if (first === undefined) return NOTHING
  const { ownId, ...statement } = first
  if (shows === false) return { ...NOTHING, unsupported: statements.map(({ ownId }) => ownId) }
  // A platform that states nothing may show it: it is carried again until the platform is known to show statements.
  const isSure = shows === true
  return { statement, shown: isSure ? [ownId] : [], unsupported: [], isMore: isSure && others.length > 0 }
}

interface Settled {
  job: { key: string }
  carried?: Carried
}

/** Records what became of the statements of settled instructions. */
export function queueCarried(tx: Tx, settled: readonly Settled[]): void {
  queueDeliveries(tx, idsOf(settled, 'shown'), 'shown')
  queueDeliveries(tx, idsOf(settled, 'unsupported'), 'unsupported')
}

const idsOf = (settled: readonly Settled[], of: 'shown' | 'unsupported'): string[] =>
  settled.flatMap(({ carried }) => carried?.[of] ?? [])

/**
 * Sends the further statements of subjects with the next generation: an instruction carries one. Without an enforcement
 * in force there is no next generation, so a statement of an end follows by itself.
 */
export async function sendFurtherStatements(
  tx: Tx,
  settled: readonly Settled[],
  enforcements: ReadonlyMap<string, readonly Enforcement[]>,
): Promise<void> {
  const further = settled
    .filter(({ carried }) => carried?.isMore)
    .map(({ job }) => job.key)
    .filter((subject) => (enforcements.get(subject) ?? []).some((one) => counts(one) && one.action !== 'warn'))
  if (further.length === 0) return
  const states = await lockKnownSubjects(tx, further)
  await updateDesiredStates(
    tx,
    [...states.values()].map((state) => ({ state })),
    DESK,
  )
}
