import type { Action, ActingGround, EnforcementSource, Role } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { termMessage } from '../../foundation/messages/term-message.ts'

/** An action that is denied to a person, and the reviewing roles that may take it. */
interface DeniedAction {
  action: Action
  /** The roles to which no denial denies it. Empty: it is denied to every role. */
  roles: readonly Role[]
}

/**
 * Lists the actions that are denied to a person or to their highest role, with every stricter one. PostgreSQL decides:
 * it refuses their proposals and approvals by the same function, which counts the roles at the platform of the subject.
 */
export const listDeniedActions = (db: Queryable, staffId: string): Promise<DeniedAction[]> =>
  db.list<DeniedAction>(prepared('list-denied-actions')`
    select action, list_roles_for_action(action) as roles from unnest(denied_actions('staff:' || ${staffId}::text, null)) action`)

/** A proposed action, and the action as which it is judged: one that takes the account offline counts as a suspension. */
export interface Counted {
  action: Action
  countsAs: Action
}

/** Returns the denied action that bars a person's proposal. Undefined: none does. Pure. */
const findDenial = (denied: readonly Action[], { action, countsAs }: Counted): Action | undefined =>
  [action, countsAs].find((one) => denied.includes(one))

/**
 * True when one person may propose although the action is denied to them: on a recorded ground that a freeze leaves
 * alone too, and as a drill. Twin of is_exempt_from_denials in SQL, which also proves the ground and the test account.
 */
export const isExemptFromDenials = (asked: {
  ground?: ActingGround | null | undefined
  source: EnforcementSource
}): boolean => asked.source === 'schedule' || (Boolean(asked.ground) && asked.ground !== 'document')

/** Refuses an action that is denied to its proposer. The refusal names the roles that may take it. */
export async function refuseDenied(db: Queryable, denied: readonly Action[], counted: Counted): Promise<void> {
  const action = findDenial(denied, counted)
  if (action === undefined) return
  const roles = await db.onlyValue<Role[]>(prepared('list-roles-for-action')`
    select list_roles_for_action(${action}) as roles`)
  const params = { action: message(`action.do.${action}`), who: whoMessage(roles) }
  const text =
    action === counted.action ? message('proposal.denied.action', params) : message('proposal.denied.counted', params)
  throw new DeskError('not_allowed', text, { why: 'denied_action', action, roles })
}

/** Names the roles that may take an action. */
const whoMessage = (roles: readonly Role[]): Message =>
  roles.length === 0
    ? message('proposal.denied.none')
    : message('proposal.denied.roles', {
        roles: { as: 'or', list: roles.map((role) => termMessage('role', role) ?? role) },
      })
