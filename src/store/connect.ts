import pg from 'pg'
import { codeOf, reasonOf, StartError } from './start-error.ts'

const CONNECT_TIMEOUT_MS = 10_000

const INVALID_PASSWORD = '28P01'
const UNKNOWN_ROLE = '28000'
const UNKNOWN_DATABASE = '3D000'

/** Connects, or says in one sentence why the database can't be reached; never shows the password. */
export async function connectTo(url: string): Promise<pg.Client> {
  const client = makeClient(url)
  client.on('error', () => undefined) // A connection lost between two queries fails the next one.
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    const place = `${client.database ?? ''} at ${client.host}:${client.port}`
    throw new StartError(`The database ${place} can't be reached: ${explain(error, client)}.`, { cause: error })
  }
}

function makeClient(url: string): pg.Client {
  // The driver itself takes any text for an address, with hosts of its own invention.
  if (!/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new StartError("The database's address isn't one: it looks like postgres://user:password@host:5432/name.")
  }
  return new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
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
    default:
      return reasonOf(error)
  }
}
