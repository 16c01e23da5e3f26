import { randomUUID } from 'node:crypto'
import sql, { raw } from 'sql-template-tag'
import { inTransaction, type Pool } from '../../src/foundation/database/db.ts'
import type { Action } from '../../src/foundation/domain.ts'

export interface GivenStrike {
  accountId: string
  /** The actor who proposed it, such as staff:staff_3. */
  by: string
  policyId?: string
  action?: Action
  caseId?: string | null
  /** Further columns of the enforcement, by name. */
  columns?: Readonly<Record<string, unknown>>
}

/**
 * Inserts an enforcement that took effect just now, as the owner and around the gate. Its case stands for no row, so
 * each call is an occasion of its own. Returns its id.
 */
export const giveStrike = (ownerPool: Pool, given: GivenStrike): Promise<string> =>
  inTransaction(ownerPool, async (tx) => {
    const { accountId, by, policyId = 'spam', action = 'hide', columns = {} } = given
    for (const table of ['enforcement', 'enforcement_party'])
      await tx.query(sql`alter table ${raw(table)} disable trigger user`)
    const id = await tx.onlyValue<string>(sql`
      insert into enforcement select (jsonb_populate_record(null::enforcement, jsonb_build_object(
        'id', 'enf_' || nextval('enforcement_seq'), 'subject', ${`content:${randomUUID()}`}::text, 'account_id', ${accountId}::text,
        'action', ${action}::text, 'policy_id', ${policyId}::text, 'source', 'person', 'proposed_by', ${by}::text, 'protected', false,
        'state', 'in_effect', 'moved_at', desk_now(), 'moved_by', ${by}::text, 'proposed_at', desk_now(), 'expires_at', desk_now(),
        'released_at', desk_now(), 'in_effect_at', desk_now(), 'generation', 1, 'legal_duty', false, 'failing', false, 'lifted', false,
        'shadow', false, 'interim', false, 'hold_ms', 0, 'hold_served_ms', 0) || ${JSON.stringify(columns)}::jsonb)).*
      returning id`)
    if (by.startsWith('staff:'))
      await tx.query(sql`
        insert into enforcement_party (enforcement_id, staff_id, how) values (${id}, ${by.slice('staff:'.length)}, 'proposed')`)
    for (const table of ['enforcement', 'enforcement_party'])
      await tx.query(sql`alter table ${raw(table)} enable trigger user`)
    return id
  })
