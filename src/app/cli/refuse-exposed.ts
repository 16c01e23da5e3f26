import { BlockList, isIP } from 'node:net'
import type { RelyingParty } from '../../foundation/settings/relying-party.ts'
import { StartError } from '../../foundation/store/start-error.ts'
import { readMark } from './read-mark.ts'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

const isLoopback = (host: string): boolean =>
  host === 'localhost' || LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4')

/** Refuses to serve a demo beyond its own machine: each visitor could sign in as any person, at one click. */
export async function refuseExposedDemo(host: string, databaseUrl: string): Promise<void> {
  if ((await readMark(databaseUrl)) === 'demo') refuseDemoAt(host)
}

export function refuseDemoAt(host: string): void {
  if (isLoopback(host)) return
  throw new StartError(
    `A demo listens on this machine alone, not on ${host}: each visitor can sign in as any person. Remove COUNTERSIGN_HOST and --host.`,
  )
}

/** Returns the operator's warnings when the API listens beyond this machine. */
export function formatExposed(host: string, relyingParty: RelyingParty | undefined): string[] {
  if (isLoopback(host)) return []
  const notes = [
    `The API listens on ${host} without TLS: let nothing reach it but a proxy that speaks TLS, and name that proxy in COUNTERSIGN_TRUST_PROXY.`,
  ]
  if (relyingParty === undefined)
    notes.push(
      'COUNTERSIGN_ORIGIN is not set: passkeys and sessions work on localhost alone. Set it to the address browsers use.',
    )
  return notes
}
