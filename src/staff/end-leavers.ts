import type { Desk } from '../desk.ts'
import { DESK } from '../domain.ts'
import { DeskError, messageOf } from '../lib/errors.ts'
import { endStaff } from './end-staff.ts'
import { listLeavers } from './queries.ts'

/**
 * Ends everybody whose last day has come, and answers how many. Their tokens counted for nothing from that moment on;
 * this takes back the rest. One who can't be ended keeps nobody else.
 */
export async function endLeavers(desk: Pick<Desk, 'db' | 'log'>): Promise<number> {
  let ended = 0
  for (const staffId of await listLeavers(desk.db)) {
    try {
      await endStaff(desk, staffId, DESK)
      ended += 1
    } catch (error) {
      // Another worker was there first; nothing is left to do.
      if (error instanceof DeskError && error.code === 'conflict') continue
      desk.log.error({ staffId, error: messageOf(error) }, 'somebody whose last day has come could not be ended')
    }
  }
  return ended
}
