import { connectTo } from './connect.ts'

/** demo: invented people and fault switches are allowed. driven: its clock is set by hand, for tests and replays. */
export type DatabaseMark = 'demo' | 'driven'

/**
 * Marks a database as what it is for; only its owner can, and it can't be taken back. A demo with `pastFrom` begins then, by a
 * clock that is set by hand until its past is ended.
 */
export const markDatabase = (ownerUrl: string, kind: DatabaseMark, pastFrom?: Date): Promise<void> =>
  ask(ownerUrl, 'select mark_database($1, $2)', [kind, pastFrom ?? null])

/** From here on a demo goes by the server's clock, like any desk, and for good. */
export const endPast = (ownerUrl: string): Promise<void> => ask(ownerUrl, 'select end_past()', [])

async function ask(ownerUrl: string, statement: string, values: unknown[]): Promise<void> {
  const client = await connectTo(ownerUrl)
  try {
    await client.query(statement, values)
  } finally {
    await client.end()
  }
}
