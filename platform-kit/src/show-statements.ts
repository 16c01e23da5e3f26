import type { Handlers, WriteCause } from './handlers.ts'
import type { Subject } from './protocol.ts'
import type { Statement } from './statement.ts'

/** The ids of statements that are remembered for each subject, as for events. */
const REMEMBERED_STATEMENTS_MAX = 1_000

/** Shows the statements that were not shown before, and returns all ids that are remembered. */
export async function showStatements<Tx>(
  handlers: Handlers<Tx>,
  tx: Tx,
  given: { subject: Subject; statements: readonly Statement[]; shownIds: readonly string[]; why: WriteCause },
): Promise<readonly string[]> {
  const { subject, statements, why } = given
  if (!handlers.showStatement) return given.shownIds
  const shownIds = new Set(given.shownIds)
  for (const statement of statements) {
    if (shownIds.has(statement.id)) continue
    await handlers.showStatement(tx, statement, subject, why)
    shownIds.add(statement.id)
  }
  return [...shownIds].slice(-REMEMBERED_STATEMENTS_MAX)
}
