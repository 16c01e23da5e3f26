import { DESK_ROLE } from './embedded/initialise-cluster.ts'

interface Connection {
  query<R extends { name: string }>(text: string): Promise<{ rows: R[] }>
}

/** Revokes the rights that a database cloned from a migrated one grants anew. */
export async function withholdCreationIn(connection: Connection, database: string): Promise<void> {
  await connection.query(`revoke create, temporary on database ${database} from public, ${DESK_ROLE}`)
}

/**
 * Revokes from the desk's role, and from public, the right to create objects: those could replace the schema's own.
 * Rights on a database are part of neither a dump nor a template, so each run of `migrate` revokes them again. A role
 * that doesn't own the database revokes nothing; the desk then refuses to start and names the command to run.
 */
export async function withholdCreation(owner: Connection): Promise<void> {
  const { rows } = await owner.query('select quote_ident(current_database()) as name')
  for (const { name } of rows) await withholdCreationIn(owner, name)
  await owner.query(`revoke create on schema public from public, ${DESK_ROLE}`)
}
