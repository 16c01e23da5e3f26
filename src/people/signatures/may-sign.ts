import type { Queryable } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { isConfined } from '../staff/removal-limit.ts'
import { readStanding } from '../staff/standing.ts'
import { type Act, RESTRICTED_MAY_SIGN } from '../../foundation/acts.ts'

/** Refuses a signer who has ended or was restricted, in addition to the act's own rules. PostgreSQL enforces it too. */
export async function refuseBarredSigner(db: Queryable, act: Act, staffId: string): Promise<void> {
  if (RESTRICTED_MAY_SIGN.includes(act)) return
  const standing = await readStanding(db, staffId)
  if (!standing?.active) throw new DeskError('not_allowed', message('staff.notHere'), { why: 'ended' })
  if (standing.restricted && !(act === 'change_agree' && (await isConfined(db, staffId)))) {
    throw new DeskError('not_allowed', message('signature.restricted'), {
      why: 'restricted',
    })
  }
}
