import sql from 'sql-template-tag'
import { Type } from 'typebox'
import type { Queryable } from '../../foundation/database/db.ts'
import { REVIEWING_ROLES, type Role, ROLES } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { PlatformName, StaffId, strict } from '../../foundation/schemas/schemas.ts'
import { type Message, message } from '../../foundation/messages/message.ts'

/**
 * Returns the reason why no person may have all of these roles at once, as the end of a sentence. Undefined: they may.
 * Twin of roles_fit_together in SQL.
 */
export function findRoleConflict(roles: readonly Role[]): Message | undefined {
  if (roles.includes('auditor') && roles.length > 1) return message('person.auditorAlone')
  if (roles.includes('admin') && roles.some((role) => REVIEWING_ROLES.includes(role))) {
    return message('person.adminEnforces')
  }
  return undefined
}

/** The platforms at which reviewing roles count, by role. A role that is not named counts at each platform. */
export type RolePlatforms = Readonly<Partial<Record<Role, readonly string[]>>>

/**
 * Refuses a person none of whose roles among these counts at the platforms of all subjects. PostgreSQL refuses what they
 * would decide or propose there.
 */
export async function refuseOtherPlatform(
  db: Queryable,
  { staffId, roles }: { staffId: string; roles: readonly Role[] },
  subjects: readonly string[],
): Promise<void> {
  const isRefused = await db.onlyValue<boolean>(sql`
    select exists (select from staff person cross join unnest(${subjects}::text[]) subject
      where person.id = ${staffId} and not roles_at(person, subject) && ${roles}::text[]) as refused`)
  if (isRefused) throw new DeskError('not_allowed', message('right.platform'))
}

/** The most platforms to which a role is limited: all of a desk, the default one among them. */
const PLATFORMS_MAX = 21

export const Grant = Type.Enum(['grant', 'revoke'])

/** The schema of the change that grants a role, at all platforms or some, or revokes it. */
export const RoleBody = Type.Object(
  {
    kind: Type.Literal('role'),
    op: Grant,
    staffId: StaffId,
    role: Type.Enum([...ROLES]),
    platforms: Type.Optional(
      Type.Array(PlatformName, {
        minItems: 1,
        maxItems: PLATFORMS_MAX,
        uniqueItems: true,
        description:
          'The platforms at which a granted role counts, default among them: for reviewer, senior and lead. Left out: at each platform.',
      }),
    ),
  },
  strict,
)
