import { message } from '../../../foundation/messages/message.ts'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { nameAttributes } from '../attribute-names.ts'
import { optional } from '../optional.ts'
import type { Resource, ResourceShape } from '../patch/patch.ts'
import { SCIM_BASE, scimRefusal } from '../scim-error.ts'
import type { Unversioned } from '../version.ts'
import { definite } from '../users/user.ts'

export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const NAME_LENGTH_MAX = 256
/** The most members of a group: more people than have one role at one desk. */
const MEMBERS_MAX = 1_000
const open = { additionalProperties: true }

/** A group as a directory sends it. */
export const GroupBody = Type.Object(
  {
    displayName: Type.String({
      minLength: 1,
      maxLength: NAME_LENGTH_MAX,
      description: 'The name. A group called lead, or countersign-lead, proposes the role lead for each member.',
    }),
    externalId: optional(Type.String({ maxLength: NAME_LENGTH_MAX })),
    members: optional(
      Type.Array(Type.Object({ value: Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX }) }, open), {
        maxItems: MEMBERS_MAX,
      }),
    ),
  },
  open,
)

/** The members of a group that the desk stores. */
export interface DirectoryGroup {
  displayName: string
  externalId: string | null
  /** The ids of people of the directory. */
  members: readonly string[]
}

export interface FoundGroup extends DirectoryGroup {
  id: string
  createdAt: Date
  modifiedAt: Date
}

export const GROUP_SHAPE: ResourceShape = {
  attributes: {
    displayname: { name: 'displayName', is: 'simple' },
    externalid: { name: 'externalId', is: 'simple' },
    members: { name: 'members', is: 'list', parts: ['value', 'type', 'display'] },
  },
  readOnly: ['id', 'meta', 'schemas'],
}

export const nameGroup = (body: Resource): Resource => nameAttributes(body, GROUP_SHAPE.attributes)

/** Reads a group from a body that was checked. */
export const readGroup = ({ displayName, externalId, members }: Static<typeof GroupBody>): DirectoryGroup => ({
  displayName,
  externalId: externalId || null,
  members: [...new Set((members ?? []).map(({ value }) => value))],
})

/** Reads a group from the result of a PATCH. */
export function readPatchedGroup(patched: Resource): DirectoryGroup {
  const resource = nameGroup(patched)
  if (Value.Check(GroupBody, resource)) return readGroup(resource)
  const [error] = Value.Errors(GroupBody, resource)
  const field = error?.instancePath.slice(1) || 'the group'
  throw scimRefusal('invalidValue', message('directory.invalid', { field }))
}

/** The form of a group that a PATCH changes. */
export const groupToResource = ({ displayName, externalId, members }: DirectoryGroup): Resource => ({
  ...definite({ displayName, externalId }),
  members: members.map((value) => ({ value })),
})

export const GroupReply = Type.Object({
  schemas: Type.Array(Type.String()),
  id: Type.String(),
  externalId: Type.Optional(Type.String()),
  displayName: Type.Optional(Type.String()),
  members: Type.Optional(Type.Array(Type.Object({ value: Type.String(), type: Type.String() }))),
  meta: Type.Object({
    resourceType: Type.String(),
    created: Type.String(),
    lastModified: Type.String(),
    location: Type.String(),
    version: Type.String(),
  }),
})

/** A group before its version is added. */
type GroupResource = Unversioned<Static<typeof GroupReply>>

export function toGroupReply({ id, createdAt, modifiedAt, ...group }: FoundGroup): GroupResource {
  return {
    schemas: [GROUP_SCHEMA],
    id,
    ...definite({ displayName: group.displayName, externalId: group.externalId }),
    members: group.members.map((value) => ({ value, type: 'User' })),
    meta: {
      resourceType: 'Group',
      created: createdAt.toISOString(),
      lastModified: modifiedAt.toISOString(),
      location: `${SCIM_BASE}/Groups/${id}`,
    },
  }
}
