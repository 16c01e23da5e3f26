import { isLoopback } from '../outgoing/guarded-fetch.ts'
import type { EnvironmentReader } from './environment.ts'
import { A_BEARER, A_HOST, A_PORT, parseBearer, parseHost, parseHttpUrl, parsePort } from './setting-values.ts'

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

/** The collector of traces and logs, which receives them by OTLP over HTTP. */
export interface Collector {
  /** Its address, without /v1/traces. */
  url: string
  headers: Record<string, string>
  /** The name of this service in traces. */
  service: string
  /** The share of traces that are sent, from 0 to 1. */
  share: number
}

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT'
const SHARE = /^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/
const HEADER = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+)=([\x21-\x7e]+)$/

/** Reads the collector, by the variables of OpenTelemetry. Undefined: nothing is sent. */
export function readCollector(
  { read, readSecret, check }: EnvironmentReader,
  problems: string[],
): Collector | undefined {
  const url = check(ENDPOINT, read(ENDPOINT), parseHttpUrl, 'an address such as http://127.0.0.1:4318')
  const [headersName, shareName] = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_TRACES_SAMPLER_ARG']
  const headers = check(headersName, readSecret(headersName), parseHeaders, 'headers such as name=value,other=value')
  const share = check(shareName, read(shareName), parseShare, 'a share from 0 to 1')
  if (headers && !read(ENDPOINT)) problems.push(`${ENDPOINT} is missing, and ${headersName} is set.`)
  const service = read('OTEL_SERVICE_NAME') ?? 'countersign'
  if (!url) return undefined
  return { url: url.replace(/\/+$/, ''), headers: headers ?? {}, service, share: share ?? 1 }
}

function parseHeaders(text: string): Record<string, string> | undefined {
  const headers = text.split(',').map((each) => HEADER.exec(each.trim()))
  if (headers.includes(null)) return undefined
  return Object.fromEntries(headers.map((header) => [header?.[1] ?? '', header?.[2] ?? '']))
}

const parseShare = (text: string): number | undefined => (SHARE.test(text) ? Number(text) : undefined)
