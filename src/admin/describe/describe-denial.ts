import sql from 'sql-template-tag'
import type { Json } from '../../foundation/canonical.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { ACTIONS, type Action, type Actor, REVIEWING_ROLES, type Role } from '../../foundation/domain.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { message, type Text, type TextParam } from '../../foundation/messages/message.ts'
import { wakeWaiting } from '../../enforcement/gate-queries.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { atLeastAsStrictAs } from '../../policy/requirements/action-order.ts'
import type { Change } from '../change/change-queries.ts'
import type { Described, WantedDenial } from '../change/wanted.ts'

/** The actions that are denied to one role or one person. */
interface ActionDenial {
  role: Role | null
  staffId: string | null
  pseudonym: string | null
  actions: Action[]
}

/** Lists the denials in force, of roles first. */
export const listDenials = (db: Queryable): Promise<ActionDenial[]> =>
  db.list<ActionDenial>(sql`
    select denial.role, denial.staff_id as "staffId", person.pseudonym, denial.actions
    from list_action_denials() denial left join staff person on person.id = denial.staff_id
    where denial.actions <> '{}' and person.ended_at is null
    order by person.pseudonym nulls first, array_position(${REVIEWING_ROLES}::text[], denial.role)`)

/**
 * Describes a change of the actions that are denied to a role or a person. It always takes two people: a denial takes
 * power from others, and its end gives power. Refuses one that changes nothing, and one that leaves an action that no
 * person could take.
 */
export async function describeDenial(
  db: Queryable,
  wanted: WantedDenial,
): Promise<{ described: Described; body: Json }> {
  const { role = null, staffId = null } = wanted
  const actions = atLeastAsStrictAs(wanted.actions)
  const about = await nameHolder(db, wanted)
  const from = await findDenied(db, { role, staffId })
  if (String(from) === String(actions)) throw new DeskError('conflict', message('actionDenial.same', { about }))
  const isLooser = isLooserDenial(actions, from)
  if (!isLooser) await refuseWithoutTaker(db, { role, staffId }, actions)
  const says = message('described.joined', {
    sentences: {
      as: 'sentences',
      list: [
        message('described.denial.says', { about, actions: listActions(actions), from: listActions(from) }),
        message('described.denial.stop'),
        ...(role === null ? [] : [message('described.denial.ofRole')]),
        ...(isLooser ? [] : [message('described.denial.waiting')]),
      ],
    },
  })
  const holder = role === null ? { staffId } : { role }
  return { described: { says, direction: isLooser ? 'looser' : 'mixed' }, body: { ...holder, actions, from } }
}

const listActions = (denied: readonly Action[]): TextParam =>
  denied.length === 0
    ? message('described.denial.nothing')
    : { as: 'commas', list: denied.map((action) => message(`term.action.${action}`)) }

/** True when a denial gives actions back and takes none. Twin of change_direction in SQL. */
export const isLooserDenial = (actions: readonly Action[], from: readonly Action[]): boolean =>
  actions.every((action) => from.includes(action))

/** Refuses a denial after which no person could take one of its actions. PostgreSQL refuses the same. */
async function refuseWithoutTaker(
  db: Queryable,
  { role, staffId }: Pick<ActionDenial, 'role' | 'staffId'>,
  actions: readonly Action[],
): Promise<void> {
  const untaken = await db.listValues<Action>(sql`
    select action from unnest(list_actions_without_taker(${role}, ${staffId}, ${actions}::text[])) action`)
  if (untaken.length === 0) return
  const list = untaken.map((action) => message(`action.do.${action}`))
  throw new DeskError('conflict', message('actionDenial.noTaker', { actions: { as: 'and', list } }))
}

/** Finds the actions denied to exactly this role or person, in the order of ACTIONS. */
async function findDenied(db: Queryable, { role, staffId }: Pick<ActionDenial, 'role' | 'staffId'>): Promise<Action[]> {
  const stored = await db.findValue<Action[]>(sql`
    select actions from list_action_denials()
    where role is not distinct from ${role}::text and staff_id is not distinct from ${staffId}::text`)
  return ACTIONS.filter((action) => stored?.includes(action))
}

async function nameHolder(db: Queryable, { role, staffId }: WantedDenial): Promise<Text> {
  if (role !== undefined) return message('described.denial.role', { role })
  const person = requireFound(
    await db.find<{ pseudonym: string; ended: boolean }>(sql`
      select pseudonym, ended_at is not null as ended from staff where id = ${staffId}`),
    message('staff.unknown', { staffId }),
  )
  const { pseudonym } = person
  if (person.ended) throw new DeskError('conflict', message('change.personEnded', { pseudonym }))
  return pseudonym
}

/**
 * Queues the ledger entry about a denial that came into force. Enforcements that wait for these actions are judged
 * again now, because they may be denied to their proposer or to an approver. Limits, hides and removals are, too: they
 * may count as taking an account offline.
 */
export async function recordDenial(tx: Tx, change: Pick<Change, 'id' | 'body'>, by: Actor): Promise<void> {
  const { role, staffId, actions } = JSON.parse(change.body)
  const holder = role === undefined ? { staffId: String(staffId) } : { role: String(role) }
  queueEntry(tx, { kind: 'actions_denied', ...holder, actions: actions.map(String), changeId: change.id, by })
  await wakeWaiting(tx, sql`(action = any (${actions}::text[]) or action in ('limit', 'hide', 'remove'))`)
}

interface DenialBody {
  kind: 'action_denial'
  role?: Role
  staffId?: string
  actions: readonly Action[]
}

/** Converts the denial of actions, which is about either a role or a person. */
export function toWantedDenial({ kind, role, staffId, actions }: DenialBody): WantedDenial {
  if (role !== undefined && staffId === undefined) return { kind, role, actions }
  if (staffId !== undefined && role === undefined) return { kind, staffId, actions }
  throw invalidField('change/staffId', message('actionDenial.one'))
}
