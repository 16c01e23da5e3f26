import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { scimDiscoveryRoutes } from './discovery-routes.ts'
import { scimGroupRoutes } from './groups/group-routes.ts'
import { scimUserRoutes } from './users/user-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    directory:
      | {
          /**
           * The directory's current statement about a person. `staffId`: their id here. Null: they never worked here.
           */
          kind: 'directory_person'
          personId: string
          staffId: string | null
          active: boolean
          first: boolean
          contentHash: string
        }
      /** A change linked an identity of the provider to a person. */
      | { kind: 'sign_on_linked'; staffId: string; changeId: string; contentHash: string }
      | { kind: 'directory_person_removed'; personId: string }
  }
}

export const directoryStage: Stage = {
  personal: [
    {
      kind: 'staff',
      about: ['staff'],
      deletedBy: null,
      tables: ['directory_person', 'directory_group', 'directory_member', 'directory_role'],
    },
  ],
  routes: [scimDiscoveryRoutes, scimUserRoutes, scimGroupRoutes],
  operations: tagged('directory', {
    'GET /scim/v2/ServiceProviderConfig': { id: 'readScimConfig' },
    'GET /scim/v2/ResourceTypes': { id: 'listScimResourceTypes' },
    'GET /scim/v2/ResourceTypes/:name': { id: 'readScimResourceType' },
    'GET /scim/v2/Schemas': { id: 'listScimSchemas' },
    'GET /scim/v2/Schemas/:name': { id: 'readScimSchema' },
    'GET /scim/v2/Users': { id: 'listScimUsers' },
    'POST /scim/v2/Users': { id: 'createScimUser' },
    'GET /scim/v2/Users/:userId': { id: 'readScimUser' },
    'PUT /scim/v2/Users/:userId': { id: 'replaceScimUser' },
    'PATCH /scim/v2/Users/:userId': { id: 'changeScimUser' },
    'DELETE /scim/v2/Users/:userId': { id: 'removeScimUser' },
    'GET /scim/v2/Groups': { id: 'listScimGroups' },
    'POST /scim/v2/Groups': { id: 'createScimGroup' },
    'GET /scim/v2/Groups/:groupId': { id: 'readScimGroup' },
    'PUT /scim/v2/Groups/:groupId': { id: 'replaceScimGroup' },
    'PATCH /scim/v2/Groups/:groupId': { id: 'changeScimGroup' },
    'DELETE /scim/v2/Groups/:groupId': { id: 'removeScimGroup' },
  }),
}
