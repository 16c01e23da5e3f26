import type { Actor } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/** The rights of a person that depend on the time, as the database computes them now. */
export interface Standing {
  /** True when the person has begun and not ended. */
  active: boolean
  /** True during a shift, including breaks; a shift ends by itself after 12 hours. */
  onShift: boolean
  onBreak: boolean
  leaving: boolean
  minutesOnShift: number
  minutesSinceBreak: number
  /** The minutes until the planned end of the shift; negative after it. */
  minutesToShiftEnd: number
  /** True during a duty of the rota, which counts as on duty. */
  onCall: boolean
  /** True while the person is restricted: restrictive actions are refused until two people lift the restriction. */
  restricted: boolean
  /** True in the last hour before the person leaves or of their last shift: restrictive actions are refused. */
  lastHour: boolean
}

/** Reads a person's present rights. They cannot change in a transaction that holds a lock on the person's row. */
export async function readStanding(db: Queryable, staffId: string): Promise<Standing | undefined> {
  return db.find<Standing>(prepared('read-standing')`
    select active, on_shift as "onShift", on_break as "onBreak", leaving, minutes_on_shift as "minutesOnShift",
      minutes_since_break as "minutesSinceBreak", minutes_to_shift_end as "minutesToShiftEnd", on_call as "onCall", restricted,
      last_hour as "lastHour"
    from staff_standing(${staffId})`)
}

/** Refuses an actor who has ended or was restricted. The desk itself always passes. */
export async function refuseGone(tx: Tx, by: Actor): Promise<void> {
  if (by.kind !== 'staff') return
  const standing = await readStanding(tx, by.id)
  if (standing?.active && !standing.restricted) return
  throw new DeskError('not_allowed', message('staff.notAble'))
}

/**
 * Reads a person's present rights and locks their row in share mode: a concurrent end waits until this transaction
 * ends. Every transaction takes this lock after accounts and before any subject or case.
 */
export async function lockStanding(tx: Tx, staffId: string): Promise<Standing | undefined> {
  tx.queue(prepared('hold-standing')`select from staff where id = ${staffId} for share`)
  return readStanding(tx, staffId)
}
