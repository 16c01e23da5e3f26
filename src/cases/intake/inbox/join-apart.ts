import { sqlState, type Tx } from '../../../foundation/database/db.ts'
import type { Desk } from '../../../policy/desk.ts'
import { halve } from '../joining/halve.ts'
import { OpenedMeanwhile } from '../report-queries.ts'
import { alertInbox, queueDelay, type WaitingRow } from './inbox-queries.ts'
import { joinTogether } from './join-together.ts'

/** The time after which the rest of a batch waits: its cases are locked until the end. */
const WORK_MS = 1_000
/** A report whose rows another transaction locks, or that found no time, is tried again after this time. */
const LATER_MS = 3_000
/** From this many on, reports that are all refused for one reason are not at fault themselves. */
const ALIKE_MIN = 10
const ALIKE_DELAY_MS = 60_000
/** A report that the database refuses is tried again after this time: the desk may know better then. */
const REFUSED_DELAY_MS = 3_600_000

export const LOCK_NOT_AVAILABLE = '55P03'
/** The classes of errors of the connection, the server, its memory and disk, and of races. No report causes them. */
const OF_THE_SERVER = /^(08|53|57P0|40|58)/

class OutOfTime extends Error {}

/** True for an error that one report may cause for all of its batch. */
export const isOfReports = (error: unknown): boolean => !OF_THE_SERVER.test(sqlState(error) ?? '')

/**
 * Joins what can be joined within a second, and sets aside each report that fails by itself, with an alert. Returns the
 * number of those that are joined.
 */
export async function joinApart(
  tx: Tx,
  { policies, nowMs }: Pick<Desk, 'policies'> & { nowMs: () => number },
  waiting: readonly WaitingRow[],
): Promise<number> {
  const until = nowMs() + WORK_MS
  // In any order, so that those for which the time is too short are others at the next turn.
  const shuffled = waiting
    .map((row) => ({ row, place: Math.random() }))
    .toSorted((one, other) => one.place - other.place)
  const rows = shuffled.map(({ row }) => row)
  const outcomes = await halve(tx, rows, {
    store: async (part) => {
      if (nowMs() > until) throw new OutOfTime()
      await joinTogether(tx, { policies }, part)
      return part.map(() => undefined)
    },
    isOfOne: isOfReports,
    endsWhole: (error) => error instanceof OutOfTime,
    refuse: (row, error) => ({ row, state: stateOf(error) }),
  })
  const left = outcomes.filter((each) => each !== undefined)
  const joined = waiting.length - left.length
  for (const { row, state } of left) if (state === null) queueDelay(tx, row.id, LATER_MS, row.sqlState)
  await setAside(tx, {
    refused: left.filter(({ state }) => state !== null),
    // Reports for which the time was too short say nothing about the cause.
    isOfDesk: joined === 0 && left.length >= ALIKE_MIN,
  })
  return joined
}

/** Returns the reason of a refusal. Null: the report waits for a lock, a race or time, and is not refused. */
function stateOf(error: unknown): string | null {
  if (error instanceof OutOfTime || error instanceof OpenedMeanwhile) return null
  const state = sqlState(error) ?? 'XX000'
  return state === LOCK_NOT_AVAILABLE ? null : state
}

/**
 * Sets refused reports aside. `isOfDesk`: none of their batch was joined. If one reason refused all that were tried, the
 * desk causes it.
 */
async function setAside(
  tx: Tx,
  { refused, isOfDesk }: { refused: readonly { row: WaitingRow; state: string | null }[]; isOfDesk: boolean },
): Promise<void> {
  const [first] = refused
  if (first === undefined) return
  const areAlike = isOfDesk && refused.every(({ state }) => state === first.state)
  // The alert comes first: without it the database takes no new reason.
  if (refused.some(({ row, state }) => row.sqlState !== state)) await alertInbox(tx, 'set_aside')
  for (const { row, state } of refused) {
    if (areAlike) queueDelay(tx, row.id, ALIKE_DELAY_MS, row.sqlState)
    else queueDelay(tx, row.id, REFUSED_DELAY_MS, state)
  }
}
