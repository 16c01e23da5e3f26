import { connectTo } from '../../foundation/store/connect.ts'
import type { DatabaseMark } from '../../foundation/store/mark-database.ts'
import { StartError } from '../../foundation/store/start-error.ts'

/** Returns the mark that the database got at its creation. Undefined: it belongs to a real desk. */
export async function readMark(deskUrl: string): Promise<DatabaseMark | undefined> {
  return ask(deskUrl, async (client) => {
    const { rows } = await client.query<{ kind: DatabaseMark }>('select kind from database_mark')
    return rows[0]?.kind
  })
}

/** Refuses a clock that is set by hand outside of tests and replays: nothing real may be decided by it. */
export async function refuseDriven(deskUrl: string): Promise<void> {
  if (!(await isDriven(deskUrl))) return
  throw new StartError('This database has a clock that is set by hand, for tests and replays: it can not be served.')
}

/** True when the clock is set by hand: for tests and replays, or in a demo whose story is not over. */
export async function isDriven(deskUrl: string): Promise<boolean> {
  return ask(deskUrl, async (client) => {
    const { rows } = await client.query<{ driven: boolean }>('select exists (select from driven_clock) as driven')
    return rows[0]?.driven === true
  })
}

/**
 * Refuses a real desk whose database holds a software key. Every reader of the database could sign with it, so it may
 * exist only where people and accounts are invented.
 */
export async function refuseSoftwareKeys(deskUrl: string): Promise<void> {
  const mark = await readMark(deskUrl)
  if (mark !== undefined) return
  const found = await ask(deskUrl, async (client) => {
    const { rows } = await client.query<{ found: boolean }>(
      'select exists (select from software_key) or exists (select from passkey where software) as found',
    )
    return rows[0]?.found === true
  })
  if (!found) return
  throw new StartError(
    'This database holds a software key and is not a demo: a reader of the database could sign as another person. The desk does not start.',
  )
}

/** True when the ledger has no entry yet. */
export async function isHistoryless(deskUrl: string): Promise<boolean> {
  return ask(deskUrl, async (client) => {
    const { rows } = await client.query<{ empty: boolean }>('select not exists (select from ledger_leaf) as empty')
    return rows[0]?.empty === true
  })
}

async function ask<T>(
  url: string,
  question: (client: Awaited<ReturnType<typeof connectTo>>) => Promise<T>,
): Promise<T> {
  const client = await connectTo(url)
  try {
    return await question(client)
  } finally {
    await client.end()
  }
}
