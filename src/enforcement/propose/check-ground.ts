import sql from 'sql-template-tag'
import {
  type ActingGround,
  type Action,
  actorKey,
  type RecordedGround,
  type StaffCaller,
} from '../../foundation/domain.ts'
import { isProtectedAccount, type JudgedBy } from '../../policy/guards/judge.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'

/** A proved ground, and the time for which an act on it stays unconfirmed; null: until a person undoes it. */
export interface ProvedGround {
  ground: RecordedGround
  unconfirmedMs: number | null
}

/** An action with its ground, if it names one, and the field of the request that contains it. */
interface OnGround {
  subject: string
  action: Action
  countries: readonly string[] | null
  ground?: RecordedGround
  field: string
}

/**
 * Refuses a ground on which this person may not act alone here. Undefined: no ground is named. PostgreSQL refuses the
 * enforcement by the same rules, `check_ground`.
 */
export async function checkGround(
  tx: Tx,
  planned: OnGround,
  { by, policyId, judgedBy: { account } }: { by: StaffCaller; policyId: string; judgedBy: JudgedBy },
): Promise<ProvedGround | undefined> {
  const { ground } = planned
  if (ground === undefined) return undefined
  const field = `${planned.field}/ground`
  if (!isProtectedAccount(account)) {
    const detail = 'must be left out: this account is not protected, so one person hides the content without a ground'
    throw new DeskError('invalid_input', `Not done: ${field} ${detail}.`, { errors: [{ field, detail }] })
  }
  const proposed = {
    ...{
      subject: planned.subject,
      action: planned.action,
      account_id: account.id,
      policy_id: policyId,
      protected: true,
      countries: planned.countries,
    },
    ...{
      source: 'person',
      proposed_by: actorKey({ kind: 'staff', id: by.id }),
      ground: ground.kind,
      ground_ref: ground.ref,
    },
  }
  const { mayAct, isProved, unconfirmedMs } = await tx.only<{
    mayAct: boolean
    isProved: boolean
    unconfirmedMs: number | null
  }>(sql`
    select may_act_on_ground(${proposed.proposed_by}) as "mayAct", unconfirmed_max_ms(${ground.kind}, ${account.id}) as "unconfirmedMs",
      ground_proved(jsonb_populate_record(null::enforcement, ${JSON.stringify(proposed)}::jsonb)) as "isProved"`)
  if (!mayAct) {
    const sentence =
      'Not hidden: to act alone on a ground you need the clearance "protected", and must be on duty and not leaving.'
    throw new DeskError('not_allowed', sentence, { why: 'ground' })
  }
  if (!isProved) {
    const sentence = `Not hidden: ${UNPROVED[ground.kind]} Decide without a ground: a second person is asked, and an interim measure is open to you.`
    throw new DeskError('refused', sentence, { action: planned.action, reason: 'ground' })
  }
  return { ground, unconfirmedMs }
}

const UNPROVED: Record<ActingGround, string> = {
  order: 'no authenticated order of a registered authority names this content.',
  match: 'you have no match of this content with a verified list from the last five minutes. Compare its media again.',
  document: 'this document does not prove it, or further documents on this account wait for a second person.',
  hijack: 'it is a ground to lock an account, by an interim measure.',
  harm: 'the policy is not marked as irreversible harm, the platform did not report the content as published or edited within 24 hours, or 20 contents of this account were hidden so within 24 hours.',
}
