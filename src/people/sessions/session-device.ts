import type { IncomingHttpHeaders } from 'node:http'
import sql from 'sql-template-tag'
import { networkOf } from '../../foundation/bounds/network-address.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

/** Long enough for a browser and its system. session_device in SQL takes no more. */
const DEVICE_LENGTH_MAX = 60
/** The start of a User-Agent header that is read. The rest is a stranger's text without a use. */
const READ_LENGTH_MAX = 500

/** The browser and the network from which a session began. */
export interface SessionDevice {
  /** The name and the system that the browser claimed. Null: it named neither. */
  device: string | null
  /** The network of its address. Null: unknown. */
  network: string | null
}

/** The more special browser goes first: Edge and Opera name Chrome too, and Chrome names Safari. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?(?:iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
]

/** Android names Linux too, and an iPhone names Mac OS. */
const SYSTEMS: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iOS'],
  [/\biPad\b/, 'iPadOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** Reads the browser and the network of a request that begins a session. */
export const readDevice = ({ headers, ip }: { headers: IncomingHttpHeaders; ip: string }): SessionDevice => ({
  device: describeDevice(headers['user-agent']),
  network: networkOf(ip),
})

/**
 * Describes a browser by its User-Agent header, which it may invent. A header of another form is cut to its first
 * product, in plain letters and digits.
 */
export function describeDevice(userAgent: string | undefined): string | null {
  const read = (userAgent ?? '').slice(0, READ_LENGTH_MAX)
  const named = [BROWSERS, SYSTEMS].flatMap((table) => table.find(([pattern]) => pattern.test(read))?.[1] ?? [])
  if (named.length > 0) return named.join(' · ')
  const [product = ''] = /[\w.+/-]+/.exec(read) ?? []
  return product.slice(0, DEVICE_LENGTH_MAX) || null
}

/** Stores the device of a session that begins in this transaction. */
export async function insertDevice(tx: Tx, sessionId: string, { device, network }: SessionDevice): Promise<void> {
  await tx.query(sql`
    insert into session_device (session_id, device, network) values (${sessionId}, ${device}, ${network}::cidr)`)
}

/** Deletes the devices of sessions that have ended. */
export async function deleteEndedDevices({ db }: { db: Queryable }): Promise<void> {
  await db.query(sql`select delete_session_devices()`)
}
