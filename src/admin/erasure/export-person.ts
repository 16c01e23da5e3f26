import sql, { Sql } from 'sql-template-tag'
import type { Json } from '../../foundation/canonical.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { accountKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { type ErasablePerson, isKnownPerson } from './erasure-queries.ts'

/** The most rows of one table in an export. */
const ROWS_MAX = 100_000

interface ExportedPerson {
  person: ErasablePerson
  id: string
  exportedAt: string
  /** The rows about the person by table, without the data of others. */
  tables: Record<string, Json[]>
}

interface Place {
  tbl: string
  matches: string
  exports: string
}

interface Asked {
  person: ErasablePerson
  id: string
  by: StaffCaller
  /** Opens the details of a contact, which the database has sealed. */
  openSealed?: (tx: Tx, contact: string) => Promise<Json[]>
}

/**
 * Reads everything that is stored about one person at one moment, without the data of others. The export is a ledger
 * entry in the same transaction, so nothing is exported unrecorded.
 */
export async function exportPerson(db: Pool, { person, id, by, openSealed }: Asked): Promise<ExportedPerson> {
  return inTransaction(db, async (tx) => {
    if (!(await isKnownPerson(tx, person, id))) throw new DeskError('not_found', message('erasure.unknownPerson'))
    const places = await tx.list<Place>(sql`
      select tbl, matches, exports from personal_places(${person}) where exports is not null order by tbl`)
    const tables: Record<string, Json[]> = {}
    for (const { tbl, matches, exports } of places) {
      const rows = await tx.onlyValue<Json[]>(readPlace({ tbl, matches, exports }, id))
      if (rows.length > 0) tables[tbl] = [...(tables[tbl] ?? []), ...rows]
    }
    if (person === 'contact' && openSealed !== undefined) tables.contact = await openSealed(tx, id)
    const rows = Object.values(tables).reduce((sum, each) => sum + each.length, 0)
    const whose = person === 'account' ? { subject: accountKey(id) } : person === 'staff' ? { staffId: id } : {}
    queueEntry(tx, { kind: 'person_exported', person, rows, ...whose, by: { kind: 'staff', id: by.id } })
    return { person, id, exportedAt: tx.now.toISOString(), tables }
  })
}

/** The places are a function of the schema's owner, which the application role can't change. */
function readPlace({ tbl, matches, exports }: Place, id: string): Sql {
  const parts = `select coalesce(jsonb_agg(to_jsonb(shown)), '[]') as rows
    from (select ${exports} from ${tbl} r where ${matches} limit ${ROWS_MAX}) shown`.split('$1')
  return new Sql(
    parts,
    Array.from({ length: parts.length - 1 }, () => id),
  )
}
