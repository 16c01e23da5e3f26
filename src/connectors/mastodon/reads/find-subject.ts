import { toSubject } from '../../../foundation/connector/collections.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { Account } from '../../../foundation/mastodon/entities.ts'
import { type Exchange, read } from '../api/send-request.ts'

/** The path of a post, such as /@vale/7, /@vale@other.example/7 or /users/vale/statuses/7. */
const POST = /^\/(?:@[^/]+|users\/[^/]+\/statuses)\/(\d{1,20})(?:\/embed)?\/?$/
/** The path of an account, such as /@vale, /@vale@other.example or /users/vale. */
const ACCOUNT = /^\/(?:@|users\/)([^/]+)\/?$/
/** A handle, with the server of the account where it is another one. */
const HANDLE = /^@?([\w.-]+(?:@[\w.:-]+)?)$/

/** A domain, or the id of one. No handle of this server has a dot. */
const DOMAIN = /^(?:@domain:)?(?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}\p{N}-]{2,63}\.?$/u

/** Finds the account, the domain or the post that a handle, or an address of this server, names. Undefined: it names none. */
export async function findSubject(exchange: Exchange, name: string): Promise<Subject | undefined> {
  const { origin } = exchange.server
  const address = name.includes('://') ? URL.parse(name) : undefined
  if (address === null || (address !== undefined && address.origin !== origin)) return undefined
  if (DOMAIN.test(name)) return toSubject({ kind: 'domain', id: name.replace(/^@domain:/, '') })
  const post = address && POST.exec(address.pathname)?.[1]
  if (post !== undefined) return { kind: 'content', id: post }
  const handle = address ? (ACCOUNT.exec(address.pathname)?.[1] ?? '') : name
  const acct = HANDLE.exec(handle)?.[1]
  if (acct === undefined) return undefined
  const { host } = new URL(origin)
  const own = acct.endsWith(`@${host}`) ? acct.slice(0, -host.length - 1) : acct
  const { id } = await read(exchange, `/api/v1/accounts/lookup?${new URLSearchParams({ acct: own })}`, Account)
  return { kind: 'account', id }
}
