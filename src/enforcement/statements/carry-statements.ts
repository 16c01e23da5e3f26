import { setTimeout as pause } from 'node:timers/promises'
import type { Statement } from '@countersign/platform-kit'
import { BoundedMap } from '../../foundation/bounds/bounded-map.ts'
import type { Pool, Tx } from '../../foundation/database/db.ts'
import { DESK, parseSubjectKey } from '../../foundation/domain.ts'
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
/** The same for a restore: people wait to see the subject again. Its statement then goes after it. */
const LATE_FOR_RESTORE_MS = 100

const NOTHING: Carried = { shown: [], unsupported: [], isMore: false }

/**
 * Makes the statements that wait and chooses what each instruction carries. A failure here delays no effect and no
 * restore: the statement goes with a later instruction.
 */
export async function carryStatements(
  desk: Desk,
  db: Pool,
  subjects: readonly string[],
  isRestore = false,
): Promise<(subject: string) => Carried> {
  const ready = new AbortController()
  try {
    const choosing = isRestore ? chooseKnown(desk, subjects) : chooseAll(desk, db, subjects)
    return await Promise.race([choosing, giveUp(isRestore ? LATE_FOR_RESTORE_MS : LATE_MS, ready.signal)])
  } catch (error) {
    desk.log.error({ err: error, subjects: subjects.length }, 'statements could not be made: instructions go without')
    return () => NOTHING
  } finally {
    ready.abort()
  }
}

/** Ends the wait after a time. The making goes on, so that its content is ready for a later instruction. */
async function giveUp(lateMs: number, signal: AbortSignal): Promise<never> {
  await pause(lateMs, undefined, { ref: false, signal })
  throw new Error(`no statement within ${lateMs} ms`)
}

/**
 * Chooses for restores: without a call to the platform, and on no connection that restores need, because the making may
 * go on after the wait for it.
 */
async function chooseKnown(desk: Desk, subjects: readonly string[]): Promise<(subject: string) => Carried> {
  const [first] = subjects
  const shows = first === undefined ? undefined : await showsStatements(desk, first, 'last')
  if (shows === undefined) return () => NOTHING
  const statements = await makeStatements(desk, desk.db, subjects)
  return (subject) => choose(statements.get(subject) ?? [], shows)
}

async function chooseAll(desk: Desk, db: Pool, subjects: readonly string[]): Promise<(subject: string) => Carried> {
  const statements = await makeStatements(desk, db, subjects)
  const [first] = statements.keys()
  // The subjects of a run are of one platform.
  const shows = first === undefined ? false : await showsStatements(desk, first)
  return (subject) => choose(statements.get(subject) ?? [], shows)
}

const showsStatements = async ({ platform }: Desk, subject: string, as?: 'last'): Promise<boolean | undefined> =>
  platform.showsStatements === undefined ? false : platform.showsStatements(parseSubjectKey(subject), as)

function choose(statements: readonly ReadyStatement[], shows: boolean | undefined): Carried {
  const [first, ...others] = statements
  if (first === undefined) return NOTHING
  const { ownId, ...statement } = first
  if (shows === false) return { ...NOTHING, unsupported: statements.map(({ ownId }) => ownId) }
  // A platform that states nothing may show it: it is carried again until the platform is known to show statements.
  const isSure = shows === true
  return { statement, shown: isSure ? [ownId] : [], unsupported: [], isMore: isSure && others.length > 0 }
}

/** The choices of restores, by subject and generation, of each process. */
const CHOSEN_MAX = 2_000
const chosen = new WeakMap<Pool, BoundedMap<string, Carried>>()

/**
 * Returns what the first attempt at this generation of a restore carried. Another one carries the same: the platform
 * refuses a generation with other content, which would delay the restore.
 */
export function carryAsBefore({ db }: Desk, subject: string, generation: number, carried: Carried): Carried {
  const ofDesk = chosen.get(db) ?? new BoundedMap<string, Carried>(CHOSEN_MAX)
  chosen.set(db, ofDesk)
  const key = `${generation} ${subject}`
  const before = ofDesk.get(key)
  if (before !== undefined) return before
  ofDesk.set(key, carried)
  return carried
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
