import { DESK_ROLE } from './embedded/initialise-cluster.ts'

interface Connection {
  query<R extends { name: string }>(text: string): Promise<{ rows: R[] }>
}

/** The part of it that a database cloned from a migrated one lacks. */
export async function withholdCreationIn(connection: Connection, database: string): Promise<void> {
  await connection.query(`revoke create, temporary on database ${database} from public, ${DESK_ROLE}`)
}

/**
 * Takes from the desk's role, and from everybody, what lets it create objects: they could stand in for the schema's own.
 * Rights on a database are part of neither a dump nor a template, so each run of `migrate` takes them again. A role that
 * doesn't own the database takes nothing; the desk then refuses to start and says what to run.
 */
export async function withholdCreation(owner: Connection): Promise<void> {
  const { rows } = await owner.query('select quote_ident(current_database()) as name')
  for (const { name } of rows) await withholdCreationIn(owner, name)
  await owner.query(`revoke create on schema public from public, ${DESK_ROLE}`)
}
