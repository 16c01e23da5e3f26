import type { Desk } from '../../policy/desk.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inAnsweredTransaction, inTransaction } from '../../foundation/database/db.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertShiftEvent, lockStaff, type ShiftEvent } from '../staff/queries.ts'
import { readStanding, type Standing } from '../staff/standing.ts'
/** The longest planned shift. Twin of planned_minutes in SQL. */
export const SHIFT_MINUTES_MAX = 720

/** Begins a shift that is planned for this many minutes. */
export const startShift = (desk: Pick<Desk, 'db'>, staffId: string, plannedMinutes: number): Promise<Standing> =>
  record(desk, staffId, { kind: 'start', plannedMinutes })

/** Begins a break; from ten minutes on it counts as rest. */
export const startBreak = (desk: Pick<Desk, 'db'>, staffId: string): Promise<Standing> =>
  record(desk, staffId, { kind: 'break' })

/** Ends the break of a shift. */
export const endBreak = (desk: Pick<Desk, 'db'>, staffId: string): Promise<Standing> =>
  record(desk, staffId, { kind: 'back' })

/** Ends the shift. */
export const endShift = (desk: Pick<Desk, 'db'>, staffId: string): Promise<Standing> =>
  record(desk, staffId, { kind: 'end' })

/**
 * Restarts the rest of a person who acts during a break. The rest so far counts if it was long enough, and the person
 * stays on the break.
 */
export async function beginRestAnew(desk: Pick<Desk, 'restoreDb'>, staffId: string): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    await lockStaff(tx, staffId)
    const standing = await readStanding(tx, staffId)
    if (!standing?.onBreak) return
    for (const kind of ['back', 'break'] as const) {
      await insertShiftEvent(tx, staffId, { kind })
      queueEntry(tx, { kind: LEAVES[kind], staffId, by: { kind: 'staff', id: staffId } })
    }
  })
}

const LEAVES = { start: 'shift_started', break: 'break_started', back: 'break_ended', end: 'shift_ended' } as const

/** Records a shift event and its ledger entry, and returns the person's standing afterwards. */
async function record(desk: Pick<Desk, 'db'>, staffId: string, event: ShiftEvent): Promise<Standing> {
  return inAnsweredTransaction(desk.db, async (tx) => {
    // The lock on the person's row makes two clicks wait for each other, so the second one gets the state after the
    // first.
    const person = await lockStaff(tx, staffId)
    const before = await readStanding(tx, staffId)
    if (!person || !before?.active) throw new DeskError('conflict', message('shift.notHere'))
    const refusal = refusalOf(event.kind, before)
    if (refusal !== undefined) throw new DeskError('conflict', refusal)
    await insertShiftEvent(tx, staffId, event)
    queueEntry(tx, { kind: LEAVES[event.kind], staffId, by: { kind: 'staff', id: staffId } })
    const after = await readStanding(tx, staffId)
    if (!after) throw new Error(`${staffId} was there and is gone`)
    return after
  })
}

/** Returns the reason why this event cannot follow. Undefined: it can. */
function refusalOf(kind: ShiftEvent['kind'], { onShift, onBreak, minutesOnShift }: Standing): Message | undefined {
  switch (kind) {
    case 'start':
      return onShift ? message('shift.running', { minutes: minutesOnShift }) : undefined
    case 'break':
      if (!onShift) return NOT_ON_SHIFT
      return onBreak ? message('shift.onBreak') : undefined
    case 'back':
      if (!onShift) return NOT_ON_SHIFT
      return onBreak ? undefined : message('shift.noBreak')
    case 'end':
      return onShift ? undefined : NOT_ON_SHIFT
  }
}

const NOT_ON_SHIFT = message('shift.notOnShift')
