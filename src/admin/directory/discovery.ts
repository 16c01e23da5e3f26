import { FILTER_LENGTH_MAX } from './filter/filter.ts'
import { GROUP_SCHEMA } from './groups/group.ts'
import { SCIM_BASE } from './scim-error.ts'
import { DESK_SCHEMA, ENTERPRISE_SCHEMA, USER_SCHEMA } from './users/user.ts'

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema'
const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'

/** The most entries of one page of a SCIM list. */
export const COUNT_MAX = 200
export const COUNT_DEFAULT = 100

/** The features of SCIM that this server supports (RFC 7643 §5). */
export const SERVICE_PROVIDER_CONFIG = {
  schemas: [CONFIG],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: COUNT_MAX },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'API key',
      description: `A key with the scope scim, sent as "Authorization: Bearer …". Filters have ${FILTER_LENGTH_MAX} characters at most.`,
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${SCIM_BASE}/ServiceProviderConfig` },
}

const resourceType = (id: string, endpoint: string, schema: string, extensions: readonly string[]) => ({
  schemas: [RESOURCE_TYPE],
  id,
  name: id,
  endpoint,
  schema,
  schemaExtensions: extensions.map((extension) => ({ schema: extension, required: false })),
  meta: { resourceType: 'ResourceType', location: `${SCIM_BASE}/ResourceTypes/${id}` },
})

export const RESOURCE_TYPES = [
  resourceType('User', '/Users', USER_SCHEMA, [ENTERPRISE_SCHEMA, DESK_SCHEMA]),
  resourceType('Group', '/Groups', GROUP_SCHEMA, []),
]

interface Attribute {
  name: string
  type: 'string' | 'boolean' | 'complex'
  multiValued: boolean
  description: string
  required: boolean
  mutability: 'readWrite' | 'readOnly' | 'immutable' | 'writeOnly'
  returned: 'default' | 'always' | 'never'
  caseExact: boolean
  uniqueness: 'none' | 'server'
  subAttributes?: readonly Attribute[]
}

const text = (name: string, description: string, more: Partial<Attribute> = {}): Attribute => ({
  ...{ name, type: 'string', multiValued: false, description, required: false, mutability: 'readWrite' },
  ...{ returned: 'default', caseExact: false, uniqueness: 'none' },
  ...more,
})

const schema = (id: string, name: string, description: string, attributes: readonly Attribute[]) => ({
  schemas: [SCHEMA],
  id,
  name,
  description,
  attributes,
  meta: { resourceType: 'Schema', location: `${SCIM_BASE}/Schemas/${id}` },
})

const list = (name: string, description: string, subAttributes: readonly Attribute[], more: Partial<Attribute> = {}) =>
  text(name, description, { type: 'complex', multiValued: true, subAttributes, ...more })

/** The attributes of people and groups that the desk stores (RFC 7643 §7). */
export const SCHEMAS = [
  schema(USER_SCHEMA, 'User', 'A person who works here', [
    text('userName', 'What they are called in the directory', { required: true, uniqueness: 'server' }),
    text('externalId', 'The id of the person at the identity provider; set once', {
      mutability: 'immutable',
      caseExact: true,
      uniqueness: 'server',
    }),
    text('displayName', 'Their name; administrators see it'),
    text('name', 'Its parts', {
      type: 'complex',
      subAttributes: [
        text('givenName', 'The given name'),
        text('familyName', 'The family name'),
        text('formatted', 'The full name as it is written'),
      ],
    }),
    list('emails', 'Addresses, of which one is kept', [
      text('value', 'The address'),
      text('type', 'Always work'),
      text('primary', 'Always true', { type: 'boolean' }),
    ]),
    text('active', 'Whether they work here; false ends them at once', { type: 'boolean' }),
    list('roles', 'Roles that are proposed for them', [
      text('value', 'The role'),
      text('primary', 'True for a single role', { type: 'boolean', mutability: 'readOnly' }),
    ]),
    list('groups', 'The groups they are in', [text('value', 'Its id'), text('display', 'Its name')], {
      mutability: 'readOnly',
    }),
  ]),
  schema(GROUP_SCHEMA, 'Group', 'A group of people', [
    text('displayName', 'Its name', { required: true, uniqueness: 'server' }),
    text('externalId', 'Its id in the directory', { caseExact: true, uniqueness: 'server' }),
    list('members', 'Who is in it', [
      text('value', 'The id of a person', { caseExact: true }),
      text('type', 'Always User'),
    ]),
  ]),
  schema(ENTERPRISE_SCHEMA, 'EnterpriseUser', 'The employer and team of the person; read once, when they join', [
    text('organization', 'Their employer', { mutability: 'writeOnly', returned: 'never' }),
    text('department', 'Their team', { mutability: 'writeOnly', returned: 'never' }),
  ]),
  schema(DESK_SCHEMA, 'CountersignUser', 'What the desk did not take from a request', [
    text('unknownRoles', 'Names of roles in the request that the desk does not have', {
      multiValued: true,
      mutability: 'readOnly',
    }),
  ]),
]
