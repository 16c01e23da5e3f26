import type { FastifyRequest } from 'fastify'
import type { Caller, StaffCaller } from '../domain.ts'

/** The request's property in which whoever checked the rights leaves the caller. */
export const CALLER = 'caller'

/** The person who calls. Only for routes that are for people, which the table of rights has checked by then. */
export function staffOf(request: FastifyRequest): StaffCaller {
  const caller = callerOf(request)
  if (caller?.kind !== 'staff') throw new Error('a route for people was reached by somebody else')
  return caller
}

/** Which session or token somebody who calls came with. */
export function cameWith({ sessionId, tokenId }: StaffCaller): string {
  const id = sessionId ?? tokenId
  if (id === undefined) throw new Error('somebody called with neither a session nor a token')
  return id
}

/** The machine that calls. Only for routes that are for keys, which the table of rights has checked by then. */
export function keyOf(request: FastifyRequest): Extract<Caller, { kind: 'key' }> {
  const caller = callerOf(request)
  if (caller?.kind !== 'key') throw new Error('a route for API keys was reached by somebody else')
  return caller
}

const callerOf = (request: FastifyRequest): Caller | null => request.getDecorator<Caller | null>(CALLER)
