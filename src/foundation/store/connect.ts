import type pg from 'pg'
import { type DatabaseAddress, parseDatabaseAddress } from '../database/servers/database-address.ts'
import { READ_ONLY } from '../database/servers/read-only-error.ts'
import { WatchedClient } from '../database/watched-client.ts'
import { codeOf, reasonOf, StartError } from './start-error.ts'

const CONNECT_TIMEOUT_MS = 10_000

const INVALID_PASSWORD = '28P01'
const UNKNOWN_ROLE = '28000'
const UNKNOWN_DATABASE = '3D000'
/** The SQLSTATE with which a pooler refuses a setting that it doesn't know. */
const PROTOCOL_VIOLATION = '08P01'
const POOLER =
  'the pooler in front of it refuses the settings of connections; write ignore_startup_parameters = statement_timeout, idle_in_transaction_session_timeout, options into pgbouncer.ini, or connect to PostgreSQL itself'

/**
 * Connects, or throws one sentence with the reason; never shows the password. `settings`: those of the desk's pools,
 * which not every pooler accepts.
 */
export async function connectTo(url: string, settings: pg.ClientConfig = {}): Promise<pg.Client> {
  const address = parseDatabaseAddress(url)
  if (address === undefined) throw new StartError(NO_ADDRESS)
  const client = makeClient(url, settings)
  // A connection lost between two queries fails the next query, so this event needs no handling.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    const place = `${client.database ?? ''} at ${formatPlaces(address, client)}`
    throw new StartError(`The database ${place} can't be reached: ${explain(error, client)}.`, { cause: error })
  }
}

/** The driver accepts any text as an address, and invents host names. */
const NO_ADDRESS =
  "The database's address isn't one: it looks like postgres://user:password@host:5432/name. Several hosts have commas between them, and target_session_attrs may only be read-write or primary."

const formatPlaces = ({ servers, isChosen }: DatabaseAddress, { host, port }: pg.Client): string =>
  isChosen ? servers.map((server) => `${server.host}:${server.port}`).join(', ') : `${host}:${port}`

function makeClient(url: string, settings: pg.ClientConfig): pg.Client {
  try {
    return new WatchedClient({ ...settings, connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  } catch (error) {
    // The driver reads the files that sslrootcert, sslcert and sslkey name while it reads the address.
    throw new StartError(`The database's address can't be used: ${reasonOf(error)}.`, { cause: error })
  }
}

function explain(error: unknown, client: pg.Client): string {
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return 'nothing answers there'
    case 'ENOTFOUND':
      return 'there is no such host'
    case INVALID_PASSWORD:
    case UNKNOWN_ROLE:
      return `the role ${client.user ?? ''} is not let in`
    case UNKNOWN_DATABASE:
      return 'the server has no such database'
    case READ_ONLY:
      return 'none of the servers takes writes'
    case PROTOCOL_VIOLATION:
      return /startup parameter/.test(reasonOf(error)) ? POOLER : reasonOf(error)
    default:
      return reasonOf(error)
  }
}
