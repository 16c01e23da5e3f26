import type { DsaDatabase } from '../../../foundation/settings/dsa-database.ts'
import type { Desk } from '../../../policy/desk.ts'
import { DsaClient } from './dsa-client.ts'
import { submitStatements } from './submit-statements.ts'

/** The pause after an answer that only a person can change, such as a refused token. */
const STOPPED_MS = 15 * 60_000

/** The client of each desk of this process, and the time until which it sends nothing. */
const clients = new WeakMap<DsaDatabase, { client: DsaClient; restsUntilMs: number }>()

/** Sends the statements that are due, if the environment names the database. */
export async function submitWhenConfigured({ dsa, db, log }: Pick<Desk, 'dsa' | 'db' | 'log'>): Promise<void> {
  if (dsa === undefined) return
  const known = clients.get(dsa) ?? { client: new DsaClient(dsa), restsUntilMs: 0 }
  clients.set(dsa, known)
  if (performance.now() < known.restsUntilMs) return
  const { trouble, ...counts } = await submitStatements({ db, client: known.client })
  if (counts.sent + counts.held + counts.refused > 0)
    log.info(counts, 'statements were sent to the DSA Transparency Database')
  if (trouble === undefined) return
  known.restsUntilMs = performance.now() + (trouble.kind === 'later' ? trouble.afterMs : STOPPED_MS)
  log.warn({ kind: trouble.kind, error: trouble.says }, 'the DSA Transparency Database takes no statements')
}
