import { DESK_ROLE } from './initialise-cluster.ts'

interface Connection {
  query<R extends { name: string }>(text: string): Promise<{ rows: R[] }>
}

/**
 * Takes from the desk's role, and from everybody, what lets it create objects: they could stand in for the schema's own.
 * Rights on a database are part of neither a dump nor a template, so each run of `migrate` takes them again. A role that
 * doesn't own the database takes nothing; the desk then refuses to start and says what to run.
 */
export async function withholdCreation(owner: Connection): Promise<void> {
  const { rows } = await owner.query('select quote_ident(current_database()) as name')
  for (const { name } of rows) {
    await owner.query(`revoke create, temporary on database ${name} from public, ${DESK_ROLE}`)
  }
  await owner.query(`revoke create on schema public from public, ${DESK_ROLE}`)
}
