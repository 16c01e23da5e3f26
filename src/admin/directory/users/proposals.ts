import { StaffId, Timestamp } from '../../../foundation/schemas/schemas.ts'
import { Type, type Static } from 'typebox'
import sql from 'sql-template-tag'
import { ROLES } from '../../../foundation/domain.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
/**
 * A role that a directory states for a person who doesn't have it here, or no longer states for one who has. Only a
 * change acts on it.
 */
export const ProposalReply = Type.Object(
  {
    staffId: StaffId,
    pseudonym: Type.String(),
    employer: Type.String(),
    team: Type.String(),
    op: Type.Enum(['grant', 'revoke']),
    role: Type.Enum([...ROLES]),
    sources: Type.Array(Type.String(), {
      description: 'user: the entry of the person. group: a group of theirs. sign_in: single sign-on.',
    }),
    since: Timestamp,
  },
  { description: 'The roles that a directory states for a person. They take effect only as an approved change.' },
)
export type RoleProposal = Static<typeof ProposalReply>

const PROPOSALS_MAX = 200

/** Lists the proposals of a directory that no change has carried out, and that were not declined since. */
export async function listRoleProposals(db: Queryable): Promise<RoleProposal[]> {
  return db.list<RoleProposal>(sql`
    with wish as (
      select person_id, role, bool_or(said) as said,
        array_agg(source order by source) filter (where said) as said_by, array_agg(source order by source) as sources,
        coalesce(max(at) filter (where said), max(at)) as since
      from directory_role group by person_id, role)
    select staff.id as "staffId", staff.pseudonym, staff.team, staff.employer, op.op, wish.role,
      coalesce(wish.said_by, wish.sources) as sources, wish.since
    from wish
    join directory_person person on person.id = wish.person_id and person.active
    join staff on staff.id = person.staff_id and staff.ended_at is null
      and (staff.ends_at is null or staff.ends_at > desk_now())
    cross join lateral (select case when wish.said then 'grant' else 'revoke' end as op) op
    where wish.said <> (wish.role = any (staff.roles))
      and not exists (
        select from desk_change declined
        where declined.kind = 'role' and declined.state = 'declined' and declined.moved_at >= wish.since
          and declined.body::jsonb @> jsonb_build_object('op', op.op, 'role', wish.role, 'staffId', staff.id))
    order by wish.since, staff.id, wish.role limit ${PROPOSALS_MAX}`)
}
