import { isLoopback } from '../outgoing/guarded-fetch.ts'
import type { EnvironmentReader } from './environment.ts'
import { A_BEARER, A_HOST, A_PORT, parseBearer, parseHost, parsePort } from './setting-values.ts'

/** The address that serves metrics, apart from the API's. Without a token it is an address of this machine alone. */
export interface MetricsAddress {
  host: string
  port: number
  token?: string
}

const DEFAULT_METRICS_HOST = '127.0.0.1'

/** Reads the address of the metrics. Only a token lets others than this machine read them. */
export function readMetrics(
  { read, readSecret, check }: EnvironmentReader,
  problems: string[],
): MetricsAddress | undefined {
  const name = (part: string) => `COUNTERSIGN_METRICS_${part}`
  const port = check(name('PORT'), read(name('PORT')), parsePort, A_PORT)
  const host = check(name('HOST'), read(name('HOST')), parseHost, A_HOST) ?? DEFAULT_METRICS_HOST
  const tokenText = readSecret(name('TOKEN'))
  const token = check(name('TOKEN'), tokenText, parseBearer, A_BEARER)
  const alone = [['HOST', read(name('HOST'))] as const, ['TOKEN', tokenText] as const]
  for (const [part, text] of alone)
    if (text && !read(name('PORT'))) problems.push(`${name('PORT')} is missing, and ${name(part)} is set.`)
  if (!isLoopback(host) && !tokenText)
    problems.push(`${name('TOKEN')} is missing, and ${name('HOST')} is an address that others reach.`)
  return port === undefined ? undefined : { host, port, ...(token && { token }) }
}
