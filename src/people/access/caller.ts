import type { FastifyRequest } from 'fastify'
import type { Caller, StaffCaller, KeyCaller } from '../../foundation/domain.ts'

/** The request property in which the access check stores the caller. */
export const CALLER = 'caller'

/** The request property with the function that checks again that the caller may use the route. */
export const READMIT = 'readmit'

/** Reads the person again and checks their session, rights and shift, as at the start. Throws the refusal. */
export async function readmitStaff(request: FastifyRequest): Promise<StaffCaller> {
  const caller = await request.getDecorator<() => Promise<Caller>>(READMIT)()
  if (caller.kind !== 'staff') throw new Error('a caller who is not a person reached a route for people')
  return caller
}

/** Reads the API key again and checks its scope, as at the start. Throws the refusal. */
export async function readmitKey(request: FastifyRequest): Promise<KeyCaller> {
  const caller = await request.getDecorator<() => Promise<Caller>>(READMIT)()
  if (caller.kind !== 'key') throw new Error('a caller without an API key reached a route for API keys')
  return caller
}

/** Returns the person who calls. Only for routes that the access table restricts to people. */
export function staffOf(request: FastifyRequest): StaffCaller {
  const caller = callerOf(request)
  if (caller?.kind !== 'staff') throw new Error('a caller who is not a person reached a route for people')
  return caller
}

/** Returns the caller, a person or a machine, on routes whose access table admits both. */
export function anyCallerOf(request: FastifyRequest): Caller {
  const caller = callerOf(request)
  if (caller === null) throw new Error('an anonymous caller reached a route that requires sign-in')
  return caller
}

/** Returns the id of the session, token or key that the caller authenticated with. */
export function cameWith(caller: Caller): string {
  const id = caller.kind === 'key' ? caller.id : (caller.sessionId ?? caller.tokenId)
  if (id === undefined) throw new Error('a caller has neither a session nor a token')
  return id
}

/** Returns the API key that calls. Only for routes that the access table restricts to API keys. */
export function keyOf(request: FastifyRequest): KeyCaller {
  const caller = callerOf(request)
  if (caller?.kind !== 'key') throw new Error('a caller without an API key reached a route for API keys')
  return caller
}

const callerOf = (request: FastifyRequest): Caller | null => request.getDecorator<Caller | null>(CALLER)

/** Returns the token or API key of an Authorization header. */
export const readBearer = (header: string | undefined): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1]

/** The beginning of the addresses of Coop's API, whose clients send the key in a header of its own. */
const COOP_PATH = '/api/v1/'

/** Returns the token or API key of a request: of the Authorization header, or of x-api-key on a route of Coop's API. */
export function readCredential({ headers, routeOptions }: CredentialRequest): string | undefined {
  const bearer = readBearer(headers.authorization)
  if (bearer !== undefined || routeOptions.url?.startsWith(COOP_PATH) !== true) return bearer
  const key = headers['x-api-key']
  return typeof key === 'string' && key !== '' ? key : undefined
}

type CredentialRequest = Pick<FastifyRequest, 'headers'> & { routeOptions: { url?: string | undefined } }
