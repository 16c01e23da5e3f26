import { connectTo } from './connect.ts'

/**
 * The purpose of a database. demo: invented people and fault switches are allowed. driven: its clock is set by hand,
 * for tests and replays.
 */
export type DatabaseMark = 'demo' | 'driven'

/**
 * Marks the purpose of a database; only its owner can, and the mark is permanent. A demo with `pastFrom` begins at that
 * time, with a clock set by hand until its past ends.
 */
export const markDatabase = (ownerUrl: string, kind: DatabaseMark, pastFrom?: Date): Promise<void> =>
  ask(ownerUrl, 'select mark_database($1, $2)', [kind, pastFrom ?? null])

/** From now on the demo uses the server's clock, permanently. */
export const endPast = (ownerUrl: string): Promise<void> => ask(ownerUrl, 'select end_demo_past()', [])

async function ask(ownerUrl: string, statement: string, values: unknown[]): Promise<void> {
  const client = await connectTo(ownerUrl)
  try {
    await client.query(statement, values)
  } finally {
    await client.end()
  }
}
