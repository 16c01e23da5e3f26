import { connectTo } from './connect.ts'

/** The connections that a PostgreSQL server accepts from roles other than superusers, and those in use. */
export interface ConnectionRoom {
  max: number
  used: number
}

export async function findConnectionRoom(url: string): Promise<ConnectionRoom> {
  const client = await connectTo(url)
  try {
    const { rows } = await client.query<ConnectionRoom>(`
      select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as max,
        (select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())::int as used`)
    return rows[0] ?? { max: 0, used: 0 }
  } finally {
    await client.end()
  }
}
