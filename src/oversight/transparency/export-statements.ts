import sql from 'sql-template-tag'
import type { Pool } from '../../foundation/database/db.ts'
import type { DsaStatement } from './statement/dsa-statement.ts'
import { prepareAll } from './submission/submit-statements.ts'
import { STATEMENT_COLUMNS, STATEMENT_JOINS, type StoredStatement } from './submission/submission-queries.ts'

/** The statements that are read at once: so many are in memory, for any number in the database. */
const PAGE = 2_000

export interface ExportAsked {
  /** Begun at this time or later, and before that one. */
  from: Date | null
  until: Date | null
  /** The id of the last statement of an export that was broken off. */
  after: string | null
}

interface ExportPage {
  /** The id of the last statement that was read. */
  last: string
  statements: DsaStatement[]
  /** The statements that a person must settle first: they are in no export. */
  held: number
  refused: number
}

/** Reads the statements of restrictions in the order of their ids, page by page. No transaction spans two pages. */
export async function* exportStatements(db: Pool, { from, until, after }: ExportAsked): AsyncGenerator<ExportPage> {
  let last = after ?? ''
  for (;;) {
    const stored = await db.list<StoredStatement>(sql`
      select ${STATEMENT_COLUMNS} from statement ${STATEMENT_JOINS}
      where statement.kind = 'restriction' and statement.id > ${last}
        and (${from}::timestamptz is null or statement.made_at >= ${from})
        and (${until}::timestamptz is null or statement.made_at < ${until})
      order by statement.id limit ${PAGE}`)
    const { ready, settled } = prepareAll(stored)
    last = stored.at(-1)?.statementId ?? last
    const count = (state: string) => settled.filter((one) => one.state === state).length
    if (stored.length > 0) {
      yield { last, statements: [...ready.values()], held: count('held'), refused: count('refused') }
    }
    if (stored.length < PAGE) return
  }
}
