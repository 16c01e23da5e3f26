import { connectTo } from './connect.ts'

/** demo: invented people and fault switches are allowed. driven: its clock is set by hand, for tests and replays. */
export type DatabaseMark = 'demo' | 'driven'

/** Marks a database as what it is for; only its owner can, and it can't be taken back. */
export async function markDatabase(ownerUrl: string, kind: DatabaseMark): Promise<void> {
  const client = await connectTo(ownerUrl)
  try {
    await client.query('select mark_database($1)', [kind])
  } finally {
    await client.end()
  }
}
