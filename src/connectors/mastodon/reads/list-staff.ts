import type { PlatformActor } from '@countersign/platform-kit'
import { type Permission, mayDo } from '../api/check-access.ts'
import { AdminAccount } from '../../../foundation/mastodon/entities.ts'
import { type Exchange, readPages } from '../api/send-request.ts'

const CAN: readonly [Permission, PlatformActor['can']][] = [
  ['manageUsers', ['take_offline', 'restore']],
  ['manageUserAccess', ['credentials']],
]
const ADMIN_NAMES = ['admin', 'moderator']

/** Lists the moderators and administrators of the server, who act on accounts without the desk. */
export async function listStaff(exchange: Exchange): Promise<PlatformActor[]> {
  const staff = await readPages(exchange, '/api/v2/admin/accounts?permissions=staff&limit=200', AdminAccount)
  return staff
    .map(({ username, role }) => ({
      ...{ name: username, kind: 'person' as const, by: 'Mastodon', lastUsedAt: null },
      can: typeof role === 'string' ? (ADMIN_NAMES.includes(role) ? ALL : []) : listRights(role?.permissions ?? 0),
    }))
    .filter(({ can }) => can.length > 0)
}

const ALL: PlatformActor['can'] = ['take_offline', 'restore', 'credentials']

const listRights = (permissions: string | number): PlatformActor['can'] =>
  CAN.flatMap(([permission, rights]) => (mayDo(permissions, permission) ? rights : []))
