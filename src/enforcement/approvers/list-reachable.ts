import sql from 'sql-template-tag'
import type { Action, Role } from '../../foundation/domain.ts'
import { atLeastAsStrictAs } from '../../policy/requirements/action-order.ts'
import type { Guard } from '../../policy/guards/guards-file.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Message } from '../../foundation/messages/message.ts'
import { findGaps, formatNeeds, isReachable, needsMessage } from './find-gaps.ts'

/** A person on duty who may be asked to approve. */
interface Reachable {
  staffId: string
  pseudonym: string
  roles: readonly Role[]
  team: string
  employer: string
  onShift: boolean
}

/** The approvers that guards require for some actions. `enough`: the people reachable now suffice. */
interface Need {
  needs: Message
  actions: readonly Action[]
  guards: readonly string[]
  enough: boolean
}

type Person = Reachable & { leaving: boolean; isTold: boolean }

/**
 * Lists the people who may be asked to approve now, and compares them with the guards' requirements. `enough` does not
 * count people who are leaving. `people` still names a person who is being dismissed: a missing name would reveal the
 * dismissal.
 */
export async function listReachable(
  db: Queryable,
  guards: readonly Guard[],
): Promise<{ people: Reachable[]; needs: Need[] }> {
  const people = await listPeople(db)
  const standing = people.filter(({ leaving }) => !leaving)
  const asking = guards.filter(
    ({ requirement: { approvals, confirmMs } }) => approvals.length > 0 || confirmMs !== null,
  )
  const groups = [...Map.groupBy(asking, ({ requirement }) => formatNeeds(requirement)).values()]
  const needs = groups.flatMap((own) =>
    own.slice(0, 1).map(({ requirement }) => ({
      needs: needsMessage(requirement),
      actions: atLeastAsStrictAs(own.flatMap(({ actions }) => actions)),
      guards: own.map(({ id }) => id),
      enough: own.every((each) => isReachable(each.requirement, standing)),
    })),
  )
  return { people: people.filter(({ leaving, isTold }) => !leaving || !isTold).map(toReachable), needs }
}

/**
 * Lists the hours of the coming week in which fewer people can be reached than enforcements may need; equal needs are
 * listed once.
 */
export async function listGaps(db: Queryable, guards: readonly Guard[]) {
  const { gaps, planned } = await findGaps(db, guards)
  const told = Map.groupBy(gaps, ({ from, until, needs }) => `${from.toISOString()} ${until.toISOString()} ${needs}`)
  return {
    planned,
    gaps: [...told.values()].flatMap(([gap, ...others]) =>
      gap === undefined
        ? []
        : [
            {
              from: gap.from,
              until: gap.until,
              needs: needsMessage(gap.requirement),
              guards: [gap, ...others].map(({ guard }) => guard),
            },
          ],
    ),
  }
}

const toReachable = ({ leaving: _leaving, isTold: _isTold, ...person }: Person): Reachable => person

async function listPeople(db: Queryable): Promise<Person[]> {
  return db.list<Person>(sql`
    select member.id as "staffId", member.pseudonym, member.roles, member.team, member.employer,
      standing.on_shift as "onShift", standing.leaving, member.notice_kind is distinct from 'involuntary' as "isTold"
    from staff member cross join lateral staff_standing(member.id) standing
    where standing.active and (standing.on_shift and not standing.on_break or standing.on_call) and not standing.restricted
      and may_review(member.roles) and member.approves_from <= desk_now()
      and exists (select from passkey where passkey.staff_id = member.id and passkey.removed_at is null
        and passkey.counts_from <= desk_now())
    order by member.created_at, member.id`)
}
