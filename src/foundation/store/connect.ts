import pg from 'pg'
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
  const client = makeClient(url, settings)
  // A connection lost between two queries fails the next query, so this event needs no handling.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    const place = `${client.database ?? ''} at ${client.host}:${client.port}`
    throw new StartError(`The database ${place} can't be reached: ${explain(error, client)}.`, { cause: error })
  }
}

function makeClient(url: string, settings: pg.ClientConfig): pg.Client {
  // The driver accepts any text as an address, and invents host names.
  if (!/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new StartError("The database's address isn't one: it looks like postgres://user:password@host:5432/name.")
  }
  try {
    return new pg.Client({ ...settings, connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
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
    case PROTOCOL_VIOLATION:
      return /startup parameter/.test(reasonOf(error)) ? POOLER : reasonOf(error)
    default:
      return reasonOf(error)
  }
}
