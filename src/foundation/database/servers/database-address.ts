/** One server of a database, and the address of the database there. */
export interface DatabaseServer {
  readonly host: string
  readonly port: number
  readonly url: string
}

/** The servers that an address names. */
export interface DatabaseAddress {
  readonly servers: readonly DatabaseServer[]
  /** True when the desk finds the server that takes writes: the address names several, or asks for it. */
  readonly isChosen: boolean
}

const DEFAULT_PORT = 5432
const PORT_MAX = 65_535
const SERVERS_MAX = 16
const PARAMETER = 'target_session_attrs'
/** The desk writes, so it uses no other server. The words are libpq's. */
const TAKES_WRITES = ['read-write', 'primary']
const ADDRESS = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#@]*)(.*)$/
const PLACE = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/

/**
 * Parses an address of PostgreSQL, which may name several servers as libpq allows: `postgres://user@one,two:5433/name`.
 * Undefined: it is no address, or asks for a server that takes no writes.
 */
export function parseDatabaseAddress(text: string): DatabaseAddress | undefined {
  const [, before, places, after] = ADDRESS.exec(text) ?? []
  if (before === undefined || places === undefined || after === undefined) return undefined
  const names = places.split(',')
  if (names.length > SERVERS_MAX) return undefined
  const servers = names.map((name) => parseServer(name, (place) => `${before}${place}${after}`, names.length > 1))
  if (!servers.every((server) => server !== undefined)) return undefined
  const wanted = servers[0]?.wanted
  if (wanted !== undefined && !TAKES_WRITES.includes(wanted)) return undefined
  return { servers, isChosen: servers.length > 1 || wanted !== undefined }
}

function parseServer(name: string, urlAt: (place: string) => string, isOneOfSeveral: boolean) {
  const url = URL.parse(urlAt(name))
  if (url === null) return undefined
  const wanted = url.searchParams.get(PARAMETER) ?? undefined
  // The driver knows no such parameter. An address without it stays as it was written.
  if (wanted !== undefined) url.searchParams.delete(PARAMETER)
  const [, host, port] = PLACE.exec(name) ?? []
  if (isOneOfSeveral && (host === undefined || Number(port ?? DEFAULT_PORT) > PORT_MAX)) return undefined
  return {
    host: decodeURIComponent(host ?? '').replace(/^\[(.*)\]$/, '$1'),
    port: Number(port ?? DEFAULT_PORT),
    url: wanted === undefined ? urlAt(name) : url.href,
    wanted,
  }
}
