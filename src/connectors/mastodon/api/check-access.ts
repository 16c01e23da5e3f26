import { ConnectorError } from '../../../foundation/connector/connector.ts'
import { message } from '../../../foundation/messages/message.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'
import { Anything, OwnAccount } from '../../../foundation/mastodon/entities.ts'
import { type Exchange, post, read } from './send-request.ts'

/** The bits of a Mastodon role. */
const PERMISSIONS = {
  administrator: 0x1n,
  manageReports: 0x10n,
  manageUsers: 0x400n,
  manageUserAccess: 0x40000n,
} as const
export type Permission = keyof typeof PERMISSIONS

/** True when a role has a permission. An administrator has all. */
export function mayDo(permissions: string | number, permission: Permission): boolean {
  const bits = /^\d{1,30}$/.test(String(permissions)) ? BigInt(permissions) : 0n
  return (bits & (PERMISSIONS.administrator | PERMISSIONS[permission])) !== 0n
}

/** The scopes that the access token needs, with a request that needs no more than the scope and changes nothing. */
export const SCOPES = {
  'read:accounts': (exchange: Exchange) => read(exchange, '/api/v1/accounts/verify_credentials', Anything),
  'admin:read:accounts': (exchange: Exchange) => read(exchange, '/api/v2/admin/accounts?limit=1', Anything),
  'read:statuses': (exchange: Exchange) => read(exchange, '/api/v1/statuses/0', Anything),
  'admin:write:accounts': (exchange: Exchange) => post(exchange, '/api/v1/admin/accounts/0/enable', {}, Anything),
} as const

/**
 * Checks the scopes of the access token and the permissions of its account, and throws with all that are missing. The
 * one request that could change something names account 0, which no server has.
 */
export async function checkAccess(exchange: Exchange): Promise<void> {
  const missing: string[] = []
  for (const [scope, attempt] of Object.entries(SCOPES))
    if (await isRefused(() => attempt(exchange))) missing.push(scope)
  if (!missing.includes('read:accounts')) {
    const { role } = await read(exchange, '/api/v1/accounts/verify_credentials', OwnAccount)
    const needed = ['manageReports', 'manageUsers'] as const
    if (role) missing.push(...needed.filter((permission) => !mayDo(role.permissions, permission)))
  }
  if (missing.length > 0)
    throw new ConnectorError(
      'not_authorised',
      renderMessage(message('attention.mastodon.scopes', { missing: missing.join(', ') })),
    )
}

/** True when the token lacks the scope of a request. An account or a post that does not exist is no such answer. */
async function isRefused(attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt()
    return false
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    if (error.failure === 'no_such_subject' || error.failure === 'refused') return false
    if (error.failure === 'not_authorised' && /outside the authorized scopes/i.test(error.message)) return true
    throw error
  }
}
