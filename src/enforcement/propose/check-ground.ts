import sql from 'sql-template-tag'
import {
  type ActingGround,
  type Action,
  actorKey,
  type RecordedGround,
  type StaffCaller,
} from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { isProtectedAccount, type JudgedBy } from '../../policy/guards/judge.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'

/** A proved ground, and the time for which an act on it stays unconfirmed. Null: until a person undoes it. */
export interface ProvedGround {
  ground: RecordedGround
  unconfirmedMs: number | null
}

/** An action with its ground, if it names one, and the field of the request that contains the ground. */
interface OnGround {
  subject: string
  action: Action
  countries: readonly string[] | null
  ground?: RecordedGround
  field: string
}

/**
 * Refuses a ground on which this person may not act alone on this subject. Undefined: no ground is named. PostgreSQL
 * refuses the enforcement by the same rules, `check_ground`.
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
    throw invalidField(field, message('ground.notProtected'))
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
    throw new DeskError('not_allowed', message('ground.mayNot'), { why: 'ground' })
  }
  if (!isProved) {
    throw new DeskError('refused', UNPROVED[ground.kind], { action: planned.action, reason: 'ground' })
  }
  return { ground, unconfirmedMs }
}

const UNPROVED: Record<ActingGround, Message> = {
  order: message('ground.unproved.order'),
  match: message('ground.unproved.match'),
  document: message('ground.unproved.document'),
  hijack: message('ground.unproved.hijack'),
  harm: message('ground.unproved.harm'),
}
